// A wall clock that is set while a replay is scheduled.
import { expect, it } from 'vitest'
import { Schedules } from '../../../core/deadletters/replay/jobs/schedules.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { replayCase, upTo } from '../../support/replay-case.ts'

it('clock skew or clock going backwards', async () => {
  const time = new FakeTime()
  let skewMs = 0
  const clock = { now: () => time.now() + skewMs, monotonic: () => time.monotonic() }
  const { jobs, jobId, world, values } = await replayCase({ options: { rate: { messagesPerSecond: 1_000, bytesPerSecond: null } } })
  const schedules = new Schedules({ jobs, clock, timers: time, logger: collectingLogger() })
  await schedules.schedule(jobId, clock.now() + 7_200_000)
  expect(jobs.get(jobId)).toMatchObject({ state: 'SCHEDULED', scheduledForMs: clock.now() + 7_200_000 })
  // Somebody sets the clock back by a day, and then forward by a week.
  skewMs = -86_400_000
  await time.advance(7_199_000)
  expect(jobs.get(jobId).state).toBe('SCHEDULED')
  skewMs = 7 * 86_400_000
  await time.advance(900)
  expect(jobs.get(jobId).state).toBe('SCHEDULED')
  await time.advance(200)
  expect((await world.finished(jobs, jobId)).state).not.toBe('SCHEDULED')
  while (jobs.live(jobId)) await world.cluster.pause(10)
  expect(jobs.get(jobId).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
})
