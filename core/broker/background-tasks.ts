// Work that comes round by the clock: retention, cleaning, forgetting idle producers, ending transactions that are open for too long.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { LogCleaner } from '../log/log-cleaner.ts'
import type { Logs } from '../log/logs.ts'
import type { GroupCoordinator } from '../groups/group-coordinator.ts'
import type { BrokerConfigs } from '../metadata/broker-configs.ts'
import type { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'

const PRODUCER_CHECK_PERIOD_MS = 600_000
/** Expired records give their space back within a minute, whatever the interval says. */
const MAX_RETENTION_CHECK_PERIOD_MS = 30_000
/** How often `log.cleaner.backoff.ms`, which may change, is looked at. */
const CLEANER_TICK_MS = 1000

export interface BackgroundTaskDeps {
  readonly logs: Logs
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly cleaner: LogCleaner
  readonly configs: BrokerConfigs
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
}

export function startBackgroundTasks({ logs, groups, transactions, cleaner, configs, clock, timers, logger }: BackgroundTaskDeps): Cancel {
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
  let cleanedMs = clock.monotonic()
  const cancels = [
    repeat('Deleting expired records', Math.min(configs.getInt('log.retention.check.interval.ms'), MAX_RETENTION_CHECK_PERIOD_MS), async () => logs.applyRetention()),
    repeat('Cleaning logs and data files', CLEANER_TICK_MS, async () => {
      if (clock.monotonic() - cleanedMs < configs.getInt('log.cleaner.backoff.ms')) return
      cleanedMs = clock.monotonic()
      await cleaner.run()
    }),
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
