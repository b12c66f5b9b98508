import { expect, it } from 'vitest'
import { ItemStates } from '../../../../../core/deadletters/replay/jobs/item-states.ts'
import { JobRates } from '../../../../../core/deadletters/replay/jobs/job-rates.ts'
import type { JobRecord } from '../../../../../core/deadletters/replay/jobs/job-record.ts'
import { FakeTime } from '../../../../support/fake-time.ts'

it('knows how fast it goes over the last seconds, and keeps a point a second', async () => {
  const time = new FakeTime()
  const rates = new JobRates({ outcomes: { bounced: 1 } } as unknown as JobRecord, time)
  const counts = new ItemStates(0).counts()
  for (let second = 0; second <= 20; second += 0.5) {
    rates.sample({ ...counts, SENT: second * 100 }, second * 1_000)
    await time.advance(500)
  }
  expect(rates.current.messagesPerSecond).toBeGreaterThan(80)
  expect(rates.current.messagesPerSecond).toBeLessThanOrEqual(100)
  expect(rates.points).toHaveLength(21)
  expect(rates.points[3]).toEqual({ atMs: rates.points[0]!.atMs + 3_000, sent: 300, bounced: 1 })
  await time.advance(6_000)
  expect(rates.current).toEqual({ messagesPerSecond: 0, bytesPerSecond: 0 })
})
