// Plans made of real dead letters: their order, where items go, and what speaks against sending them.
import { describe, expect, it } from 'vitest'
import { editItem, forceItem, leaveOut } from '../../../../core/deadletters/replay/change-items.ts'
import { planAgain, TooManyItems } from '../../../../core/deadletters/replay/create-plan.ts'
import { planWorld, type PlanWorld, springHeaders } from '../../../support/replay-plans.ts'

const text = (value: string): Buffer => Buffer.from(value)

/** Ten orders of two partitions, of which some failed: their dead letters came in another order. */
async function ordersWorld(): Promise<PlanWorld> {
  const world = await planWorld()
  await world.topic('orders', 2)
  await world.topic('orders-dlt', 1)
  for (const partition of [0, 1]) {
    await world.produce('orders', partition, Array.from({ length: 5 }, (_, i) => ({ key: text(`k${i % 2}`), value: text(`${partition}/${i}`), timestamp: 1_000 + i * 10 + partition })))
  }
  const failed = [[1, 4], [0, 3], [0, 1], [1, 0]] as const
  await world.produce('orders-dlt', 0, failed.map(([partition, offset]) => ({
    key: text(`k${offset % 2}`),
    value: text(`${partition}/${offset}`),
    headers: springHeaders({ topic: 'orders', partition, offset, timestampMs: 1_000 + offset * 10 + partition }),
    timestamp: 5_000,
  })))
  return world
}

describe('a plan', () => {
  it('holds its items in the order of their origins', async () => {
    const world = await ordersWorld()
    const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0, 1, 2, 3]) })
    expect(plan).toMatchObject({ itemCount: 4, targets: [{ topic: 'orders', count: 4, partitionCount: 2 }], dialects: [{ dialect: 'spring-dlpr', count: 4 }], excluded: [] })
    expect(plan.totals).toMatchObject({ oldestMs: 1_001, newestMs: 1_041, skipped: {}, unsendable: {}, pinnedBytes: plan.totals.sizeBytes })
    const items = world.plans.items(plan.planId, 0, 10)
    expect(items.map(({ index, origin, targetTopic, targetPartition, payload }) => [index, origin!.partition, origin!.offset, targetTopic, targetPartition, payload])).toEqual([
      [0, 1, 0, 'orders', 1, 'dlq'],
      [1, 0, 1, 'orders', 0, 'dlq'],
      [2, 0, 3, 'orders', 0, 'dlq'],
      [3, 1, 4, 'orders', 1, 'dlq'],
    ])
    expect(items[1]).toMatchObject({ keyText: 'k1', isTombstone: false, replayCount: 0, timestampMs: 1_010, problem: null, skip: null })
    expect(items[1]!.orderKey).toBe(items[2]!.orderKey)
    expect(items[1]!.orderKey).not.toBe(items[3]!.orderKey)
  })

  it('has another hash for each change, and the same one again', async () => {
    const world = await ordersWorld()
    const keys = await world.keys('orders-dlt', 0, [0, 1, 2, 3])
    const plan = await world.plan({ keys })
    expect(world.plans.get(plan.planId)).toEqual(plan)
    const changed = await planAgain(plan, { target: plan.target, options: { ...plan.options, partition: { mode: 'by-key', partitioner: 'murmur2' } } }, world.making)
    expect(changed.planHash).not.toBe(plan.planHash)
    expect(changed).toMatchObject({ planId: plan.planId, itemCount: 4, createdAtMs: plan.createdAtMs, totals: plan.totals })
    expect(world.plans.items(plan.planId, 0, 9).map(({ source }) => source)).toHaveLength(4)
    expect(world.plans.list().map(({ planHash }) => planHash)).toEqual([changed.planHash])
  })

  it('keeps what a person has decided when the records are read again', async () => {
    const world = await ordersWorld()
    const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0, 1, 2, 3]) })
    const place = { target: plan.target, options: { ...plan.options, payload: 'origin' as const } }
    await editItem(world.plans, plan, 1, { key: null, value: text('edited'), headers: [] }, world.making)
    await forceItem(world.plans, plan, 2, true, 5)
    const decided = await leaveOut(world.plans, plan, [3], 6)
    const again = await planAgain(decided, place, world.making)
    expect(again.totals.edited).toBe(1)
    const items = world.plans.items(plan.planId, 0, 9)
    expect(items.map(({ payload, isForced, skip }) => [payload, isForced, skip?.reason ?? null])).toEqual([
      ['origin', false, null],
      ['edited', false, null],
      ['origin', true, null],
      ['origin', false, 'excluded'],
    ])
    expect((await world.prepared(again)).map((item) => (item.failure ? item.failure.code : item.value?.toString()))).toEqual(['1/0', 'edited', '0/3', 'excluded'])
    const back = await editItem(world.plans, again, 1, null, world.making)
    expect((await world.prepared(back))[1]).toMatchObject({ failure: null, value: text('0/1') })
  })

  it('leaves out what is not there any more, and says how many', async () => {
    const world = await ordersWorld()
    const keys = await world.keys('orders-dlt', 0, [2, 3, 4, 5])
    const plan = await world.plan({ keys })
    expect(plan).toMatchObject({ itemCount: 2, excluded: [{ code: 'gone', count: 2, message: 'Not in the topic any more.' }] })
  })

  it('takes no more than was confirmed', async () => {
    const world = await ordersWorld()
    const keys = await world.keys('orders-dlt', 0, [0, 1, 2, 3])
    await expect(world.plan({ keys }, { maxItems: 3 })).rejects.toThrow(new TooManyItems('The selection holds 4 records; a plan takes 3 unless more is confirmed.'))
    expect(world.plans.list()).toEqual([])
  })

  it('is gone with all that belongs to it', async () => {
    const world = await ordersWorld()
    const plan = await world.plan({ keys: await world.keys('orders-dlt', 0, [0]) })
    await world.plans.remove(plan.planId)
    expect(world.plans.get(plan.planId)).toBeUndefined()
    expect(world.plans.items(plan.planId, 0, 1)).toEqual([])
  })
})
