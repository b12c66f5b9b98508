// Work that comes round by the clock: retention, forgetting idle producers, ending transactions that are open for too long.
import type { Logger } from '../base/logger.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { Logs } from '../log/logs.ts'
import type { GroupCoordinator } from '../groups/group-coordinator.ts'
import type { BrokerConfigs } from '../metadata/broker-configs.ts'
import type { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'

const PRODUCER_CHECK_PERIOD_MS = 600_000

export interface BackgroundTaskDeps {
  readonly logs: Logs
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly configs: BrokerConfigs
  readonly timers: Timers
  readonly logger: Logger
}

export function startBackgroundTasks({ logs, groups, transactions, configs, timers, logger }: BackgroundTaskDeps): Cancel {
  const repeat = (title: string, periodMs: number, task: () => Promise<unknown>): Cancel => {
    let isRunning = false
    return timers.every(periodMs, () => {
      if (isRunning) return
      isRunning = true
      task()
        .catch((error: unknown) => logger.error(`${title} failed and will be tried again in ${periodMs} ms`, error))
        .finally(() => (isRunning = false))
    })
  }
  const cancels = [
    repeat('Deleting expired records', configs.getInt('log.retention.check.interval.ms'), async () => logs.applyRetention()),
    repeat('Forgetting idle producers', PRODUCER_CHECK_PERIOD_MS, async () =>
      logs.expireProducers(configs.getInt('producer.id.expiration.ms')),
    ),
    repeat('Deleting expired offsets', configs.getInt('offsets.retention.check.interval.ms'), async () => groups.expireOffsets()),
    repeat('Aborting timed out transactions', configs.getInt('transaction.abort.timed.out.transaction.cleanup.interval.ms'), async () =>
      transactions.abortTimedOut(),
    ),
    repeat('Forgetting expired transactional ids', configs.getInt('transaction.remove.expired.transaction.cleanup.interval.ms'), async () =>
      transactions.forgetExpired(),
    ),
  ]
  return () => {
    for (const cancel of cancels) cancel()
  }
}
