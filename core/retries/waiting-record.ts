// Reads the records of a log that are to go on: committed ones, whole, in order.
import type { PartitionLog } from '../log/partition-log.ts'
import { decodeRecords, type RecordHeader } from '../protocol/records/record.ts'
import { batches, type BatchHeader, isControl, isTransactional, lastOffsetOf } from '../protocol/records/record-batch.ts'

/** Bytes are views of what was read. */
export interface WaitingRecord {
  readonly offset: number
  readonly stampMs: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly RecordHeader[]
  readonly sizeBytes: number
}

export interface WaitingRecords {
  readonly records: readonly WaitingRecord[]
  /** One past the last offset that was looked at. */
  readonly endOffset: number
}

/** From `fromOffset` on, as far as about `maxBytes` and open transactions allow. Throws ProtocolError for a batch that cannot be decoded. */
export function readWaiting(log: PartitionLog, fromOffset: number, maxBytes: number): WaitingRecords {
  const start = Math.max(fromOffset, log.logStartOffset)
  const until = log.lastStableOffset
  if (start >= until) return { records: [], endOffset: start }
  const bytes = log.read(start, maxBytes, true, until)
  const records: WaitingRecord[] = []
  let endOffset = start
  for (const { at, header } of batches(bytes)) {
    endOffset = lastOffsetOf(header) + 1
    if (isControl(header.attributes) || isAborted(log, header)) continue
    for (const { offset, timestamp, key, value, headers, sizeBytes } of decodeRecords(bytes, at, header)) {
      const place = Number(offset)
      if (place >= start) records.push({ offset: place, stampMs: Number(timestamp), key, value, headers, sizeBytes })
    }
  }
  // Compaction leaves gaps at the end too.
  return { records, endOffset: bytes.length === 0 ? until : endOffset }
}

function isAborted(log: PartitionLog, header: BatchHeader): boolean {
  if (!log.hasAbortedTransactions || !isTransactional(header.attributes)) return false
  const { baseOffset, producerId } = header
  return log.abortedRanges(baseOffset, lastOffsetOf(header) + 1).some((range) => range.producerId === producerId && range.firstOffset <= baseOffset && baseOffset <= range.lastOffset)
}
