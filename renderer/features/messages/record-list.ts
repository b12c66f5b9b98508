// All rows of a topic's screen: what arrived on top of what was read. What live rows give up is read again below: no gap between.
import type { Coverage, RecordRow, TailEvent } from '../../../core/contract/messages.ts'
import { inTimeOrder, LiveRows } from './live-rows.ts'
import { ANY_TIME, type Direction, RecordPages, type TimeBounds } from './record-pages.ts'

/** What the tail told so far. */
export interface LiveFigures {
  /** Arrived since the tail began, matching or not. */
  received: number
  matched: number
  /** Arrived and wait for the view to be let go. */
  waiting: number
  /** Matching records that the core left out because the page could not keep up. */
  droppedFromView: number
  errors: readonly { partition: number; message: string }[]
}

export const parseKey = (key: string): { partition: number; offset: bigint } => {
  const [partition, offset] = key.split(':')
  return { partition: Number(partition), offset: BigInt(offset!) }
}

export class RecordList {
  #pages: RecordPages | null = null
  readonly #live: LiveRows
  readonly #waiting: LiveRows
  /** Rows that waited and have given way to later ones: letting go begins with those that are left, and the others are read below. */
  #overflowed = 0
  #isCut = false
  /** Next offset wanted of every partition. */
  readonly #next = new Map<number, bigint>()
  /** Below this offset of a partition records are in the pages, or still to be read. */
  readonly #floor = new Map<number, bigint>()
  #figures: LiveFigures = { received: 0, matched: 0, waiting: 0, droppedFromView: 0, errors: [] }
  #lastTold = { received: 0, matched: 0 }
  #held = false

  constructor(tailRows: number) {
    this.#live = new LiveRows(tailRows)
    this.#waiting = new LiveRows(tailRows)
  }

  get pages(): RecordPages | null {
    return this.#pages
  }

  get count(): number {
    return this.#live.count + (this.#pages?.count ?? 0)
  }

  /** Live rows had to make room once: what was read below them has been, or will be, read a second time. */
  get isCut(): boolean {
    return this.#isCut
  }

  get liveCount(): number {
    return this.#live.count
  }

  get figures(): LiveFigures {
    return { ...this.#figures, waiting: this.#waiting.count + this.#overflowed }
  }

  /** 0 is on top. undefined = given back, to be read again. */
  at(index: number): RecordRow | undefined {
    return this.#live.at(index) ?? this.#pages?.at(index - this.#live.count)
  }

  indexOf(key: string): number {
    const live = this.#live.indexOf(key)
    if (live >= 0) return live
    const { partition, offset } = parseKey(key)
    const index = this.#pages?.indexOf(partition, offset) ?? -1
    return index < 0 ? -1 : this.#live.count + index
  }

  /** What has been read of what there is by now. */
  get coverage(): readonly Coverage[] {
    return (this.#pages?.coverage ?? []).map((one) => {
      const next = this.#next.get(one.partition)
      if (next === undefined || this.#pages!.direction === 'forward' || next <= one.toOffset) return one
      return { ...one, toOffset: next, endOffset: next > one.endOffset ? next : one.endOffset }
    })
  }

  /** Begins with the first event of a reading. */
  begin(direction: Direction, coverage: readonly Coverage[], times: TimeBounds): void {
    const before = coverage.map((one) =>
      direction === 'backward' ? { ...one, fromOffset: one.toOffset } : { ...one, toOffset: one.fromOffset },
    )
    this.#pages = new RecordPages(direction, before, times)
    for (const { partition, toOffset, error } of coverage) {
      if (error === null) this.#next.set(partition, toOffset)
      this.#floor.set(partition, toOffset)
    }
  }

  /** The next offset wanted of every partition: a tail that begins here leaves no gap and repeats nothing. */
  positions(): { partition: number; offset: bigint }[] {
    return [...this.#next].map(([partition, offset]) => ({ partition, offset }))
  }

  /** Adds what arrived. True = rows made room, and what is below the live ones has to be read anew when it is looked at. */
  arrive(event: TailEvent): boolean {
    if (this.#pages === null) this.#beginHere(event)
    const fresh = inTimeOrder(event.rows.filter(({ partition, offset }) => offset >= (this.#next.get(partition) ?? 0n)))
    for (const { partition, offset } of event.positions) this.#next.set(partition, offset)
    this.#count(event)
    if (!this.#held) return this.#show(fresh)
    const gone = this.#waiting.push(fresh)
    this.#overflowed += gone.length
    this.#raiseFloor(gone)
    return false
  }

  /** While held, rows wait instead of moving what is looked at. Same answer as `arrive`. */
  hold(held: boolean): boolean {
    if (held === this.#held) return false
    this.#held = held
    if (held) return false
    const overflowed = this.#overflowed > 0
    this.#overflowed = 0
    if (overflowed) this.#raiseFloor(this.#live.drain())
    const rows = this.#waiting.drain()
    return this.#show(rows, overflowed)
  }

  /** Only live rows: nothing was there before. */
  #beginHere({ positions }: TailEvent): void {
    const at = positions.map(({ partition, offset }) => ({ partition, offset }))
    const coverage = at.map(({ partition, offset }) => ({
      partition,
      startOffset: offset,
      endOffset: offset,
      fromOffset: offset,
      toOffset: offset,
      error: null,
    }))
    this.begin('backward', coverage, ANY_TIME)
    // The first event may bring records already: its positions stand behind them.
    this.#next.clear()
  }

  #show(rows: readonly RecordRow[], cut = false): boolean {
    const gone = this.#live.push(rows)
    this.#raiseFloor(gone)
    if (gone.length === 0 && !cut) return false
    this.#pages = new RecordPages('backward', this.#belowLive(), ANY_TIME)
    this.#isCut = true
    return true
  }

  #belowLive(): Coverage[] {
    return this.coverage.map((one) => ({ ...one, fromOffset: this.#floor.get(one.partition) ?? one.fromOffset }))
  }

  #raiseFloor(gone: readonly RecordRow[]): void {
    for (const { partition, offset } of gone)
      if (offset >= (this.#floor.get(partition) ?? 0n)) this.#floor.set(partition, offset + 1n)
  }

  #count({ received, matched, droppedFromView, errors }: TailEvent): void {
    // A tail that was opened again counts from nothing.
    const since = (now: number, before: number): number => (now >= before ? now - before : now)
    this.#figures = {
      ...this.#figures,
      received: this.#figures.received + since(received, this.#lastTold.received),
      matched: this.#figures.matched + since(matched, this.#lastTold.matched),
      droppedFromView: this.#figures.droppedFromView + droppedFromView,
      errors,
    }
    this.#lastTold = { received, matched }
  }

  /** Rows in memory. */
  get held(): number {
    return this.#live.count + this.#waiting.count + (this.#pages?.held ?? 0)
  }
}
