// Two people, or one in two windows, press at once: no record is sent twice, and a job that is given up sends no more.
import { describe, expect, it } from 'vitest'
import { LocalReplay } from '../../core/services/local-replay.ts'
import { startTestBroker } from '../support/broker.ts'
import { connectTo } from '../support/cluster.ts'
import { committedRecords, type FailedRecord, madePlan, makeTopics, replayWorld, TARGET } from '../support/replay-world.ts'

const records: FailedRecord[] = Array.from({ length: 300 }, (_, i) => ({ key: `k${i % 30}` }))

/** Two plans of the same dead letters. */
function twoPlans(isLocal: boolean) {
  const target = { connectionId: 'target', clusterId: 'cluster', isLocal }
  const one = madePlan(records, {}, { planId: 'plan-1', target }).source
  const two = madePlan(records, {}, { planId: 'plan-2', target }).source
  const items = two.items(0, records.length).map((item) => ({ ...item, source: one.items(item.index, 1)[0]!.source }))
  return { one, two: { ...two, items: (from: number, count: number) => items.slice(from, from + count) } }
}

describe('two plans of the same dead letters', () => {
  it.each(['L', 'T', 'W'] as const)('that run at once send each of them once: mode %s', async (mode) => {
    const broker = await startTestBroker()
    const world = await replayWorld({ target: broker.address, local: new LocalReplay(broker) })
    const admin = connectTo(broker.address)
    await makeTopics(admin, 1)
    const { one, two } = twoPlans(mode === 'L')
    world.plans.set('plan-1', one)
    world.plans.set('plan-2', two)
    const jobs = await world.open()
    const a = await jobs.create({ source: one, name: 'A', mode })
    const b = await jobs.create({ source: two, name: 'B', mode })
    await Promise.all([jobs.start(a.jobId), jobs.start(b.jobId)])
    await Promise.all([world.finished(jobs, a.jobId), world.finished(jobs, b.jobId)])
    expect(await committedRecords(admin, TARGET, 0)).toHaveLength(300)
    expect(a.items.SENT + b.items.SENT).toBe(300)
    expect(a.items.SKIPPED + b.items.SKIPPED).toBe(300)
  })
})

describe('a job whose Headwater was killed with a batch under way', () => {
  async function killed() {
    const broker = await startTestBroker()
    const world = await replayWorld({ target: broker.address, jobs: { maxBatchItems: 5 } })
    const admin = connectTo(broker.address)
    await makeTopics(admin, 1)
    const { one, two } = twoPlans(false)
    const paced = { ...one, plan: { ...one.plan, options: { ...one.plan.options, rate: { messagesPerSecond: 200, bytesPerSecond: null } } } }
    world.plans.set('plan-1', paced)
    const before = await world.open()
    const { jobId } = await before.create({ source: paced, name: 'A', mode: 'T' })
    await before.start(jobId)
    await expect.poll(() => world.jobStore.flight(jobId)).not.toBeNull()
    await world.kill()
    const later = await replayWorld({ target: broker.address, directory: world.folder, seed: 2, jobs: { maxBatchItems: 5 } })
    later.plans.set('plan-1', paced)
    later.plans.set('plan-2', two)
    const opened = await later.open()
    return { jobs: opened, jobId, two, later, admin }
  }

  it('is cancelled for good where somebody resumes it at the same time', async () => {
    const { jobs, jobId, admin } = await killed()
    const [cancelled, resumed] = await Promise.allSettled([jobs.cancel(jobId), jobs.resume(jobId)])
    expect(cancelled.status).toBe('fulfilled')
    expect(resumed).toMatchObject({ status: 'rejected', reason: { message: 'Job 1 is being changed.' } })
    expect([jobs.get(jobId).state, jobs.live(jobId)]).toEqual(['CANCELLED', undefined])
    const sent = (await committedRecords(admin, TARGET, 0)).length
    await admin.pause(200)
    expect(await committedRecords(admin, TARGET, 0)).toHaveLength(sent)
  })

  it('keeps the records of that batch for itself: another plan of them passes them over, and all are sent once', async () => {
    const { jobs, jobId, two, later, admin } = await killed()
    const other = await jobs.create({ source: two, name: 'B', mode: 'T' })
    await jobs.start(other.jobId)
    await later.finished(jobs, other.jobId)
    expect(other.items.SKIPPED).toBeGreaterThan(0)
    await jobs.resume(jobId)
    await later.finished(jobs, jobId)
    expect(await committedRecords(admin, TARGET, 0)).toHaveLength(300)
  })
})
