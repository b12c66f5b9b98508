// One partition whose records wait to go on: read ahead in memory, with its position as it is on disk.
import type { PartitionLog } from '../log/partition-log.ts'
import { Arrivals } from './arrivals.ts'
import { type Position, warped, warpOf } from './position.ts'
import { readWaiting, type WaitingRecord } from './waiting-record.ts'

export interface DueRecord {
  readonly record: WaitingRecord
  readonly dueMs: number
  /** By hand: whatever its delay and the policy's rate. */
  readonly isFired: boolean
}

const READ_BYTES = 128 * 1024
/** How far into a partition single records are looked for. */
export const MAX_LOOKED_AT = 20_000

export class PartitionQueue {
  readonly partition: number
  readonly log: PartitionLog
  readonly arrivals: Arrivals
  #position: Position
  /** Read and not gone on, in order. */
  #records: WaitingRecord[] = []
  #readTo: number
  readonly #fired = new Set<number>()
  #firedUntil = 0

  constructor(partition: number, log: PartitionLog, position: Position, startedMs: number) {
    this.partition = partition
    this.log = log
    this.arrivals = new Arrivals(startedMs, log.highWatermark)
    this.#position = position
    this.#readTo = position.next
  }

  get position(): Position {
    return this.#position
  }

  /** Offsets that wait; transaction markers among them count, as they do in a lag. */
  get waiting(): number {
    return Math.max(0, this.log.highWatermark - Math.max(this.#position.next, this.log.logStartOffset) - this.#position.ahead.length)
  }

  /** The first record that waits. Throws ProtocolError where it cannot be decoded. */
  head(): WaitingRecord | undefined {
    if (this.#records.length === 0) this.#readMore()
    return this.#records[0]
  }

  dueMs(record: WaitingRecord, delayMs: number): number {
    return this.arrivals.of(record.offset, record.stampMs) + delayMs - warpOf(this.#position, record.offset)
  }

  /** What may go on by `nowMs`, in order, at most `limit`; fired ones even where others before them may not. */
  due(nowMs: number, delayMs: number, limit: number, isOnlyFired: boolean): DueRecord[] {
    const due: DueRecord[] = []
    let isBlocked = isOnlyFired
    let latestMs = 0
    const firedUntil = Math.max(this.#firedUntil, ...[...this.#fired].map((offset) => offset + 1))
    for (let at = 0; due.length < limit; at++) {
      if (at === this.#records.length && !this.#readMore()) break
      const record = this.#records[at]!
      if (isBlocked && record.offset >= firedUntil) break
      const isFired = this.#isFired(record.offset)
      if (isFired) {
        due.push({ record, dueMs: Math.min(latestMs, nowMs), isFired })
        continue
      }
      if (isBlocked) continue
      // Later ones are not due before it, whatever their stamps say: the order of a partition stays.
      latestMs = Math.max(latestMs, this.dueMs(record, delayMs))
      isBlocked = latestMs > nowMs
      if (!isBlocked) due.push({ record, dueMs: latestMs, isFired })
    }
    return due
  }

  /** The records that wait, as far as they are looked at. */
  list(limit: number): readonly WaitingRecord[] {
    while (this.#records.length < limit && this.#readMore());
    return this.#records.slice(0, limit)
  }

  /** Makes a record due, with those before it that share its key: the order of a key stays. Returns how many; 0 where it does not wait. */
  fire(offset: number): number {
    while (this.#readTo <= offset && this.#records.length < MAX_LOOKED_AT && this.#readMore());
    const wanted = this.#records.find((record) => record.offset === offset)
    if (wanted === undefined) return 0
    const sameKey = this.#records.filter((record) => record.offset < offset && wanted.key !== null && record.key?.equals(wanted.key) === true)
    const fired = [...sameKey, wanted].filter((record) => !this.#isFired(record.offset))
    for (const record of fired) this.#fired.add(record.offset)
    return fired.length
  }

  /** Makes due whatever waits now; returns how many offsets that are. */
  fireAll(): number {
    this.#firedUntil = this.log.highWatermark
    return this.waiting
  }

  /** The position once everything that waits now is due so much earlier. */
  warped(byMs: number): Position {
    return warped(this.#position, this.log.highWatermark, byMs)
  }

  /** The position once these records have gone on. */
  after(offsets: ReadonlySet<number>): Position {
    const first = this.#records.find(({ offset }) => !offsets.has(offset))
    const next = first?.offset ?? this.#readTo
    const ahead = [...this.#position.ahead, ...offsets].filter((offset) => offset > next).toSorted((a, b) => a - b)
    return { ...this.#position, next, ahead, moved: this.#position.moved + offsets.size, warps: this.#position.warps.filter(({ untilOffset }) => untilOffset > next) }
  }

  /** Takes over what has become durable. */
  adopt(position: Position): void {
    this.#position = position
    const ahead = new Set(position.ahead)
    this.#records = this.#records.filter(({ offset }) => offset >= position.next && !ahead.has(offset))
    for (const offset of this.#fired) if (offset < position.next || ahead.has(offset)) this.#fired.delete(offset)
    this.arrivals.forget(position.next)
  }

  /** After a failed commit: what was read ahead may never have been there. */
  reset(position: Position): void {
    this.#position = position
    this.#records = []
    this.#readTo = position.next
  }

  #isFired(offset: number): boolean {
    return offset < this.#firedUntil || this.#fired.has(offset)
  }

  /** False when there is no more. */
  #readMore(): boolean {
    for (;;) {
      const { records, endOffset } = readWaiting(this.log, this.#readTo, READ_BYTES)
      if (endOffset <= this.#readTo) return false
      this.#readTo = endOffset
      const { ahead } = this.#position
      const waiting = ahead.length === 0 ? records : records.filter(({ offset }) => !ahead.includes(offset))
      this.#records.push(...waiting)
      if (waiting.length > 0) return true
    }
  }
}
