// What compaction must do, said simply: every record ever appended to one partition, and what may, must and must not be left of them.
import { expect } from 'vitest'
import type { PartitionLog } from '../../core/log/partition-log.ts'
import { batchCrcIsValid, type BatchHeader, batches, isControl, isLogAppendTime, isTransactional, lastOffsetOf } from '../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../core/protocol/records/record.ts'
import { readMarker } from '../../core/protocol/records/control-record.ts'

export interface ModelRecord {
  readonly offset: number
  readonly key: string
  readonly value: string | null
  readonly timestampMs: number
  readonly producerId: number
  outcome: 'plain' | 'open' | 'committed' | 'aborted'
  /** When compaction first left it as the newest tombstone of its key. */
  firstCleanedMs?: number
}

interface ReadRecord {
  readonly offset: number
  readonly key: string
  readonly value: string | null
  readonly timestampMs: number
}

export interface ReadLog {
  readonly headers: readonly BatchHeader[]
  readonly records: readonly ReadRecord[]
  /** Offsets of markers. */
  readonly markers: readonly { readonly offset: number; readonly timestampMs: number; readonly producerId: number; readonly isCommit: boolean }[]
  /** Of all batches. */
  readonly bytes: number
  /** As a read_committed consumer sees it. */
  readonly committed: readonly number[]
}

/** Everything that can be read, batch by batch, as a consumer does: each fetch begins after the last batch. */
export function readAll(log: PartitionLog): ReadLog {
  const headers: BatchHeader[] = []
  const records: ReadRecord[] = []
  const markers: ReadLog['markers'][number][] = []
  const committed: number[] = []
  const aborted = log.abortedTransactions(log.logStartOffset, log.highWatermark)
  const aborting = new Set<number>()
  let bytes = 0
  for (let next = log.logStartOffset; next < log.highWatermark;) {
    const fetched = log.read(next, 4000, true)
    expect(fetched.length, `nothing can be read from ${next} although the log goes on to ${log.highWatermark}`).toBeGreaterThan(0)
    for (const { at, header } of batches(fetched)) {
      expect(batchCrcIsValid(fetched, at, header), `CRC of the batch at ${header.baseOffset}`).toBe(true)
      headers.push(header)
      bytes += header.sizeInBytes
      while (aborted.length > 0 && aborted[0]!.firstOffset <= lastOffsetOf(header)) aborting.add(aborted.shift()!.producerId)
      if (isControl(header.attributes)) {
        const marker = header.recordCount > 0 ? readMarker(fetched, at, header) : undefined
        if (marker) markers.push({ offset: header.baseOffset, timestampMs: header.maxTimestamp, producerId: header.producerId, isCommit: marker.isCommit })
        if (marker && !marker.isCommit) aborting.delete(header.producerId)
      } else {
        const own = decodeRecords(fetched, at, header).map((record) => ({
          offset: Number(record.offset),
          key: record.key!.toString(),
          value: record.value?.toString() ?? null,
          timestampMs: Number(record.timestamp),
        }))
        records.push(...own)
        if (!isTransactional(header.attributes) || !aborting.has(header.producerId)) committed.push(...own.map(({ offset }) => offset))
        if (own.length > 0 && !isLogAppendTime(header.attributes)) expect(header.maxTimestamp).toBe(Math.max(...own.map(({ timestampMs }) => timestampMs)))
      }
      next = lastOffsetOf(header) + 1
    }
  }
  return { headers, records, markers, bytes, committed }
}

export class CompactionModel {
  readonly records: ModelRecord[] = []
  readonly markerOffsets: number[] = []
  logStartOffset = 0
  /** Everything below was compacted. */
  cleanedUntil = 0
  readonly #deleteRetentionMs: number

  constructor(deleteRetentionMs: number) {
    this.#deleteRetentionMs = deleteRetentionMs
  }

  endTransaction(producerId: number, isCommit: boolean, markerOffset: number): void {
    for (const record of this.records) {
      if (record.producerId === producerId && record.outcome === 'open') record.outcome = isCommit ? 'committed' : 'aborted'
    }
    this.markerOffsets.push(markerOffset)
  }

  compacted(nowMs: number, until: number): void {
    this.cleanedUntil = Math.max(this.cleanedUntil, until)
    for (const record of this.#newestOfEachKey()) if (record.value === null) record.firstCleanedMs ??= nowMs
  }

  /** Throws where the log holds what it must not, or misses what it must hold. */
  check(log: PartitionLog, nowMs: number): void {
    const read = readAll(log)
    const byOffset = new Map(this.records.map((record) => [record.offset, record]))
    for (const { offset, key, value, timestampMs } of read.records) {
      const original = byOffset.get(offset)
      expect({ offset, key, value, timestampMs }).toEqual({ offset, key: original?.key, value: original?.value, timestampMs: original?.timestampMs })
    }
    const present = new Set(read.records.map(({ offset }) => offset))
    expect([...present], 'offsets in order, none twice').toEqual([...present].toSorted((a, b) => a - b))
    expect(present.size).toBe(read.records.length)
    const newest = this.#newestOfEachKey()
    for (const record of this.records) {
      if (record.offset < this.logStartOffset) continue
      const wanted = this.#mustBeThere(record, newest, nowMs)
      if (wanted !== undefined) expect(present.has(record.offset), `offset ${record.offset} of ${JSON.stringify(record)} is there`).toBe(wanted)
    }
    const stable = read.committed.filter((offset) => offset < log.lastStableOffset)
    expect(stable).toEqual(read.records.filter(({ offset }) => offset < log.lastStableOffset && byOffset.get(offset)!.outcome !== 'aborted').map(({ offset }) => offset))
    this.#checkMarkers(read, log)
  }

  /** Undefined for what a reading need not agree on. */
  #mustBeThere(record: ModelRecord, newest: ReadonlySet<ModelRecord>, nowMs: number): boolean | undefined {
    if (record.offset >= this.cleanedUntil) return true
    if (record.outcome === 'aborted' || !newest.has(record)) return false
    if (record.value !== null) return true
    // It may go from its horizon on, and is gone once a compaction has come by after that.
    return nowMs < record.firstCleanedMs! + this.#deleteRetentionMs ? true : undefined
  }

  /** A marker stays at least as long as data of its transaction. */
  #checkMarkers(read: ReadLog, log: PartitionLog): void {
    const left = new Set(read.markers.map(({ offset }) => offset))
    for (const offset of this.markerOffsets) if (offset >= this.cleanedUntil && offset >= log.logStartOffset) expect(left.has(offset), `marker at ${offset}`).toBe(true)
    const transactional = read.headers.filter((header) => isTransactional(header.attributes))
    const hasData = new Set<number>()
    for (const header of transactional) {
      const { producerId, recordCount, attributes } = header
      if (!isControl(attributes)) {
        if (recordCount > 0) hasData.add(producerId)
      } else hasData.delete(producerId)
    }
    for (const producerId of hasData) {
      expect(this.records.some((record) => record.producerId === producerId && record.outcome === 'open'), `data of producer ${producerId} has lost its marker`).toBe(true)
    }
  }

  #newestOfEachKey(): Set<ModelRecord> {
    const newest = new Map<string, ModelRecord>()
    for (const record of this.records) {
      if (record.offset < this.cleanedUntil && (record.outcome === 'plain' || record.outcome === 'committed')) newest.set(record.key, record)
    }
    return new Set(newest.values())
  }
}
