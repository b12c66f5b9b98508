// One partition of a delayed topic: offset order is due order, so one offset says what may be fetched.
import type { PartitionLog } from '../log/partition-log.ts'
import { batches, isLogAppendTime, lastOffsetOf } from '../protocol/records/record-batch.ts'
import { Arrivals } from './arrivals.ts'
import { type Position, warped, warpOf } from './position.ts'
import { readWaiting, type WaitingRecord } from './waiting-record.ts'

const READ_BYTES = 64 * 1024

export class DelayedPartition {
  readonly index: number
  readonly log: PartitionLog
  readonly arrivals: Arrivals
  #delayMs: number
  #position: Position
  /** As far as fetches that wait were told. */
  toldEnd = 0
  #visibleEnd: number
  #nextDueMs = Number.NEGATIVE_INFINITY

  constructor(index: number, log: PartitionLog, delayMs: number, position: Position, { startedMs, visible }: { startedMs: number; visible: number }) {
    this.index = index
    this.log = log
    this.#delayMs = delayMs
    this.#position = position
    this.arrivals = new Arrivals(startedMs, log.highWatermark)
    this.#visibleEnd = visible
  }

  get position(): Position {
    return this.#position
  }

  set position(position: Position) {
    this.#position = position
    this.#nextDueMs = Number.NEGATIVE_INFINITY
  }

  set delayMs(delayMs: number) {
    this.#delayMs = delayMs
    this.#nextDueMs = Number.NEGATIVE_INFINITY
  }

  noteArrival(nowMs: number): void {
    this.arrivals.note(this.log.highWatermark, nowMs)
  }

  /** One past what may be fetched. Never goes back: what was read stays readable. */
  endOffset(nowMs: number): number {
    const end = this.log.highWatermark
    this.#visibleEnd = Math.max(this.#visibleEnd, Math.min(this.position.released, end), this.log.logStartOffset)
    if (this.#visibleEnd < end && !(this.#nextDueMs > nowMs)) this.#advance(nowMs, end)
    return Math.min(this.#visibleEnd, end)
  }

  /** When more may be fetched; Infinity when nothing waits. */
  nextDueMs(nowMs: number): number {
    this.#nextDueMs = Number.NEGATIVE_INFINITY
    return this.endOffset(nowMs) < this.log.highWatermark ? this.#nextDueMs : Number.POSITIVE_INFINITY
  }

  dueMs({ offset, stampMs }: Pick<WaitingRecord, 'offset' | 'stampMs'>): number {
    return this.arrivals.of(offset, stampMs) + this.#delayMs - warpOf(this.position, offset)
  }

  waiting(nowMs: number): number {
    return this.log.highWatermark - this.endOffset(nowMs)
  }

  /** The first records that wait. */
  list(nowMs: number, limit: number): WaitingRecord[] {
    const found: WaitingRecord[] = []
    for (let from = this.endOffset(nowMs); found.length < limit; ) {
      const { records, endOffset } = readWaiting(this.log, from, READ_BYTES)
      if (endOffset <= from) break
      found.push(...records)
      from = endOffset
    }
    return found.slice(0, limit)
  }

  /** With everything below due: only from the front may records appear. */
  releasedTo(offset: number): Position {
    return { ...this.position, released: Math.max(this.position.released, Math.min(offset, this.log.highWatermark)) }
  }

  warped(byMs: number, nowMs: number): Position {
    return warped({ ...this.position, next: this.endOffset(nowMs) }, this.log.highWatermark, byMs)
  }

  #advance(nowMs: number, end: number): void {
    this.#nextDueMs = Number.NEGATIVE_INFINITY
    while (this.#visibleEnd < end) {
      const bytes = this.log.read(this.#visibleEnd, READ_BYTES, true, end)
      if (bytes.length === 0) this.#visibleEnd = end // compacted away
      for (const { header } of batches(bytes)) {
        // A batch without a stamp of ours was there before the topic was delayed.
        const dueMs = isLogAppendTime(header.attributes) ? this.dueMs({ offset: lastOffsetOf(header), stampMs: header.maxTimestamp }) : 0
        if (dueMs > nowMs) {
          this.#nextDueMs = dueMs
          return
        }
        this.#visibleEnd = lastOffsetOf(header) + 1
      }
    }
    this.arrivals.forget(this.#visibleEnd)
  }
}
