// A sandbox over real services: cases and what came before them copied from a remote cluster to the local broker, and the consumed ones promoted.
import { describe, expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import type { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { fetchRecords } from '../../../core/deadletters/replay/fetch-records.ts'
import { replayOutcomesTable } from '../../../core/storage/workbench-tables.ts'
import type { AppServices } from '../../../core/services/app-services.ts'
import { startTestBroker } from '../../support/broker.ts'
import { startTestServices } from '../../support/core-services.ts'
import { plainCluster } from '../../support/profiles.ts'
import { springHeaders } from '../../support/replay-plans.ts'

const NEVER = new AbortController().signal
const text = (value: string): Buffer => Buffer.from(value)

interface World {
  readonly services: AppServices
  readonly connectionId: string
  readonly remote: ClusterConnection
  readonly keys: { topic: string; topicId: string; partition: number; offset: bigint }[]
}

/** Ten orders of two customers; the last of each failed. */
async function stagingWorld(): Promise<World> {
  const { services } = await startTestServices()
  const broker = await startTestBroker()
  const { id: connectionId } = await services.connections.add(plainCluster('Staging', broker.bootstrap))
  const remote = services.connections.cluster(connectionId)
  await createTopic(remote, { name: 'orders', partitionCount: 2, configs: { 'max.message.bytes': '900000', 'retention.ms': '-1' } })
  await createTopic(remote, { name: 'orders-dlt', partitionCount: 1 })
  const order = (i: number) => ({ key: text(`customer-${i % 2}`), value: text(JSON.stringify({ n: i, email: `c${i % 2}@example.com` })), timestamp: Date.now() - 1_000 + i })
  await produceBatch(remote, await remote.topic('orders'), { partition: 1, records: Array.from({ length: 10 }, (_, i) => order(i)) })
  const failed = [8, 9].map((i) => ({ ...order(i), headers: springHeaders({ topic: 'orders', partition: 1, offset: i, timestampMs: order(i).timestamp }) }))
  const dlt = await remote.topic('orders-dlt')
  await produceBatch(remote, dlt, { partition: 0, records: failed })
  return { services, connectionId, remote, keys: [0n, 1n].map((offset) => ({ topic: 'orders-dlt', topicId: dlt.topicId, partition: 0, offset })) }
}

async function finished(services: AppServices, jobId: string): Promise<void> {
  for await (const { job } of services.replayJobs.watchJob({ jobId }, NEVER)) if (job.endedAtMs !== null) return
}

describe('a sandbox', () => {
  it('shows what would be copied, and writes nothing before it is started', async () => {
    const { services, connectionId, keys } = await stagingWorld()
    const sandbox = await services.replaySandbox.sandbox({ connectionId, keys, neighbours: 2, masks: [] }, NEVER)
    expect(sandbox).toMatchObject({
      topics: [{ source: 'orders', local: 'orders', partitionCount: 2, exists: false, configs: [{ name: 'max.message.bytes', value: '900000' }] }],
      cases: 2,
      neighbours: 4,
      plan: { itemCount: 6, mode: 'I', isTargetLocal: true },
    })
    await expect(services.connections.cluster('local').topic('orders')).rejects.toThrow('There is no topic "orders".')
  })

  it('copies cases and neighbours in their order, masked, and promotes what was consumed', { timeout: 20_000 }, async () => {
    const { services, connectionId, keys } = await stagingWorld()
    const { plan } = await services.replaySandbox.sandbox({ connectionId, keys, neighbours: 2, masks: [{ path: '$.email', how: 'redact' }] }, NEVER)
    const job = await services.replaySandbox.startSandbox({ connectionId: 'local', planId: plan.planId }, NEVER)
    expect(job).toMatchObject({ isSandbox: true, mode: 'I' })
    await finished(services, job.jobId)
    const local = services.connections.cluster('local')
    const copies = await fetchRecords(local, Array.from({ length: 6 }, (_, offset) => ({ topic: 'orders', partition: 1, offset })), NEVER)
    expect(copies.map((copy) => (copy.missing === null ? copy.record.value?.toString() : copy.missing))).toEqual([4, 5, 6, 7, 8, 9].map((n) => `{"n":${n},"email":"***"}`))
    await expect(services.replaySandbox.promote({ jobId: job.jobId }, NEVER)).rejects.toMatchObject({ message: 'No case of this sandbox was consumed yet.' })
    // Of the fixed consumer: a neighbour and the second case.
    await services.store.commit([2, 5].map((index) => replayOutcomesTable.put({ jobId: job.jobId, index }, { outcome: 'consumed', atMs: 1 })))
    const promoted = await services.replaySandbox.promote({ jobId: job.jobId }, NEVER)
    expect(promoted).toMatchObject({ itemCount: 1, targetConnectionId: connectionId, isTargetLocal: false, mode: 'T', transform: { kind: 'none' }, name: '1 of sandbox of 2 cases' })
    expect((await services.replayPlans.items({ planId: promoted.planId, verdict: null, cursor: 0, limit: 9 })).items).toMatchObject([{ source: keys[1], target: { topic: 'orders', partition: 1 } }])
  })

  it('is not made of what is on the local broker, nor with a mask that is no path', async () => {
    const { services, connectionId, keys } = await stagingWorld()
    await expect(services.replaySandbox.sandbox({ connectionId: 'local', keys, neighbours: 0, masks: [] }, NEVER)).rejects.toMatchObject({ message: 'These dead letters are on the local broker already.' })
    await expect(services.replaySandbox.sandbox({ connectionId, keys, neighbours: 0, masks: [{ path: 'a b', how: 'hash' }] }, NEVER)).rejects.toMatchObject({ data: { field: 'masks.0.path' } })
  })
})
