// Failure case 11: a topic that is gone is a finding, never created anew.
import { expect, it } from 'vitest'
import { deleteTopic } from '../../../core/client/admin/topics.ts'
import { planAgain } from '../../../core/deadletters/replay/create-plan.ts'
import { planWorld, springHeaders } from '../../support/replay-plans.ts'

it('origin topic deleted', async () => {
  const world = await planWorld({}, { 'auto.create.topics.enable': 'true' })
  await world.topic('orders', 1)
  await world.topic('orders-dlt', 1)
  await world.produce('orders-dlt', 0, [{ key: null, value: Buffer.from('v'), headers: springHeaders({ topic: 'orders', partition: 0, offset: 0 }), timestamp: 1_750_000_000_000 }])
  const keys = await world.keys('orders-dlt', 0, [0])
  const plan = await world.plan({ keys })
  await deleteTopic(world.cluster, 'orders')

  const { run } = await world.dryRun(plan)
  expect(run.findings).toMatchObject([{ code: 'target-missing', verdict: 'problem', count: 1, message: 'The target cluster has no topic "orders" any more. Choose another target; none is created.' }])
  const made = await world.plan({ keys })
  expect(world.plans.items(made.planId, 0, 1)).toMatchObject([{ problem: { code: 'target-missing', message: 'The cluster "staging" has no topic "orders". Choose another target, or set a redirect for it.' } }])
  await expect(world.cluster.topic('orders')).rejects.toThrow('There is no topic "orders".')

  await world.topic('orders-v2', 1)
  const redirected = await planAgain(made, { target: made.target, options: { ...made.options, redirects: [{ from: 'orders', to: 'orders-v2' }] } }, world.making)
  expect(await world.prepared(redirected)).toMatchObject([{ failure: null, topic: 'orders-v2' }])
})
