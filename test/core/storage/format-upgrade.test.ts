// Data folders of older formats.
import { expect, it, onTestFinished } from 'vitest'
import { fileDisk } from '../../../core/storage/disk.ts'
import { Generation } from '../../../core/storage/generation.ts'
import { extentsTable, generationTable, topicsTable, type Write } from '../../../core/storage/tables.ts'
import { openTestStorage, type TestStorage } from '../../support/storage.ts'

async function write(t: TestStorage, change: (current: Generation) => Write[]): Promise<void> {
  await t.storage.close()
  const current = Generation.open(fileDisk(t.directory), 2, 1_000_000)
  await Promise.all(change(current).map(({ key, value }) => (value === null ? current.meta.remove(key) : current.meta.put(key, value))))
  await current.close()
}

async function filled(): Promise<TestStorage> {
  const t = await openTestStorage(undefined, { generationBytes: 1000 })
  onTestFinished(() => t.close())
  for (let i = 0; i < 4; i++) {
    await t.storage.commit({ appends: [{ partition: 3, batch: Buffer.alloc(400, i), firstOffset: i, lastOffset: i, records: 1, maxTimestampMs: i }] })
  }
  return t
}

/** As format 1 had it: `(partition u32, generation u32) -> {firstOffset, …}`, without the time of the first append. */
function asFormat1(current: Generation): Write[] {
  const writes: Write[] = [generationTable.put('formatVersion', 1)]
  current.meta.visit(extentsTable.start, extentsTable.end, (key, value) => {
    const { partition, firstOffset } = extentsTable.decodeKey(key)
    const { generation, firstAppendMs: _none, ...rest } = extentsTable.decodeValue(value)
    const old = Buffer.alloc(9)
    old[0] = extentsTable.id
    old.writeUInt32BE(partition, 1)
    old.writeUInt32BE(generation, 5)
    writes.push({ key: Buffer.from(key), value: null }, { key: old, value: topicsTable.put('x', { firstOffset, ...rest } as never).value })
  })
  return writes
}

it('format 1 is read, written on in this format, and read again', async () => {
  const t = await filled()
  const extents = t.storage.partition(3).extents
  expect(extents.map(({ generation }) => generation)).toEqual([1, 2])
  await write(t, asFormat1)
  await t.reopen()
  expect(t.storage.partition(3).extents).toEqual(extents.map((extent) => ({ ...extent, firstAppendMs: extent.lastAppendMs })))
  await t.storage.commit({ appends: [{ partition: 3, batch: Buffer.alloc(400, 4), firstOffset: 4, lastOffset: 4, records: 1, maxTimestampMs: 4 }] })
  await t.reopen()
  const seen: number[] = []
  t.storage.visitValues(3, 0, (value) => void seen.push(value[0]!))
  expect(seen).toEqual([0, 1, 2, 3, 4])
})

it('a newer format is refused, and nothing is changed', async () => {
  const t = await filled()
  await write(t, () => [generationTable.put('formatVersion', 3)])
  await expect(t.reopen()).rejects.toThrow(/has format 3; this Headwater reads format 2 and the older format 1\. Use the Headwater that wrote it, or another folder\./)
  await write(t, () => [generationTable.put('formatVersion', 2)])
  await t.reopen()
  expect(t.storage.partition(3).endOffset).toBe(4)
})
