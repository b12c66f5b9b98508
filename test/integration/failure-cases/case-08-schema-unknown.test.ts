// Failure case 8: what is written with a schema that cannot be asked for is replayed as it is, and not edited.
import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import { startTestServices } from '../../support/core-services.ts'
import { springHeaders } from '../../support/replay-plans.ts'

const NEVER = new AbortController().signal
/** Written with schema 7 of a registry. */
const FRAMED = Buffer.from([0, 0, 0, 0, 7, 2, 0x61])

it('schema unknown or deleted in the registry', async () => {
  const { services } = await startTestServices()
  const cluster = services.connections.cluster('local')
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  await createTopic(cluster, { name: 'orders-dlt', partitionCount: 1 })
  const dlt = await cluster.topic('orders-dlt')
  await produceBatch(cluster, dlt, { partition: 0, records: [{ key: Buffer.from('k'), value: FRAMED, headers: springHeaders({ topic: 'orders', partition: 0, offset: 0 }), timestamp: Date.now() }] })
  const { replayPlans } = services
  const selection = { kind: 'keys' as const, keys: [{ topic: 'orders-dlt', topicId: dlt.topicId, partition: 0, offset: 0n }] }
  const options = replayPlans.defaults({ sourceConnectionId: 'local', targetConnectionId: 'local' })
  const { planId } = await replayPlans.plan({ connectionId: 'local', selection, options, transform: { kind: 'none' }, name: null, includeReplayed: false, maxItems: 1 }, NEVER)

  const preview = await replayPlans.preview({ planId, index: 0 }, NEVER)
  expect(preview.after).toMatchObject({ value: { bytes: new Uint8Array(FRAMED) } })
  const refusal = 'The value is written with schema 7 of a schema registry, which Headwater does not ask. It can be replayed as it is, and its key and headers can be edited.'
  expect(preview.editRefusal).toBe(refusal)
  const edit = { key: null, value: new Uint8Array([1]), headers: [] }
  await expect(replayPlans.edit({ planId, index: 0, edit }, NEVER)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: refusal })
  await replayPlans.edit({ planId, index: 0, edit: { ...edit, value: new Uint8Array(FRAMED) } }, NEVER)

  await replayPlans.edit({ planId, index: 0, edit: null }, NEVER)
  const tried = await replayPlans.tryTransform({ planId, transform: { kind: 'javascript', code: '(r) => ({ ...r, value: "other" })' }, cursor: 0, limit: 1, only: 'all' }, NEVER)
  expect(tried).toMatchObject({ invalid: 1, pages: [{ after: null, error: { message: refusal } }] })
})
