// Newer records of the same keys behind the origins.
import { expect, it } from 'vitest'
import { supersededIn } from '../../../../core/deadletters/replay/superseded.ts'
import { planWorld, springHeaders } from '../../../support/replay-plans.ts'

it('the newest one within reach is found; one of another key, before the origin or beyond reach is not', async () => {
  const world = await planWorld()
  await world.topic('orders', 1)
  await world.topic('dlt', 1)
  const keyAt = (offset: number): string => (offset % 10 === 0 ? 'k0' : offset === 57 ? 'rare' : offset === 3 ? 'rare' : `other-${offset}`)
  await world.produce('orders', 0, Array.from({ length: 100 }, (_, offset) => ({ key: Buffer.from(keyAt(offset)), value: Buffer.from('v'), timestamp: 1_750_000_000_000 })))
  const failed = [20, 57, 90, 3]
  await world.produce('dlt', 0, failed.map((offset) => ({ key: Buffer.from(keyAt(offset)), value: Buffer.from('v'), headers: springHeaders({ topic: 'orders', partition: 0, offset }), timestamp: 1_750_000_000_000 })))
  const plan = await world.plan({ keys: await world.keys('dlt', 0, [0, 1, 2, 3]) })
  const items = world.plans.items(plan.planId, 0, 9)
  const signal = new AbortController().signal
  const found = async (maxRecords?: number) => {
    const newer = await supersededIn(items, { cluster: world.cluster, signal, ...(maxRecords !== undefined && { maxRecords }) })
    return Object.fromEntries(items.flatMap(({ index, origin }) => (newer.has(index) ? [[origin!.offset, newer.get(index)]] : [])))
  }
  expect(await found()).toEqual({ 20: 90, 3: 57 })
  expect(await found(35)).toEqual({ 20: 50 })
  expect(await found(5)).toEqual({})
  expect(await supersededIn([{ ...items[0]!, origin: { ...items[0]!.origin!, topic: 'not there' } }], { cluster: world.cluster, signal })).toEqual(new Map())
})
