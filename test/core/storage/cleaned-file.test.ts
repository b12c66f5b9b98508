// Writing a cleaned file: packing, extents, and the time index over all that it holds of a partition.
import { expect, it, onTestFinished } from 'vitest'
import { CleanedFile } from '../../../core/storage/cleaned-file.ts'
import { fileDisk } from '../../../core/storage/disk.ts'
import { Generation } from '../../../core/storage/generation.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function open(): Promise<CleanedFile> {
  const generation = Generation.open(fileDisk(await tempFolder()), 0x8000_0001, 10_000_000)
  onTestFinished(() => generation.close())
  return new CleanedFile(generation)
}

const batch = (lastOffset: number, bytes: number, maxTimestampMs = lastOffset) => ({ batch: Buffer.alloc(bytes, lastOffset), lastOffset, records: 1, maxTimestampMs })

it('packs batches, counts what it holds, and covers offsets that have gone', async () => {
  const file = await open()
  const extent = file.beginExtent(1, 0)
  for (const offset of [3, 4, 9]) extent.append(batch(offset, 30_000))
  const ended = extent.end(20, { firstAppendMs: 5, lastAppendMs: 6 })
  await file.flush()
  expect(ended).toEqual({ generation: 0x8000_0001, firstOffset: 0, lastOffset: 20, bytes: 90_000, records: 3, maxTimestampMs: 9, firstAppendMs: 5, lastAppendMs: 6 })
  const sizes: number[] = []
  file.generation.visitValues(1, 0, 20, (value) => void sizes.push(value.length))
  expect([sizes, file.generation.batchBytes]).toEqual([[60_000, 30_000], 90_000])
})

it('never holds batches of two extents in one value', async () => {
  const file = await open()
  const first = file.beginExtent(1, 0)
  first.append(batch(3, 100))
  first.end(5, { firstAppendMs: 1, lastAppendMs: 1 })
  const second = file.beginExtent(1, 6)
  second.append(batch(7, 100))
  second.end(9, { firstAppendMs: 1, lastAppendMs: 1 })
  await file.flush()
  const seen: number[] = []
  file.generation.visitValues(1, 6, 9, (value) => void seen.push(value[0]!))
  expect(seen).toEqual([7])
  expect([file.holds(1), file.holds(2)]).toEqual([true, false])
})

it('lets the time index run over all extents of a partition', async () => {
  const file = await open()
  const first = file.beginExtent(1, 0)
  first.append(batch(1, 300_000, 5000))
  first.end(1, { firstAppendMs: 1, lastAppendMs: 1 })
  const second = file.beginExtent(1, 2)
  second.append(batch(2, 300_000, 100))
  second.append(batch(3, 300_000, 9000))
  second.end(3, { firstAppendMs: 1, lastAppendMs: 1 })
  await file.flush()
  expect(file.generation.offsetBefore(1, 101)).toBeUndefined()
  expect(file.generation.offsetBefore(1, 6000)).toBe(3)
})
