// Failure case 6: an item that fails validation leaves the rest to go on, and only it is tried again.
import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import type { JobSummary } from '../../../core/contract/replay.ts'
import type { AppServices } from '../../../core/services/app-services.ts'
import { startTestServices } from '../../support/core-services.ts'
import { springHeaders } from '../../support/replay-plans.ts'

const NEVER = new AbortController().signal

async function ended({ replayJobs }: AppServices, jobId: string): Promise<JobSummary> {
  for await (const { job } of replayJobs.watchJob({ jobId }, NEVER)) {
    const { total, pending, sending, sent, skipped, failed, held, indoubt } = job.items
    expect(pending + sending + sent + skipped + failed + held + indoubt).toBe(total)
    if (job.endedAtMs !== null) return job
  }
  throw new Error('The job has no end.')
}

it('partial bulk: item 37 of 100 fails validation', { timeout: 20_000 }, async () => {
  const { services } = await startTestServices()
  const cluster = services.connections.cluster('local')
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1 })
  const dlt = await cluster.topic('orders-dlt')
  const records = Array.from({ length: 100 }, (_, i) => ({ key: Buffer.from(`k${i}`), value: Buffer.from(JSON.stringify({ n: i })), headers: springHeaders({ topic: 'orders', partition: 0, offset: i }), timestamp: Date.now() }))
  await produceBatch(cluster, dlt, { partition: 0, records })
  const keys = records.map((_, i) => ({ topic: 'orders-dlt', topicId: dlt.topicId, partition: 0, offset: BigInt(i) }))
  const options = { ...services.replayPlans.defaults({ sourceConnectionId: 'local', targetConnectionId: 'local' }), canary: 0, valueSchema: '{"properties":{"n":{"not":{"const":36}}}}' }
  const plan = await services.replayPlans.plan({ connectionId: 'local', selection: { kind: 'keys', keys }, options, transform: { kind: 'none' }, name: null, includeReplayed: false, maxItems: 100 }, NEVER)
  const { jobId } = await services.replayJobs.start({ connectionId: 'local', planId: plan.planId, planHash: plan.planHash, confirmName: null, atMs: null }, NEVER)
  const first = await ended(services, jobId)
  expect(first).toMatchObject({ state: 'COMPLETED_WITH_ERRORS', items: { total: 100, sent: 99, failed: 1, pending: 0, held: 0 } })
  const failed = services.replayJobs.jobItems({ jobId, states: ['FAILED'], outcomes: null, cursor: 0, limit: 10 }).items
  expect(failed).toMatchObject([{ index: 36, finding: { code: 'schema' } }])

  // Nothing that was sent is sent again: only what failed is asked for, and only when somebody asks.
  await services.replayJobs.retryFailed({ jobId, indexes: null })
  await services.replayJobs.resume({ connectionId: 'local', jobId })
  expect(await ended(services, jobId)).toMatchObject({ items: { total: 100, sent: 99, failed: 1 } })
  const { partitions } = await services.topics.describe('local', 'orders')
  expect(partitions[0]!.endOffset).toBe(99n)
})
