// Where a partition's records are: which of its offsets lie in which data file. Changed only by commits that are durable.
import type { ExtentRecord } from './tables.ts'

export interface Extent extends ExtentRecord {
  readonly firstOffset: number
}

/** How much of a partition may be one extent: retention and compaction take extents whole. */
export interface ExtentLimits {
  readonly bytes: number
  readonly ms: number
}

export class PartitionExtents {
  /** First offset that may be read. */
  logStartOffset = 0
  /** In offset order; only the last can grow. What Kafka calls segments. */
  extents: readonly Extent[] = []
  /** The last extent does not grow either. */
  isTailClosed = false
  /** The partition was deleted: it is empty, and nothing is ever written to it again. */
  isDropped = false

  /** One past the last durable offset: the high watermark. */
  get endOffset(): number {
    const last = this.extents.at(-1)
    return last === undefined ? this.logStartOffset : last.lastOffset + 1
  }

  /** Bytes of batches in live extents. */
  get bytes(): number {
    return this.extents.reduce((sum, extent) => sum + extent.bytes, 0)
  }

  get maxTimestampMs(): number {
    return this.extents.reduce((max, extent) => Math.max(max, extent.maxTimestampMs), -1)
  }

  /** The extent `tail` once `added` is part of it. */
  static grown(tail: Extent, added: Extent): Extent {
    return {
      generation: tail.generation,
      firstOffset: tail.firstOffset,
      lastOffset: added.lastOffset,
      bytes: tail.bytes + added.bytes,
      records: tail.records + added.records,
      maxTimestampMs: Math.max(tail.maxTimestampMs, added.maxTimestampMs),
      firstAppendMs: Math.min(tail.firstAppendMs, added.firstAppendMs),
      lastAppendMs: Math.max(tail.lastAppendMs, added.lastAppendMs),
    }
  }
}

/** Bytes of live batches by data file. */
export function liveBytesByFile(partitions: Iterable<PartitionExtents>): Map<number, number> {
  const live = new Map<number, number>()
  for (const { extents } of partitions) {
    for (const { generation, bytes } of extents) live.set(generation, (live.get(generation) ?? 0) + bytes)
  }
  return live
}
