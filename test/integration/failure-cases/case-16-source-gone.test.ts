// Failure case 16: what retention takes before it is sent is skipped, unless its bytes were kept.
import { expect, it } from 'vitest'
import { planWorld, springHeaders } from '../../support/replay-plans.ts'

it('DLQ record removed by retention or compaction before send', async () => {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('orders-dlt', 1)
  await world.produce('orders-dlt', 0, [0, 1, 2].map((i) => ({ key: null, value: Buffer.from(`v${i}`), headers: springHeaders({ topic: 'orders', partition: 0, offset: 100 + i }), timestamp: 1_750_000_000_000 })))
  const keys = await world.keys('orders-dlt', 0, [0, 1, 2])
  const read = await world.plan({ keys }, { pin: 'never' })
  const pinned = await world.plan({ keys })
  expect(pinned.totals.pinnedBytes).toBe(pinned.totals.sizeBytes)
  await world.deleteBefore('orders-dlt', 0, 2)

  const items = await world.prepared(read)
  expect(items.map(({ failure }) => failure && [failure.outcome, failure.code])).toEqual([['SKIPPED', 'source-gone'], ['SKIPPED', 'source-gone'], null])
  expect((await world.dryRun(read)).run).toMatchObject({ counts: { ready: 1, skipped: 2 }, findings: [{ code: 'source-gone', count: 2 }] })
  expect((await world.prepared(pinned)).map((item) => (item.failure ? item.failure.code : item.value?.toString()))).toEqual(['v0', 'v1', 'v2'])
})
