// What a replay has written to the local broker is taken back, unless somebody has read it already.
import { expect, it } from 'vitest'
import { commitOffsets } from '../../../core/client/admin/commit-offsets.ts'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import { fetchRecords } from '../../../core/deadletters/replay/fetch-records.ts'
import { replayedBefore } from '../../../core/deadletters/replay/ledger.ts'
import type { AppServices } from '../../../core/services/app-services.ts'
import { startTestServices } from '../../support/core-services.ts'
import { springHeaders } from '../../support/replay-plans.ts'

const NEVER = new AbortController().signal

/** Three records of the origin, and three dead letters that were replayed behind them. */
async function replayed(): Promise<{ services: AppServices; jobId: string; topicId: string }> {
  const { services } = await startTestServices()
  const cluster = services.connections.cluster('local')
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1 })
  const record = (i: number) => ({ key: Buffer.from(`k${i}`), value: Buffer.from(`v${i}`), timestamp: Date.now() })
  await produceBatch(cluster, await cluster.topic('orders'), { partition: 0, records: [0, 1, 2].map(record) })
  const dlt = await cluster.topic('orders-dlt')
  await produceBatch(cluster, dlt, { partition: 0, records: [0, 1, 2].map((i) => ({ ...record(i), headers: springHeaders({ topic: 'orders', partition: 0, offset: i }) })) })
  const keys = [0n, 1n, 2n].map((offset) => ({ topic: 'orders-dlt', topicId: dlt.topicId, partition: 0, offset }))
  const options = { ...services.replayPlans.defaults({ sourceConnectionId: 'local', targetConnectionId: 'local' }), canary: 0 }
  const plan = await services.replayPlans.plan({ connectionId: 'local', selection: { kind: 'keys', keys }, options, transform: { kind: 'none' }, name: null, includeReplayed: false, maxItems: 10 }, NEVER)
  const { jobId } = await services.replayJobs.start({ connectionId: 'local', planId: plan.planId, planHash: plan.planHash, confirmName: null, atMs: null }, NEVER)
  for await (const { job } of services.replayJobs.watchJob({ jobId }, NEVER)) if (job.endedAtMs !== null) break
  return { services, jobId, topicId: dlt.topicId }
}

async function orders(services: AppServices): Promise<(string | null)[]> {
  const found = await fetchRecords(services.connections.cluster('local'), [0, 1, 2, 3, 4, 5].map((offset) => ({ topic: 'orders', partition: 0, offset })), NEVER)
  return found.map((answer) => (answer.missing === null ? (answer.record.value?.toString() ?? null) : answer.missing))
}

function lastTold({ auditLog }: AppServices): [string, string] {
  const { text, outcome } = auditLog.get(auditLog.length)!
  return [text, outcome]
}

it('takes the records of a job back, tells the audit, and lets them be replayed again', async () => {
  const { services, jobId, topicId } = await replayed()
  expect(await orders(services)).toEqual(['v0', 'v1', 'v2', 'v0', 'v1', 'v2'])
  const source = { clusterId: (await services.deadLetters.topics.cluster('local')).clusterId, topic: 'orders-dlt', topicId, partition: 0, offset: 1 }
  expect(replayedBefore(services.store, source, { clusterId: source.clusterId, topic: 'orders' })).toMatchObject({ state: 'SENT' })
  const summary = () => services.replayJobs.jobs({ includeArchived: false }).find((job) => job.jobId === jobId)!
  expect(summary().undo.isPossible).toBe(true)
  expect(await services.replayUndo.undo({ connectionId: 'local', jobId, force: false })).toEqual({ undone: 3, refused: [] })
  expect(summary()).toMatchObject({ undo: { isPossible: false, text: '3 of 3 records were taken back.' }, outcomes: { waiting: 0, untracked: 0 } })
  expect(await orders(services)).toEqual(['v0', 'v1', 'v2', 'gone', 'gone', 'gone'])
  expect(replayedBefore(services.store, source, { clusterId: source.clusterId, topic: 'orders' })).toBeUndefined()
  expect(lastTold(services)).toEqual(['Took back 3 records that job 1 had sent.', 'done'])
  expect(await services.replayUndo.undo({ connectionId: 'local', jobId, force: false })).toEqual({ undone: 0, refused: [] })
  expect(lastTold(services)).toEqual(['Nothing of job 1 was left to take back.', 'done'])
})

it('that takes back nothing, because all was read, is told as failed', async () => {
  const { services, jobId } = await replayed()
  await commitOffsets(services.connections.cluster('local'), 'billing', [{ topic: 'orders', partition: 0, offset: 6 }])
  expect(await services.replayUndo.undo({ connectionId: 'local', jobId, force: false })).toMatchObject({ undone: 0, refused: [{ code: 'consumed', count: 3 }] })
  expect(lastTold(services)).toEqual(['Took back nothing of job 1: 3 records have been read.', 'failed'])
})

it('leaves what a group has read, unless that is asked for', async () => {
  const { services, jobId } = await replayed()
  await commitOffsets(services.connections.cluster('local'), 'billing', [{ topic: 'orders', partition: 0, offset: 5 }])
  expect(await services.replayUndo.undo({ connectionId: 'local', jobId, force: false })).toEqual({
    undone: 1,
    refused: [{ code: 'consumed', text: 'Group "billing" has read past them in "orders": taking them back would not undo what it did.', count: 2 }],
  })
  expect(lastTold(services)).toEqual(['Took back 1 of 3 records that job 1 had sent; 2 have been read.', 'partly'])
  expect(services.replayJobs.jobs({ includeArchived: false })[0]!.undo).toEqual({ isPossible: true, text: '1 of 3 records were taken back.' })
  expect(await services.replayUndo.undo({ connectionId: 'local', jobId, force: true })).toEqual({ undone: 2, refused: [] })
  expect(lastTold(services)).toEqual(['Took back 2 records that job 1 had sent, what groups have read included.', 'done'])
  expect(await orders(services)).toEqual(['v0', 'v1', 'v2', 'gone', 'gone', 'gone'])
})
