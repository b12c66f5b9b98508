// Failure case 27: of several dead letters of one record the newest is sent.
import { expect, it } from 'vitest'
import { planWorld, pointerHeaders } from '../../support/replay-plans.ts'

it('duplicate DLQ records for one OriginKey', async () => {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('dlq.orders', 1)
  await world.produce('orders', 0, [0, 1].map((i) => ({ key: null, value: Buffer.from(`v${i}`), timestamp: 1_750_000_000_000 })))
  const pointer = (offset: number, timestamp: number) => ({ key: null, value: null, headers: pointerHeaders({ topic: 'orders', partition: 0, offset }), timestamp })
  await world.produce('dlq.orders', 0, [pointer(0, 1_750_000_000_100), pointer(1, 1_750_000_000_100), pointer(0, 1_750_000_000_200), pointer(0, 1_750_000_000_100)])
  const plan = await world.plan({ keys: await world.keys('dlq.orders', 0, [0, 1, 2, 3]) })
  const sent = (await world.prepared(plan)).flatMap((item) => (item.failure ? [] : [item.value!.toString()]))
  expect(sent.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['v0', 'v1'])
  const skipped = world.plans.items(plan.planId, 0, 9).filter(({ skip }) => skip !== null)
  expect(new Set(skipped.map(({ source, skip }) => `${'offset' in source ? source.offset : ''} ${skip!.reason}`))).toEqual(new Set(['0 duplicate', '3 duplicate']))
  expect((await world.dryRun(plan)).run.findings).toMatchObject([{ code: 'duplicate', verdict: 'skipped', count: 2 }])
})
