// What a consumer had seen of a key when it came to the failure.
import { expect, it } from 'vitest'
import { neighboursOf } from '../../../../core/deadletters/replay/neighbours.ts'
import { CLUSTER_ID, planWorld, springHeaders } from '../../../support/replay-plans.ts'

it('the last records of the same key before the origin, each once, and no origin among them', async () => {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('dlt', 1)
  await world.produce('orders', 0, Array.from({ length: 40 }, (_, offset) => ({ key: Buffer.from(`k${offset % 4}`), value: Buffer.from('v'), timestamp: 1_750_000_000_000 })))
  const failed = [20, 24, 33]
  await world.produce('dlt', 0, failed.map((offset) => ({ key: Buffer.from(`k${offset % 4}`), value: Buffer.from('v'), headers: springHeaders({ topic: 'orders', partition: 0, offset }), timestamp: 1_750_000_000_000 })))
  const plan = await world.plan({ keys: await world.keys('dlt', 0, [0, 1, 2]) })
  const items = world.plans.items(plan.planId, 0, 9)
  const found = async (count: number) => (await neighboursOf(items, { cluster: world.cluster, clusterId: CLUSTER_ID, count, signal: new AbortController().signal })).map(({ offset }) => offset)
  expect(await found(3)).toEqual([8, 12, 16, 21, 25, 29])
  expect(await found(1)).toEqual([16, 29])
  expect(await found(0)).toEqual([])
})
