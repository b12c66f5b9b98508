// Single items as a person decides about them.
import { expect, it } from 'vitest'
import { editItem, forceItem, leaveOut, NoSuchItem } from '../../../../core/deadletters/replay/change-items.ts'
import { planWorld, type PlanWorld, springHeaders } from '../../../support/replay-plans.ts'
import type { ReplayPlan } from '../../../../core/deadletters/replay/plan.ts'

async function planned(): Promise<{ world: PlanWorld; plan: ReplayPlan }> {
  const world = await planWorld()
  await world.topic('orders', 6)
  await world.topic('dlt', 1)
  await world.produce('dlt', 0, [0, 1].map((i) => ({ key: Buffer.from(`k${i}`), value: Buffer.from('v'), headers: [...springHeaders({ topic: 'orders', partition: 0, offset: i }), { key: 'x-replay-count', value: Buffer.from('3') }], timestamp: 1_750_000_000_000 })))
  return { world, plan: await world.plan({ keys: await world.keys('dlt', 0, [0, 1]) }, { partition: { mode: 'by-key', partitioner: 'murmur2' } }) }
}

it('an edited key goes to its own partition, and comes back with the edit taken back', async () => {
  const { world, plan } = await planned()
  const [before] = world.plans.items(plan.planId, 0, 1)
  const edited = await editItem(world.plans, plan, 0, { key: Buffer.from('k1'), value: null, headers: [] }, world.making)
  const [first, second] = world.plans.items(plan.planId, 0, 2)
  expect(first).toMatchObject({ payload: 'edited', keyText: 'k1', isTombstone: true, targetPartition: second!.targetPartition, orderKey: second!.orderKey, skip: { reason: 'loop' } })
  await editItem(world.plans, edited, 0, { key: Buffer.from('k2'), value: Buffer.from('w'), headers: [] }, world.making)
  await editItem(world.plans, edited, 0, null, world.making)
  expect(world.plans.items(plan.planId, 0, 1)).toEqual([before])
})

it('a guard is overruled for one item, and given back', async () => {
  const { world, plan } = await planned()
  expect(plan.totals.skipped).toEqual({ loop: 2 })
  const forced = await forceItem(world.plans, plan, 1, true, 2)
  expect(forced.totals.skipped).toEqual({ loop: 1 })
  expect((await world.prepared(forced)).map((item) => item.failure?.code ?? 'ready')).toEqual(['loop', 'ready'])
  expect((await forceItem(world.plans, forced, 1, false, 3)).totals.skipped).toEqual({ loop: 2 })
})

it('what is left out stays out whatever else speaks for it, until it is let through', async () => {
  const { world, plan } = await planned()
  const out = await leaveOut(world.plans, await forceItem(world.plans, plan, 0, true, 2), [0, 7], 3)
  expect((await world.prepared(out))[0]).toMatchObject({ failure: { outcome: 'SKIPPED', code: 'excluded' } })
  expect((await world.prepared(await forceItem(world.plans, out, 0, true, 4)))[0]!.failure).toBeNull()
})

it('an item that is not there is said', async () => {
  const { world, plan } = await planned()
  await expect(editItem(world.plans, plan, 2, null, world.making)).rejects.toThrow(new NoSuchItem('The plan has 2 items; there is no item 2.'))
  await expect(forceItem(world.plans, plan, 2, true, 2)).rejects.toThrow(NoSuchItem)
})
