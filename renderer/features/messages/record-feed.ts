// The records a screen holds of one topic: the newest that were read, then what arrives. Bounded, pausable, and honest about what it left out.
import type { Coverage, RecordRow, TailEvent } from '../../../core/contract/messages.ts'

export const MAX_ROWS = 10_000

export interface FeedSnapshot {
  /** Oldest first; show it from the end. A new array for every change. */
  rows: readonly RecordRow[]
  paused: boolean
  /** Arrived while paused and not yet in `rows`. */
  waiting: number
  /** Arrived since the feed was filled. */
  received: number
  /** Arrived but never came into `rows`: the screen could not keep up, or the pause was too long. */
  droppedFromView: number
  errors: readonly { partition: number; message: string }[]
}

export const recordKey = ({ partition, offset }: Pick<RecordRow, 'partition' | 'offset'>): string => `${partition}:${offset}`

const EMPTY: FeedSnapshot = { rows: [], paused: false, waiting: 0, received: 0, droppedFromView: 0, errors: [] }

export class RecordFeed {
  readonly #listeners = new Set<() => void>()
  readonly #next = new Map<number, bigint>()
  #snapshot = EMPTY
  #waiting: RecordRow[] = []

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly snapshot = (): FeedSnapshot => this.#snapshot

  /** Starts over with what was just read. */
  fill(rowsNewestFirst: readonly RecordRow[], coverage: readonly Coverage[]): void {
    this.#next.clear()
    for (const { partition, toOffset, error } of coverage) if (error === null) this.#next.set(partition, toOffset)
    this.#waiting = []
    this.#set({ ...EMPTY, rows: rowsNewestFirst.toReversed(), paused: this.#snapshot.paused })
  }

  /** The next offset wanted of every partition: a tail that begins here leaves no gap and repeats nothing. */
  positions(): { partition: number; offset: bigint }[] {
    return [...this.#next].map(([partition, offset]) => ({ partition, offset }))
  }

  append({ rows, positions, droppedFromView, errors }: Omit<TailEvent, 'received'>): void {
    const fresh = rows.filter(({ partition, offset }) => offset >= (this.#next.get(partition) ?? 0n)).toSorted(byTime)
    for (const { partition, offset } of positions) this.#next.set(partition, offset)
    const snapshot = this.#snapshot
    const change = {
      received: snapshot.received + fresh.length + droppedFromView,
      droppedFromView: snapshot.droppedFromView + droppedFromView,
      errors,
    }
    if (snapshot.paused) this.#hold(fresh, change)
    else this.#set({ ...snapshot, ...change, rows: newest(snapshot.rows, fresh) })
  }

  pause(): void {
    this.#set({ ...this.#snapshot, paused: true })
  }

  resume(): void {
    const waiting = this.#waiting
    this.#waiting = []
    this.#set({ ...this.#snapshot, paused: false, waiting: 0, rows: newest(this.#snapshot.rows, waiting) })
  }

  #hold(fresh: readonly RecordRow[], change: Pick<FeedSnapshot, 'received' | 'droppedFromView' | 'errors'>): void {
    const all = [...this.#waiting, ...fresh]
    this.#waiting = all.slice(-MAX_ROWS)
    const lost = all.length - this.#waiting.length
    this.#set({ ...this.#snapshot, ...change, waiting: this.#waiting.length, droppedFromView: change.droppedFromView + lost })
  }

  #set(snapshot: FeedSnapshot): void {
    this.#snapshot = snapshot
    for (const listener of this.#listeners) listener()
  }
}

const newest = (rows: readonly RecordRow[], fresh: readonly RecordRow[]): readonly RecordRow[] =>
  fresh.length === 0 ? rows : [...rows, ...fresh].slice(-MAX_ROWS)

/** Inside one partition the offset decides: a producer may write timestamps that go back. */
function byTime(a: RecordRow, b: RecordRow): number {
  if (a.partition === b.partition) return a.offset < b.offset ? -1 : 1
  return a.timestamp === b.timestamp ? a.partition - b.partition : a.timestamp < b.timestamp ? -1 : 1
}
