// Failure case 17: a pointer whose origin is gone cannot be replayed, but exported.
import { expect, it } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { exportCases } from '../../../core/deadletters/replay/export-cases.ts'
import { CLUSTER_ID, planWorld, pointerHeaders } from '../../support/replay-plans.ts'

it('pointer-only DLQ and origin gone', async () => {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('dlq.orders', 1)
  await world.produce('orders', 0, [0, 1].map((i) => ({ key: Buffer.from('k'), value: Buffer.from(`v${i}`), timestamp: 1_750_000_000_000 })))
  await world.produce('dlq.orders', 0, [0, 1].map((offset) => ({ key: null, value: null, headers: pointerHeaders({ topic: 'orders', partition: 0, offset }), timestamp: 1_750_000_000_001 })))
  await world.deleteBefore('orders', 0, 1)
  const keys = await world.keys('dlq.orders', 0, [0, 1])
  const plan = await world.plan({ keys })

  // The one whose origin is still there is hydrated, the other cannot be sent.
  const message = 'The dead letter is only a pointer, and the record cannot be read: "orders" holds no record at offset 0 of partition 0 any more. Its headers can be exported.'
  expect(await world.prepared(plan)).toMatchObject([
    { failure: { outcome: 'FAILED', code: 'unhydratable', message } },
    { failure: null, key: Buffer.from('k'), value: Buffer.from('v1') },
  ])
  expect(plan.totals.unsendable).toEqual({ unhydratable: 1 })

  let text = ''
  for await (const piece of exportCases(keys, { cluster: world.cluster, clusterId: CLUSTER_ID, store: world.store, clock: systemClock, exportId: 'e', signal: new AbortController().signal })) text += piece.text
  expect(JSON.parse(text.split('\n')[1]!)).toMatchObject({ keyB64: null, valueB64: null, headers: expect.arrayContaining([['__dlq.errors.offset', Buffer.from('0').toString('base64')]]) as unknown })
})
