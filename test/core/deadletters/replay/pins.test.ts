// Bytes that are kept with a plan, up to what is worth keeping.
import { expect, it } from 'vitest'
import { planPinsTable } from '../../../../core/storage/workbench-tables.ts'
import type { RawRecord } from '../../../../core/deadletters/failure.ts'
import { AUTO_PIN_BYTES, Pins } from '../../../../core/deadletters/replay/pins.ts'
import { planWorld } from '../../../support/replay-plans.ts'

function record(sizeBytes: number): RawRecord {
  return { topic: 't', topicId: 'i', partition: 0, offset: 0, timestampMs: 5, timestampType: 'CreateTime', key: null, value: Buffer.alloc(sizeBytes), headers: [] }
}

it('records are kept under numbers that go on where they ended', async () => {
  const { store } = await planWorld()
  const pins = new Pins(store, 'p', 'auto')
  expect([pins.add(record(3)), pins.add(record(4))]).toEqual([0, 1])
  await pins.flush()
  expect(pins.keptBytes).toBe(7)
  expect(store.get(planPinsTable, { id: 'p', part: 1 })).toEqual({ key: null, value: Buffer.alloc(4), headers: [], timestampMs: 5 })
  const more = new Pins(store, 'p', 'auto')
  expect(more.add(record(1))).toBe(2)
  await more.flush()
  await more.removeUnless((pin) => pin === 1)
  expect(store.entries(planPinsTable).map(([{ part }]) => part)).toEqual([1])
})

it('nothing is kept beyond the limit, nor begun where it will be too much', async () => {
  const { store } = await planWorld()
  const pins = new Pins(store, 'p', 'auto')
  expect(pins.add(record(AUTO_PIN_BYTES))).toBe(0)
  expect(pins.add(record(1))).toBeNull()
  expect(pins.keptBytes).toBeNull()
  const many = new Pins(store, 'q', 'auto', 100_000)
  for (let i = 0; i < 99; i++) expect(many.add(record(10_000))).toBe(i)
  expect(many.add(record(10_000))).toBeNull()
  expect(new Pins(store, 'r', 'never').add(record(0))).toBeNull()
  const always = new Pins(store, 's', 'always')
  expect([always.add(record(AUTO_PIN_BYTES)), always.add(record(1))]).toEqual([0, 1])
})
