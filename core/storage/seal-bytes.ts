// How large a generation may grow: small beside what is kept where retention bounds that, so that expired records give their space back soon.
import type { PartitionExtents } from './extents.ts'

/** Each generation is about this share of what is live: that many files, and a file or two of space beyond the live records. */
const SHARE = 1 / 8
/** A roll costs a file and a copy of all metadata. */
const MIN_BYTES = 16 * 1024 * 1024

export function sealBytes(generationBytes: number, isSizeBounded: boolean, partitions: Iterable<PartitionExtents>): number {
  if (!isSizeBounded) return generationBytes
  let liveBytes = 0
  for (const partition of partitions) liveBytes += partition.bytes
  return Math.min(generationBytes, Math.max(MIN_BYTES, Math.ceil(liveBytes * SHARE)))
}
