// Where a partition's records are: which offsets of it each generation holds. Changed only by commits that are durable.
import type { ExtentRecord } from './tables.ts'

export interface Extent extends ExtentRecord {
  readonly generation: number
}

export class PartitionExtents {
  /** First offset that may be read. */
  logStartOffset = 0
  /** In offset order; only the last can grow. */
  extents: readonly Extent[] = []
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

  /** The extent as it will be once `append` is part of `generation`; `tail` is the last one drafted so far. */
  static grown(tail: Extent | undefined, generation: number, append: ExtentRecord): Extent {
    if (tail === undefined || tail.generation !== generation) return { generation, ...append }
    return {
      generation,
      firstOffset: tail.firstOffset,
      lastOffset: append.lastOffset,
      bytes: tail.bytes + append.bytes,
      records: tail.records + append.records,
      maxTimestampMs: Math.max(tail.maxTimestampMs, append.maxTimestampMs),
      lastAppendMs: append.lastAppendMs,
    }
  }
}
