// What one cycle makes of its units: extents that end, swaps that meet what has happened meanwhile.
import { describe, expect, it, onTestFinished } from 'vitest'
import { Cycle } from '../../../core/storage/cycle.ts'
import { fileDisk } from '../../../core/storage/disk.ts'
import { type Extent, PartitionExtents } from '../../../core/storage/extents.ts'
import { Generation } from '../../../core/storage/generation.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const MIB = 1024 * 1024
const extent = (firstOffset: number, generation = 1): Extent => ({
  generation, firstOffset, lastOffset: firstOffset + 9, bytes: 100, records: 10, maxTimestampMs: 1, firstAppendMs: 1, lastAppendMs: 1,
})

async function begin(state: Partial<PartitionExtents> = {}): Promise<Cycle> {
  const generation = Generation.open(fileDisk(await tempFolder()), 3, 10_000_000)
  onTestFinished(() => generation.close())
  const partition = Object.assign(new PartitionExtents(), state)
  return new Cycle({
    generation, partitions: new Map([[1, partition]]), dropped: new Set(), unindexedBytes: new Map(), extentLimits: () => ({ bytes: 2 * MIB, ms: Number.POSITIVE_INFINITY }), nowMs: 77,
  })
}

const append = (offset: number, bytes: number) => ({ partition: 1, batch: Buffer.alloc(bytes), firstOffset: offset, lastOffset: offset, records: 1, maxTimestampMs: offset })
const extentsOf = (cycle: Cycle): [number, number, number][] => cycle.drafts.get(1)!.extents.map(({ generation, firstOffset, lastOffset }) => [generation, firstOffset, lastOffset])

describe('an extent', () => {
  it('ends at its limit, and the next begins', async () => {
    const cycle = await begin()
    for (let offset = 0; offset < 5; offset++) cycle.add({ appends: [append(offset, MIB)] })
    expect(extentsOf(cycle)).toEqual([[3, 0, 1], [3, 2, 3], [3, 4, 4]])
    expect([...cycle.ended]).toEqual([1])
  })

  it('ends where it is cut', async () => {
    const cycle = await begin()
    cycle.add({ appends: [append(0, 100)] })
    cycle.add({ cuts: [1] })
    cycle.add({ appends: [append(1, 100), append(2, 100)] })
    expect(extentsOf(cycle)).toEqual([[3, 0, 0], [3, 1, 2]])
  })
})

describe('a swap', () => {
  const state = { extents: [extent(0), extent(10), extent(20, 2), extent(30, 3)] }
  const cleaned: Extent = { ...extent(0, 9), lastOffset: 19 }

  it('puts cleaned extents in the place of those they were made from', async () => {
    const cycle = await begin(state)
    cycle.add({ swaps: [{ partition: 1, replaced: [extent(0), extent(10)], by: [cleaned] }] })
    expect(extentsOf(cycle)).toEqual([[9, 0, 19], [2, 20, 29], [3, 30, 39]])
  })

  it('replaces what the log start has left of them', async () => {
    const cycle = await begin(state)
    cycle.add({ logStarts: [{ partition: 1, offset: 12 }] })
    cycle.add({ swaps: [{ partition: 1, replaced: [extent(0), extent(10)], by: [cleaned] }] })
    expect(extentsOf(cycle)).toEqual([[9, 0, 19], [2, 20, 29], [3, 30, 39]])
  })

  it('does nothing where nothing of them is left, or the partition was deleted', async () => {
    const swap = { partition: 1, replaced: [extent(0), extent(10)], by: [cleaned] }
    const moved = await begin(state)
    moved.add({ logStarts: [{ partition: 1, offset: 20 }], swaps: [swap] })
    expect(extentsOf(moved)).toEqual([[2, 20, 29], [3, 30, 39]])
    const deleted = await begin(state)
    deleted.add({ drops: [1] })
    deleted.add({ swaps: [swap] })
    expect(extentsOf(deleted)).toEqual([])
  })

  it('of the newest extent leaves none that takes more batches', async () => {
    const cycle = await begin({ extents: [extent(30, 3)], isTailClosed: true })
    cycle.add({ swaps: [{ partition: 1, replaced: [extent(30, 3)], by: [{ ...extent(30, 9) }] }] })
    cycle.add({ appends: [append(40, 100)] })
    expect(extentsOf(cycle)).toEqual([[9, 30, 39], [3, 40, 40]])
  })
})
