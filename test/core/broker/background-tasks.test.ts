import { describe, expect, test } from 'vitest'
import { startBackgroundTasks } from '../../../core/broker/background-tasks.ts'
import type { GroupCoordinator } from '../../../core/groups/group-coordinator.ts'
import type { LogCleaner } from '../../../core/log/log-cleaner.ts'
import type { Logs } from '../../../core/log/logs.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import type { TransactionCoordinator } from '../../../core/transactions/transaction-coordinator.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'

function setUp(applyRetention: () => Promise<number>, expireProducers: (expirationMs: number) => Promise<void> = async () => {}, settings: Record<string, string> = {}) {
  const timers = new FakeTime()
  const logger = collectingLogger()
  const configs = BrokerConfigs.from({ 'log.retention.check.interval.ms': '1000', 'producer.id.expiration.ms': '5000', ...settings })
  const logs = { applyRetention, expireProducers } as unknown as Logs
  /** What groups and transactions were asked, and when. */
  const asked: string[] = []
  const note = (what: string) => async () => void asked.push(`${what} ${timers.now() - startMs}`)
  const startMs = timers.now()
  const groups = { expireOffsets: note('expireOffsets') } as unknown as GroupCoordinator
  const transactions = { abortTimedOut: note('abortTimedOut'), forgetExpired: note('forgetExpired') } as unknown as TransactionCoordinator
  const cleaner = { run: note('clean') } as unknown as LogCleaner
  return { timers, logger, asked, stop: startBackgroundTasks({ logs, groups, transactions, cleaner, configs, clock: timers, timers, logger }) }
}

describe('background tasks', () => {
  test('retention runs every log.retention.check.interval.ms until stopped', async () => {
    let runs = 0
    const { timers, stop } = setUp(async () => ++runs)
    await timers.advance(3500)
    expect(runs).toBe(3)
    stop()
    await timers.advance(10_000_000)
    expect(runs).toBe(3)
    expect(timers.pending).toBe(0)
  })

  test('retention runs at least every thirty seconds', async () => {
    let runs = 0
    const { timers } = setUp(async () => ++runs, async () => {}, { 'log.retention.check.interval.ms': '300000' })
    await timers.advance(60_000)
    expect(runs).toBe(2)
  })

  test('logs and data files are cleaned every log.cleaner.backoff.ms', async () => {
    const { timers, asked } = setUp(async () => 0, async () => {}, { 'log.cleaner.backoff.ms': '3000', 'transaction.abort.timed.out.transaction.cleanup.interval.ms': '100000' })
    await timers.advance(7000)
    expect(asked).toEqual(['clean 3000', 'clean 6000'])
  })

  test('idle producers are forgotten after producer.id.expiration.ms, looked for every ten minutes', async () => {
    const expirations: number[] = []
    const { timers } = setUp(async () => 0, async (expirationMs) => void expirations.push(expirationMs))
    await timers.advance(1_200_000)
    expect(expirations).toEqual([5000, 5000])
  })

  test('transactions, transactional ids and offsets are looked at as often as their settings say', async () => {
    const { timers, asked } = setUp(async () => 0, async () => {}, {
      'transaction.abort.timed.out.transaction.cleanup.interval.ms': '400',
      'transaction.remove.expired.transaction.cleanup.interval.ms': '1000',
      'offsets.retention.check.interval.ms': '700',
    })
    await timers.advance(1000)
    expect(asked).toEqual(['abortTimedOut 400', 'expireOffsets 700', 'abortTimedOut 800', 'forgetExpired 1000'])
  })

  test('a run that takes longer than the period is not joined by another', async () => {
    let runs = 0
    const { timers } = setUp(async () => new Promise(() => void ++runs))
    await timers.advance(5000)
    expect(runs).toBe(1)
  })

  test('a failed run is logged and tried again', async () => {
    let runs = 0
    const { timers, logger } = setUp(async () => (++runs === 1 ? Promise.reject(new Error('disk full')) : 0))
    await timers.advance(2000)
    expect(runs).toBe(2)
    expect(logger.lines).toEqual(['error Deleting expired records failed and will be tried again in 1000 ms: disk full'])
  })
})
