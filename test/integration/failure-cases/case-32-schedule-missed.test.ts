// A time that comes while Headwater is closed.
import { expect, it } from 'vitest'
import { GRACE_MS, Schedules } from '../../../core/deadletters/replay/jobs/schedules.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { replayCase, upTo } from '../../support/replay-case.ts'

async function closedAt(lateMs: number) {
  const before = await replayCase()
  const time = new FakeTime(Date.UTC(2026, 0, 1))
  const dueMs = time.now() + 60_000
  const schedules = new Schedules({ jobs: before.jobs, clock: time, timers: time, logger: collectingLogger() })
  await schedules.schedule(before.jobId, dueMs)
  schedules.close()
  const later = await before.again()
  const laterTime = new FakeTime(dueMs + lateMs)
  const laterSchedules = new Schedules({ jobs: later.jobs, clock: laterTime, timers: laterTime, logger: collectingLogger() })
  await laterSchedules.open()
  return { ...before, later, dueMs }
}

it('schedule missed because the app was closed: it runs late within the grace', async () => {
  const { later, jobId, values } = await closedAt(GRACE_MS - 1)
  while (later.jobs.get(jobId).state === 'SCHEDULED') await new Promise((resolve) => setImmediate(resolve))
  expect((await later.world.finished(later.jobs, jobId)).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
})

it('schedule missed because the app was closed: beyond the grace it is told, and never fired by itself', async () => {
  const { later, jobId, values, dueMs } = await closedAt(GRACE_MS + 1)
  expect(later.jobs.get(jobId)).toMatchObject({ state: 'PLANNED', scheduledForMs: null, reason: { code: 'missed', message: `It was due at ${new Date(dueMs).toISOString()}, when Headwater was not running.` } })
  expect(await values()).toEqual([])
})

it('a schedule never fires twice: a job that was started is not SCHEDULED any more', async () => {
  const { jobs, jobId, world, values } = await replayCase()
  const time = new FakeTime()
  const schedules = [0, 1].map(() => new Schedules({ jobs, clock: time, timers: time, logger: collectingLogger() }))
  await schedules[0]!.schedule(jobId, time.now() + 1_000)
  await schedules[1]!.open()
  await time.advance(2_000)
  while (jobs.live(jobId) || jobs.get(jobId).state === 'SCHEDULED') await world.cluster.pause(5)
  expect(await values()).toEqual(upTo(20))
  expect(jobs.get(jobId).state).toBe('COMPLETED')
})
