// Failure case 13: more partitions than when the plan was made are told of, and taken into account by key.
import { expect, it } from 'vitest'
import { addPartitions } from '../../../core/client/admin/topics.ts'
import { partitionForKey } from '../../../core/client/partitioner.ts'
import { planAgain } from '../../../core/deadletters/replay/create-plan.ts'
import { planWorld, springHeaders } from '../../support/replay-plans.ts'

it('partition count grew', async () => {
  const world = await planWorld()
  await world.topic('orders', 3)
  await world.topic('orders-dlt', 1)
  const keyed = Array.from({ length: 60 }, (_, i) => Buffer.from(`key-${i}`))
  for (const partition of [0, 1, 2]) await world.produce('orders', partition, keyed.filter((key) => partitionForKey(key, 3) === partition).map((key) => ({ key, value: key, timestamp: 1_750_000_000_000 })))
  await world.produce('orders-dlt', 0, keyed.map((key, i) => ({ key, value: key, headers: springHeaders({ topic: 'orders', partition: partitionForKey(key, 3), offset: 1_000 + i }), timestamp: 1_750_000_000_000 })))
  const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [...keyed.keys()]) })
  expect((await world.dryRun(plan)).run.warnings).toEqual([])
  await addPartitions(world.cluster, 'orders', 6)

  // The same partitions keep their numbers, and it is said what that means.
  const { run } = await world.dryRun(plan)
  expect(run.counts.problem).toBe(0)
  expect(run.warnings.map(({ code }) => code)).toEqual(['partitions-changed', 'partitions-mixed'])
  expect(run.warnings[0]!.message).toBe('"orders" had 3 partitions when the plan was made and has 6 now. Records keep their partition numbers, and keys of live traffic now go elsewhere: their order is not kept.')
  const same = await world.prepared(plan)
  expect(same.map((item) => (item.failure ? -1 : item.partition === partitionForKey(item.key!, 3)))).toEqual(keyed.map(() => true))

  const byKey = await planAgain(plan, { target: plan.target, options: { ...plan.options, partition: { mode: 'by-key', partitioner: 'murmur2' } } }, world.making)
  const computed = await world.prepared(byKey)
  expect(computed.map((item) => (item.failure ? -1 : item.partition === partitionForKey(item.key!, 6)))).toEqual(keyed.map(() => true))
})
