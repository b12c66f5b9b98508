// Failure case 18: another record at the place of the origin is not sent in its stead.
import { expect, it } from 'vitest'
import { createTopic, deleteTopic } from '../../../core/client/admin/topics.ts'
import { forceItem } from '../../../core/deadletters/replay/change-items.ts'
import { planWorld, pointerHeaders, springHeaders } from '../../support/replay-plans.ts'

const BEFORE = 1_750_000_000_000

it('hydrated origin record is not the same message (topic recreated, offset reused)', async () => {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('dlq.orders', 1)
  await world.topic('orders-dlt', 1)
  await world.produce('dlq.orders', 0, [{ key: null, value: null, headers: pointerHeaders({ topic: 'orders', partition: 0, offset: 0 }), timestamp: BEFORE }])
  await world.produce('orders-dlt', 0, [{ key: Buffer.from('k'), value: Buffer.from('old'), headers: springHeaders({ topic: 'orders', partition: 0, offset: 0 }), timestamp: BEFORE }])
  await deleteTopic(world.cluster, 'orders')
  await createTopic(world.cluster, { name: 'orders', partitionCount: 1, configs: { 'retention.ms': '-1' } })
  await world.produce('orders', 0, [{ key: Buffer.from('k'), value: Buffer.from('new'), timestamp: BEFORE + 60_000 }])

  // A pointer: the record there was written after the failure. It needs a person to confirm it.
  const pointer = await world.plan({ keys: await world.keys('dlq.orders', 0, [0]) })
  expect(await world.prepared(pointer)).toMatchObject([
    { failure: { outcome: 'FAILED', code: 'origin-differs', message: 'The record at offset 0 of partition 0 of "orders" is not the one that failed: it was written after the failure. Send it all the same only if you know that it is the same message.' } },
  ])
  const confirmed = await forceItem(world.plans, pointer, 0, true, pointer.frozenAtMs + 1)
  expect(await world.prepared(confirmed)).toMatchObject([{ failure: null, value: Buffer.from('new') }])

  // With a copy in the dead letter that is sent, unless the origin is asked for by name.
  const keys = await world.keys('orders-dlt', 0, [0])
  expect(await world.prepared(await world.plan({ keys }))).toMatchObject([{ failure: null, value: Buffer.from('old') }])
  expect(await world.prepared(await world.plan({ keys }, { payload: 'origin' }))).toMatchObject([{ failure: { code: 'origin-differs', message: expect.stringContaining('its bytes are others.') as string } }])
})
