// Plans on disk: whole or not at all, each change under another hash.
import { describe, expect, it } from 'vitest'
import { planChunksTable, planPinsTable } from '../../../../core/storage/workbench-tables.ts'
import type { KeptItem } from '../../../../core/deadletters/replay/plan-item-rows.ts'
import { CHUNK_ITEMS, type PlanHead } from '../../../../core/deadletters/replay/plan-store.ts'
import { defaultOptions } from '../../../../core/deadletters/replay/options.ts'
import { planWorld, type PlanWorld } from '../../../support/replay-plans.ts'

const FACTS = { targets: { orders: { topicId: 't', partitionCount: 3 } }, pinnedBytes: null }

function item(index: number): KeptItem {
  return {
    index, source: { clusterId: 'c', topic: 'dlt', topicId: 'd', partition: 0, offset: index }, origin: null, dialect: null, orderKey: '', targetTopic: 'orders', targetPartition: 0, payload: 'dlq',
    replayCount: 0, sizeBytes: 10, timestampMs: index, isTombstone: false, contentHash: 'h', keyHashes: null, keyText: null, isForced: false, skip: null, problem: null, pin: null,
  }
}

function head(planId: string): PlanHead {
  const cluster = { connectionId: 's', clusterId: 'c' }
  return { planId, createdAtMs: 1, frozenAtMs: 1, title: 'A plan', source: cluster, target: { ...cluster, isLocal: false }, options: defaultOptions({ isLocal: false }), excluded: [] }
}

const written = (world: PlanWorld, planId: string, count: number) => world.plans.write(head(planId), FACTS, Array.from({ length: count }, (_, i) => item(i)))

describe('a stored plan', () => {
  it('is read in pages over its chunks', async () => {
    const world = await planWorld()
    const plan = await written(world, 'p', 2 * CHUNK_ITEMS + 10)
    expect(plan).toMatchObject({ itemCount: 522, totals: { sizeBytes: 5_220, oldestMs: 0, newestMs: 521 }, targets: [{ topic: 'orders', topicId: 't', count: 522, partitionCount: 3 }], sourceTopics: ['dlt'] })
    expect(world.plans.items('p', 250, 20).map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, i) => 250 + i))
    expect(world.plans.items('p', 515, 100)).toHaveLength(7)
    expect(world.plans.items('p', 522, 5)).toEqual([])
  })

  it('has a hash over everything that is sent, and nothing else', async () => {
    const world = await planWorld()
    const plan = await written(world, 'p', 300)
    expect(plan.planHash).toMatch(/^[0-9a-f]{64}$/)
    expect((await world.plans.update('p', { title: 'Another name' })).planHash).toBe(plan.planHash)
    const hashes = new Set([plan.planHash])
    hashes.add((await world.plans.update('p', { frozenAtMs: 2 })).planHash)
    hashes.add((await world.plans.update('p', {}, [{ ...item(299), isForced: true }])).planHash)
    hashes.add((await world.plans.update('p', { options: { ...plan.options, timestamp: 'preserve' } })).planHash)
    expect(hashes.size).toBe(4)
    // Put back as it was, it is the plan that it was.
    expect((await world.plans.update('p', { frozenAtMs: 1, options: plan.options }, [item(299)])).planHash).toBe(plan.planHash)
    expect((await written(world, 'q', 300)).planHash).not.toBe(plan.planHash)
  })

  it('leaves nothing behind when it becomes shorter, or goes', async () => {
    const world = await planWorld()
    await written(world, 'p', 600)
    await written(world, 'q', 1)
    await written(world, 'p', 10)
    expect(world.store.entries(planChunksTable).map(([{ id, part }]) => `${id}/${part}`)).toEqual(['p/0', 'q/0'])
    await world.plans.remove('p')
    expect(world.store.entries(planChunksTable)).toHaveLength(1)
    expect(world.plans.list().map(({ planId }) => planId)).toEqual(['q'])
  })

  it('forgets at the start what belongs to no plan', async () => {
    const world = await planWorld()
    await written(world, 'p', 1)
    const kept = { key: null, value: null, headers: [], timestampMs: 0 }
    await world.store.commit([planPinsTable.put({ id: 'p', part: 0 }, kept), planPinsTable.put({ id: 'never made', part: 0 }, kept)])
    await world.plans.removeOrphans()
    expect(world.store.entries(planPinsTable).map(([{ id }]) => id)).toEqual(['p'])
  })
})

it('items are found by their places, each once and in order, and all of them in slices', async () => {
  const world = await planWorld()
  await written(world, 'p', 600)
  expect(world.plans.itemsAt('p', [599, 3, 256, 3, 600, 255]).map(({ index }) => index)).toEqual([3, 255, 256, 599])
  expect((await world.plans.allItems('p')).map(({ index }) => index)).toEqual(Array.from({ length: 600 }, (_, i) => i))
  expect(await world.plans.allItems('q')).toEqual([])
})
