// How large a generation may grow.
import { expect, it } from 'vitest'
import { PartitionExtents } from '../../../core/storage/extents.ts'
import { sealBytes } from '../../../core/storage/seal-bytes.ts'

const MIB = 1024 * 1024

function holding(bytes: number): PartitionExtents {
  const partition = new PartitionExtents()
  partition.extents = [{ generation: 1, firstOffset: 0, lastOffset: 9, bytes, records: 10, maxTimestampMs: 1, firstAppendMs: 1, lastAppendMs: 1 }]
  return partition
}

it.each([
  ['as set while no partition is bounded in size', 256, false, 800, 256],
  ['an eighth of what is live once one is', 256, true, 800, 100],
  ['never more than is set', 256, true, 8000, 256],
  ['never less than 16 MiB', 256, true, 8, 16],
  ['less than that when so set', 1, true, 8, 1],
])('is %s', (_what, set, isSizeBounded, liveMib, expected) => {
  expect(sealBytes(set * MIB, isSizeBounded, [holding((liveMib * MIB) / 2), holding((liveMib * MIB) / 2)])).toBe(expected * MIB)
})
