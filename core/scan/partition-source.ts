// One partition of a reading: what has been fetched of it, what was found in that and not yet handed out, and how far it came.
import type { ClientRecord } from '../client/client-record.ts'
import type { FetchedBatches, TransactionOutcome } from '../client/transaction-outcomes.ts'
import type { Hole } from './holes.ts'
import type { Filter } from './record-filter.ts'

/** A record with what it is to be shown as; the record's own bytes are let go. */
export interface Found<T> {
  readonly offset: number
  /** Its place in time among other partitions: its timestamp, unless that is out of line with those around it. */
  readonly rank: number
  readonly row: T
}

/** Fetched batches, and the offsets [from, until) of them that are still to be looked at. */
export interface Span {
  readonly from: number
  readonly until: number
  readonly pieces: readonly FetchedBatches[]
}

/** What was read of one partition: [fromOffset, toOffset) of [startOffset, endOffset). */
export interface PartitionCoverage {
  readonly partition: number
  readonly startOffset: number
  readonly endOffset: number
  readonly fromOffset: number
  readonly toOffset: number
  readonly error: Error | null
}

/** What is kept of a record that was found. `outcome` null = it is in no transaction; `hole`: offsets without a record right before it, where every record is read. */
export type Project<T> = (record: ClientRecord, outcome: TransactionOutcome | null, hole: Hole | null) => T

export interface SourceOptions<T> {
  readonly filter: Filter
  readonly project: Project<T>
  /** Found records that are held at first; each time they are all handed out, twice as many. */
  readonly pageRows: number
  readonly maxPageRows: number
}

/** What was found in a span, in the order to hand it out from its end. */
export interface Digested<T> {
  readonly page: Found<T>[]
  /** What of the span has to be looked at again. */
  readonly rest: Span | null
  /** Everything on the way to here has been looked at. */
  readonly position: number
  /** null = as before. */
  readonly frontier: number | null
  /** Why it does not go on behind `position`. */
  readonly error: Error | null
}

export abstract class PartitionSource<T> {
  readonly partition: number
  error: Error | null = null
  protected readonly options: SourceOptions<T>
  protected pageRows: number
  /** Everything between where the reading began and here has been handed out or held nothing; `page` lies right behind. */
  protected position: number
  #frontier: number
  /** The next one to hand out is the last. */
  #page: Found<T>[] = []
  readonly #spans: Span[] = []
  #fetchingSinceMs: number | null = null
  #isDigesting = false

  protected constructor(partition: number, position: number, frontier: number, options: SourceOptions<T>) {
    this.partition = partition
    this.position = position
    this.#frontier = frontier
    this.options = options
    this.pageRows = options.pageRows
  }

  abstract get coverage(): PartitionCoverage
  /** Nothing is left to be fetched. */
  protected abstract get isFetched(): boolean
  protected abstract fetchSpan(): Promise<Span>
  protected abstract digestSpan(span: Span): Promise<Digested<T>>

  get head(): Found<T> | undefined {
    return this.#page.at(-1)
  }

  /** No record that is still to be found lies before this in time (behind it, where the reading goes backwards). */
  get frontier(): number {
    return this.#frontier
  }

  /** More may be found, besides what is held. */
  get isOpen(): boolean {
    return this.#isDigesting || this.#spans.length > 0 || (this.error === null && (this.#fetchingSinceMs !== null || !this.isFetched))
  }

  get fetchingSinceMs(): number | null {
    return this.#fetchingSinceMs
  }

  /** Something was fetched that nobody has looked at, and nothing is held. */
  get isReady(): boolean {
    return this.#page.length === 0 && this.#spans.length > 0 && !this.#isDigesting
  }

  /** What is under way for a source that has nothing to give. */
  get pendingSpans(): number {
    return this.#page.length > 0 ? 0 : this.#spans.length + (this.#isDigesting ? 1 : 0) + (this.#fetchingSinceMs === null ? 0 : 1)
  }

  /** A search fetches ahead of itself; who reads page by page may not need more. */
  get wantsFetch(): boolean {
    const ahead = this.options.filter.isSearching ? 2 : 1
    return this.#page.length === 0 && this.#fetchingSinceMs === null && this.error === null && !this.isFetched && this.#spans.length < ahead
  }

  take(): Found<T> {
    return this.#page.pop()!
  }

  /** A failure is kept, not thrown: other partitions go on. */
  async fetch(nowMs: number): Promise<void> {
    this.#fetchingSinceMs = nowMs
    try {
      const span = await this.fetchSpan()
      // What was looked at meanwhile may have shown that it does not go on.
      if (this.error === null) this.#spans.push(span)
    } catch (error) {
      this.error = error as Error
    }
    this.#fetchingSinceMs = null
  }

  /** Looks at what was fetched, as much as a page holds. */
  async digest(): Promise<void> {
    this.#isDigesting = true
    try {
      const { page, rest, position, frontier, error } = await this.digestSpan(this.#spans.shift()!)
      if (this.options.filter.isAborted) return
      this.#page = page
      this.position = position
      this.#frontier = frontier ?? this.#frontier
      this.pageRows = Math.min(this.options.maxPageRows, this.pageRows * 2)
      this.error = error ?? this.error
      // What was fetched ahead lies beyond what could not be read: nothing of it may be handed out.
      if (error) this.#spans.length = 0
      if (rest) this.#spans.unshift(rest)
    } finally {
      this.#isDigesting = false
    }
  }
}
