// A dry run says of each item what would become of it, and writes nothing to the cluster.
import { describe, expect, it } from 'vitest'
import { isCurrent, lastDryRun, verdictsOf } from '../../../../core/deadletters/replay/dry-run-store.ts'
import { dryRun, type DryRunProgress } from '../../../../core/deadletters/replay/dry-run.ts'
import { forceItem } from '../../../../core/deadletters/replay/change-items.ts'
import type { ReplayPlan } from '../../../../core/deadletters/replay/plan.ts'
import { prepareItems, StalePlan } from '../../../../core/deadletters/replay/prepare.ts'
import { planWorld, type PlanWorld, springHeaders } from '../../../support/replay-plans.ts'

const text = (value: string): Buffer => Buffer.from(value)

async function worldWith(configs: Record<string, string>, values: readonly (string | null)[]): Promise<PlanWorld> {
  const world = await planWorld()
  await world.topic('orders', 1, configs)
  await world.topic('orders-dlt', 1)
  await world.produce('orders', 0, values.map((value, i) => ({ key: text(`k${i}`), value: value === null ? null : text(value), timestamp: 1_750_000_000_000 })))
  await world.produce('orders-dlt', 0, values.map((value, i) => ({
    key: text(`k${i}`),
    value: value === null ? null : text(value),
    headers: springHeaders({ topic: 'orders', partition: 0, offset: i, timestampMs: 1_750_000_000_000 }),
    timestamp: 1_750_000_000_000,
  })))
  return world
}

async function run(world: PlanWorld, plan: ReplayPlan): Promise<DryRunProgress[]> {
  const events: DryRunProgress[] = []
  for await (const event of dryRun(plan, { ...world.context, target: world.cluster, jobText: (jobId) => `job ${jobId}` })) events.push(event)
  return events
}

describe('a dry run', () => {
  it('finds all items ready, tells how far it is, and speaks for this hash for ten minutes', async () => {
    const world = await worldWith({}, ['a', 'b', 'c'])
    const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0, 1, 2]) })
    const events = await run(world, plan)
    expect(events.map(({ step, checked }) => [step, checked])).toEqual([
      ['Asking for the target topics', 0],
      ['Looking at partitions and rights', 0],
      ['Looking for newer records of the same keys', 0],
      ['Preparing each record', 3],
      ['Done', 3],
    ])
    const found = lastDryRun(world.store, plan.planId)!
    expect(found).toEqual(events.at(-1)!.run)
    expect(found).toMatchObject({ planHash: plan.planHash, counts: { ready: 3, warning: 0, skipped: 0, problem: 0 }, findings: [] })
    expect(isCurrent(found, plan, found.atMs + 599_999)).toBe(true)
    expect(isCurrent(found, plan, found.atMs + 600_000)).toBe(false)
    expect(isCurrent(found, { planHash: 'other' }, found.atMs)).toBe(false)
  })

  it('warns of records that come from Watermill, which leaves out their keys', async () => {
    const world = await worldWith({}, ['a'])
    const headers = [{ key: 'reason_poisoned', value: text('no rate') }, { key: 'topic_poisoned', value: text('orders') }]
    await world.produce('orders-dlt', 0, [{ key: null, value: text('b'), headers, timestamp: 1_750_000_000_000 }, { key: text('k'), value: text('c'), headers, timestamp: 1_750_000_000_000 }])
    const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [1, 2]) }, { partition: { mode: 'by-key', partitioner: 'murmur2' } })
    const { run: found, verdicts } = await world.dryRun(plan)
    expect(found.counts).toEqual({ ready: 1, warning: 1, skipped: 0, problem: 0 })
    expect(verdicts[0]!.findings).toEqual([{ code: 'key-lost', message: 'Watermill leaves out the key when it puts a record into its poison topic, and does not say where the record was: it is sent without a key. Give it one in an edit or a transform if its order counts.' }])
  })

  it('warns of tombstones and of keys with newer records', async () => {
    const world = await worldWith({}, ['a', null])
    await world.produce('orders', 0, [{ key: text('k0'), value: text('newer'), timestamp: 1_750_000_000_000 }])
    const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0, 1]) })
    await run(world, plan)
    expect([...verdictsOf(world.store, plan.planId, 0, 10).values()]).toEqual([
      { index: 0, verdict: 'warning', findings: [{ code: 'superseded', message: 'Its key has a newer record, at offset 2 of partition 0 of "orders".' }] },
      { index: 1, verdict: 'warning', findings: [{ code: 'tombstone', message: 'Delete for key k1: the value is null and stays null.' }] },
    ])
  })

  it('leaves out what was overtaken on a compacted topic, and the job leaves it out too, unless it is let through', async () => {
    const world = await worldWith({ 'cleanup.policy': 'compact' }, ['a', 'b'])
    await world.produce('orders', 0, [{ key: text('k0'), value: text('newer'), timestamp: 1_750_000_000_000 }])
    const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0, 1]) })
    await run(world, plan)
    const message = 'Its key has a newer record, at offset 2 of partition 0 of "orders". Sent now, it would undo that.'
    expect(lastDryRun(world.store, plan.planId)).toMatchObject({ counts: { ready: 1, skipped: 1 }, findings: [{ code: 'superseded', count: 1, verdict: 'skipped', message }] })
    expect((await prepareItems(plan, 0, 2, world.context)).map(({ failure }) => failure)).toEqual([{ outcome: 'SKIPPED', code: 'superseded', message }, null])
    const forced = await forceItem(world.plans, plan, 0, true, plan.frozenAtMs + 1)
    await run(world, forced)
    expect((await prepareItems(forced, 0, 2, world.context)).map(({ failure }) => failure)).toEqual([null, null])
  })

  it('does not speak for a plan that was changed while it ran', async () => {
    const world = await worldWith({}, ['a'])
    const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0]) })
    await forceItem(world.plans, plan, 0, true, plan.frozenAtMs + 1)
    await expect(run(world, plan)).rejects.toThrow(StalePlan)
    expect(lastDryRun(world.store, plan.planId)).toBeUndefined()
  })
})
