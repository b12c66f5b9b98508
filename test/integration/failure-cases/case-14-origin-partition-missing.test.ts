// Failure case 14: a partition that is not there is a problem, with the way out.
import { expect, it } from 'vitest'
import { planAgain } from '../../../core/deadletters/replay/create-plan.ts'
import { planWorld, springHeaders } from '../../support/replay-plans.ts'

it('origin partition ≥ current count', async () => {
  const world = await planWorld()
  await world.topic('orders', 3)
  await world.topic('orders-dlt', 1)
  await world.produce('orders-dlt', 0, [{ key: Buffer.from('k'), value: Buffer.from('v'), headers: springHeaders({ topic: 'orders', partition: 5, offset: 0 }), timestamp: 1_750_000_000_000 }])
  const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0]) })
  const { run } = await world.dryRun(plan)
  expect(run.findings).toMatchObject([{ code: 'partition-missing', verdict: 'problem', message: 'It came from partition 5, and topic "orders" has 3 partitions. Choose the partition by key.' }])
  const byKey = await planAgain(plan, { target: plan.target, options: { ...plan.options, partition: { mode: 'by-key', partitioner: 'crc32' } } }, world.making)
  expect(await world.prepared(byKey)).toMatchObject([{ failure: null, topic: 'orders' }])
})
