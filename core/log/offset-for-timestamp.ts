// Finds the first record whose timestamp is at least a given one, at record granularity (ListOffsets, KIP-79).
import { visitRecords } from '../protocol/records/record.ts'
import { type BatchHeader, batches, isLogAppendTime, lastOffsetOf } from '../protocol/records/record-batch.ts'
import type { Storage } from '../storage/storage.ts'

export interface TimestampedOffset {
  readonly offset: number
  readonly timestampMs: number
}

/** Undefined when no readable record is that late. Throws ProtocolError when the records of the batch that decides cannot be decoded. */
export function offsetForTimestamp(storage: Storage, partition: number, timestampMs: number, startOffset: number, endOffset: number): TimestampedOffset | undefined {
  // Extent by extent: what is that late in one may lie before the start, and the rest of a long log must not be read for it.
  for (const { firstOffset, lastOffset, maxTimestampMs } of storage.partition(partition).extents) {
    if (maxTimestampMs < timestampMs || lastOffset < startOffset) continue
    const found = firstInRange(storage, partition, timestampMs, Math.max(startOffset, firstOffset), Math.min(endOffset, lastOffset + 1))
    if (found) return found
  }
  return undefined
}

function firstInRange(storage: Storage, partition: number, timestampMs: number, startOffset: number, endOffset: number): TimestampedOffset | undefined {
  const from = storage.offsetBefore(partition, timestampMs, startOffset)
  if (from === undefined) return undefined
  let found: TimestampedOffset | undefined
  storage.visitValues(partition, from, (value) => {
    for (const { at, header } of batches(value)) {
      if (header.baseOffset >= endOffset) return false
      if (header.maxTimestamp < timestampMs || lastOffsetOf(header) < startOffset) continue
      found = firstRecord(value, at, header, timestampMs, startOffset, endOffset)
      if (found) return false
    }
    return true
  })
  return found
}

function firstRecord(value: Buffer, at: number, header: BatchHeader, timestampMs: number, startOffset: number, endOffset: number): TimestampedOffset | undefined {
  let found: TimestampedOffset | undefined
  visitRecords(value, at, header, (offsetDelta, timestampDelta) => {
    const offset = header.baseOffset + offsetDelta
    // Never beyond what the header promises: only that was checked when the batch was produced.
    const timestamp = isLogAppendTime(header.attributes) ? header.maxTimestamp : Math.min(header.maxTimestamp, header.baseTimestamp + timestampDelta)
    if (timestamp < timestampMs || offset < startOffset || offset >= endOffset) return true
    found = { offset, timestampMs: timestamp }
    return false
  })
  return found
}
