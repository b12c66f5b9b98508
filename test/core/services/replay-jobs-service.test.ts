import { expect, it } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { systemTimers } from '../../../core/base/timers.ts'
import type { JobSummary } from '../../../core/contract/replay.ts'
import type { JobRecord } from '../../../core/deadletters/replay/jobs/job-record.ts'
import { Schedules } from '../../../core/deadletters/replay/jobs/schedules.ts'
import type { ReplayPlan } from '../../../core/deadletters/replay/plan.ts'
import { jobSummaryOf } from '../../../core/services/replay-job-summary.ts'
import { writeRefusal } from '../../../core/services/replay-jobs-room.ts'
import { notFound, readOnly } from '../../../core/services/service-error.ts'
import { deliveryOf } from '../../../core/deadletters/replay/delivery-mode.ts'
import { ReplayJobsService } from '../../../core/services/replay-jobs-service.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { committedRecords, type FailedRecord, madePlan, makeTopics, replayWorld, TARGET } from '../../support/replay-world.ts'
import { startTestBroker } from '../../support/broker.ts'
import type { ReplayOptions } from '../../../core/deadletters/replay/options.ts'

const signal = new AbortController().signal
const records: FailedRecord[] = Array.from({ length: 30 }, (_, i) => ({ key: `k${i % 3}`, group: 'billing', ...(i === 4 && { problem: 'invalid' }), ...(i === 6 && { skip: true }) }))

async function open(of: readonly FailedRecord[] = records, options: Partial<ReplayOptions> = {}, deletes = 0) {
  const broker = await startTestBroker()
  const world = await replayWorld({ target: broker.address, jobs: { maxBatchItems: 5 } })
  await makeTopics(world.cluster, 1)
  const made = madePlan(of, options)
  const { plan } = made.source
  world.plans.set(plan.planId, made.source)
  const jobs = await world.open()
  const dryRuns: string[] = []
  const schedules = new Schedules({ jobs, clock: systemClock, timers: systemTimers, logger: collectingLogger() })
  const service = new ReplayJobsService({
    jobs,
    jobStore: world.jobStore,
    schedules,
    clock: systemClock,
    timers: systemTimers,
    connectionName: () => 'Staging',
    plan: (planId) => (planId === plan.planId ? plan : undefined),
    source: () => made.source,
    ensureDryRun: async (planId) => {
      dryRuns.push(planId)
      return deletes
    },
  })
  const start = { connectionId: 'target', planId: plan.planId, planHash: plan.planHash, confirmName: 'Staging', atMs: null }
  return { world, jobs, service, schedules, start, dryRuns, plan }
}

it('starts a plan after a dry run, and tells what became of each record', async () => {
  const { service, start, jobs, world, dryRuns } = await open()
  const { jobId, number, mode } = await service.start(start, signal)
  expect([number, mode, dryRuns]).toEqual([1, 'T', ['plan-1']])
  await world.finished(jobs, jobId)
  const [job] = service.jobs({ includeArchived: false })
  expect(job).toMatchObject({ state: 'COMPLETED_WITH_ERRORS', targetName: 'Staging', items: { total: 30, sent: 20, failed: 1, held: 8, skipped: 1, pending: 0, sending: 0, indoubt: 0 }, undo: { isPossible: false } })

  const page = service.jobItems({ jobId, states: null, outcomes: null, cursor: 0, limit: 5 })
  expect([page.cursor, page.total, page.items.map(({ index, state }) => `${index} ${state}`)]).toEqual([5, 30, ['0 SENT', '1 SENT', '2 SENT', '3 SENT', '4 FAILED']])
  expect(page.items[0]).toMatchObject({ source: { topic: 'orders-dlt', offset: 0n }, target: { topic: TARGET, partition: 0, offset: 0n }, outcome: 'waiting', finding: null, keyText: 'k0' })
  expect(page.items[4]).toMatchObject({ finding: { code: 'invalid', text: 'It has a problem: invalid.' }, target: { offset: null }, outcome: null })
  const held = service.jobItems({ jobId, states: ['HELD'], outcomes: null, cursor: 0, limit: 100 })
  expect([held.total, held.cursor, held.items.map(({ index }) => index)]).toEqual([8, null, [7, 10, 13, 16, 19, 22, 25, 28]])
  expect(service.jobItems({ jobId, states: null, outcomes: ['waiting'], cursor: 0, limit: 100 }).items).toHaveLength(20)

  let text = ''
  for await (const piece of service.exportJob({ jobId, format: 'csv' }, signal)) text += piece.text
  expect(text.trim().split('\n')).toHaveLength(31)
  expect(text).toContain('1,4,FAILED,,orders-dlt,0,4,k1,orders,0,,invalid,It has a problem: invalid.,')
})

it('starts what deletes keys of a compacted topic only once a person has confirmed how many', async () => {
  const { service, start, jobs } = await open(records.slice(0, 3), {}, 3)
  const refused = { code: 'INVALID_INPUT', message: '3 records of the plan delete their key: "A plan" sends null values to a compacted topic.', data: { field: 'confirmDeletes' } }
  await expect(service.start(start, signal)).rejects.toMatchObject(refused)
  await expect(service.start({ ...start, confirmDeletes: 2 }, signal)).rejects.toMatchObject(refused)
  expect(jobs.list()).toEqual([])
  expect(await service.start({ ...start, confirmDeletes: 3 }, signal)).toMatchObject({ number: 1 })
})

it('a job keeps the names of its clusters: they are told once a connection is gone, and a new name where it has one', async () => {
  const { service, start, jobs } = await open(records.slice(0, 1))
  const { jobId } = await service.start(start, signal)
  const job = jobs.get(jobId)
  const named = (nameOf: (id: string) => string | undefined) => jobSummaryOf(job, undefined, nameOf)
  expect(named(() => undefined)).toMatchObject({ sourceName: 'Target', targetName: 'Target' })
  expect(named(() => 'Renamed')).toMatchObject({ sourceName: 'Renamed', targetName: 'Renamed' })
})

it('offers to take back what is on the local broker once the job is over, and says beforehand what groups have read', async () => {
  const { service, start, jobs } = await open(records.slice(0, 1))
  const { jobId } = await service.start(start, signal)
  const undo = (change: Partial<JobRecord>) => jobSummaryOf({ ...jobs.get(jobId), isTargetLocal: true, items: { PENDING: 0, SENDING: 0, SENT: 7, SKIPPED: 0, FAILED: 0, HELD: 0, INDOUBT: 0 }, ...change }, undefined, () => 'Local').undo
  const outcomes = { waiting: 0, consumed: 7, bounced: 0, untracked: 0 }
  expect(undo({ state: 'PAUSED' })).toMatchObject({ isPossible: false, text: expect.stringMatching(/^Once it is over,/) })
  expect(undo({ state: 'COMPLETED', outcomes: { ...outcomes, consumed: 0 } })).toEqual({ isPossible: true, text: 'Records on the local broker can be taken back. The dead letters stay, and can be replayed again.' })
  expect(undo({ state: 'COMPLETED', outcomes })).toEqual({ isPossible: true, text: 'Their groups have read all 7: taking records back does not undo what was done with them. Nothing is deleted from the dead-letter topic.' })
  expect(undo({ state: 'COMPLETED', outcomes: { ...outcomes, consumed: 2 } }).text).toMatch(/^Their groups have read 2 of 7:/)
})

it('says of a connection that is gone what it was called and what is left to do, and of a read-only one to arm it', () => {
  const refusing = (error: Error) => ({ refuseUnlessWritable: () => { throw error } })
  expect(writeRefusal(refusing(notFound('There is no cluster "84c2fc4f".')), '84c2fc4f', 'Staging')).toEqual({
    code: 'connection-gone',
    message: 'The connection to "Staging" was removed.',
    remedy: 'Connect to it again and plan what is left anew, or cancel.',
  })
  expect(writeRefusal(refusing(readOnly('84c2fc4f', 'Staging')), '84c2fc4f', 'Staging')).toMatchObject({ code: 'read-only', remedy: 'Arm the cluster, then resume.' })
  expect(writeRefusal({ refuseUnlessWritable: () => {} }, '84c2fc4f', 'Staging')).toBeNull()
})

it.each([
  ['another cluster than its target', { connectionId: 'other' }, 'This is not the cluster that the records go to.'],
  ['without the name of the cluster', { confirmName: null }, '"" is not the name of the target cluster.'],
  ['as it was before a change', { planHash: 'before' }, 'The plan "A plan" was changed since it was shown.'],
  ['that is not there', { planId: 'absent' }, 'There is no replay plan "absent".'],
])('does not start a plan on %s', async (_, change, message) => {
  const { service, start, jobs } = await open()
  await expect(service.start({ ...start, ...change }, signal)).rejects.toThrow(message)
  expect(jobs.list()).toEqual([])
})

it('pauses, goes on at another pace, and refuses what its state does not allow', async () => {
  const { service, start, world, jobs } = await open(records.slice(0, 4), { rate: { messagesPerSecond: 1, bytesPerSecond: null } })
  const { jobId } = await service.start(start, signal)
  await expect(service.start(start, signal)).rejects.toThrow('This plan is job 1 already.')
  const paused = await service.pause({ jobId })
  expect(paused).toMatchObject({ state: 'PAUSED', reason: { code: 'user' }, messagesPerSecond: 1 })
  await expect(service.pause({ jobId })).rejects.toThrow('Job 1 is PAUSED: it cannot pause.')
  await expect(service.archive({ jobId })).rejects.toThrow('Job 1 is not over: it is PAUSED.')
  await expect(service.resume({ connectionId: 'other', jobId })).rejects.toThrow('This is not the cluster that the records go to.')
  await service.setRate({ jobId, messagesPerSecond: null, bytesPerSecond: null })
  await service.resume({ connectionId: 'target', jobId })
  expect((await world.finished(jobs, jobId)).state).toBe('COMPLETED')
  expect((await service.archive({ jobId })).isArchived).toBe(true)
  expect(service.jobs({ includeArchived: false })).toEqual([])
  await expect(service.pause({ jobId: 'absent' })).rejects.toThrow('There is no replay job "absent".')
})

it('cancel keeps what was sent and leaves nothing under way', async () => {
  const { service, start, world } = await open(records, { rate: { messagesPerSecond: 20, bytesPerSecond: null } })
  const { jobId } = await service.start(start, signal)
  await world.cluster.pause(300)
  const job = await service.cancel({ jobId })
  const sent = (await committedRecords(world.cluster, TARGET, 0)).length
  expect(job).toMatchObject({ state: 'CANCELLED', items: { sent, sending: 0, indoubt: 0 } })
  expect(sent).toBeLessThan(20)
})

it('asks for what failed again, with what waited for it, and only for that', async () => {
  const { service, start, world, jobs } = await open()
  const { jobId } = await service.start(start, signal)
  await world.finished(jobs, jobId)
  expect(await service.retryFailed({ jobId, indexes: null })).toMatchObject({ state: 'PAUSED', reason: { code: 'retry', message: '9 records are asked for again.' }, items: { pending: 9, sent: 20 } })
  await service.resume({ connectionId: 'target', jobId })
  expect((await world.finished(jobs, jobId)).state).toBe('COMPLETED_WITH_ERRORS')
  expect((await committedRecords(world.cluster, TARGET, 0)).length).toBe(20)
  await expect(service.retryFailed({ jobId, indexes: [0] })).rejects.toThrow('No record of job 1 has failed that could be asked for again.')
})

it('does not send to the same target again what another plan has sent, unless a person insists', async () => {
  const first = await open(records.slice(0, 3))
  await first.world.finished(first.jobs, (await first.service.start(first.start, signal)).jobId)
  const again = madePlan(records.slice(0, 4), {}, { planId: 'plan-2' })
  // The same dead letters in another plan.
  const items = again.source.items(0, 4).map((item) => ({ ...item, source: first.world.plans.get('plan-1')!.items(item.index, 1)[0]?.source ?? item.source, isForced: item.index === 1 }))
  const source = { ...again.source, items: (from: number, count: number) => items.slice(from, from + count) }
  const job = await first.world.run(first.jobs, { source, failNext: null }, 'T')
  expect(job.items).toMatchObject({ SKIPPED: 2, SENT: 2 })
  expect(first.world.ledger(job.jobId)[0]).toMatchObject({ state: 'SKIPPED', code: 'already-replayed', message: expect.stringMatching(/^It was sent to "orders" by job 1 on /) })
})

it('tells every change of a job and of all, the first at once', async () => {
  const { service, start, world, jobs } = await open()
  const leaving = new AbortController()
  const all: JobSummary[][] = []
  const watching = (async () => {
    for await (const list of service.watchJobs({}, leaving.signal)) {
      all.push(list)
      if (list[0]?.state === 'COMPLETED_WITH_ERRORS') leaving.abort()
    }
  })()
  const { jobId } = await service.start(start, signal)
  await world.finished(jobs, jobId)
  await watching
  expect([all.length > 1, all.at(-1)?.[0]?.state]).toEqual([true, 'COMPLETED_WITH_ERRORS'])
  for await (const { job, history } of service.watchJob({ jobId }, signal)) {
    expect([job.state, history.at(0)?.sent]).toEqual(['COMPLETED_WITH_ERRORS', expect.any(Number)])
    break
  }
})

it('sets a plan for later', async () => {
  const { service, start, schedules, world, jobs } = await open(records.slice(0, 2))
  const atMs = Date.now() + 300
  const job = await service.start({ ...start, atMs }, signal)
  expect(job).toMatchObject({ state: 'SCHEDULED', scheduledForMs: atMs })
  while (jobs.get(job.jobId).state === 'SCHEDULED') await world.cluster.pause(20)
  expect((await world.finished(jobs, job.jobId)).state).toBe('COMPLETED')
  schedules.close()
})

it('takes the strongest mode that source and target allow', () => {
  const plan = (source: string | null, target: string, isLocal: boolean, mode: ReplayPlan['options']['mode'] = 'auto') => {
    const { plan: made } = madePlan([], { mode }, { source: source === null ? null : { connectionId: source, clusterId: source }, target: { connectionId: target, clusterId: target, isLocal } }).source
    return deliveryOf(made).mode
  }
  expect([plan('a', 'a', true), plan('b', 'a', true), plan(null, 'a', true), plan('b', 'b', false), plan('b', 'c', false), plan('b', 'c', false, 'T'), plan('b', 'b', false, 'W'), plan(null, 'b', false)]).toEqual(['L', 'I', 'I', 'T', 'W', 'T', 'W', 'T'])
})
