// Reads many partitions as one list in order of time: whichever is behind is read on, and a record is handed out when nothing can come before it.
import type { ClusterConnection } from '../client/cluster-connection.ts'
import { BackwardSource } from './backward-source.ts'
import { ForwardSource } from './forward-source.ts'
import { PartitionReader } from './partition-reader.ts'
import type { PartitionCoverage, PartitionSource, Project } from './partition-source.ts'
import type { ReadingPlan } from './reading-plan.ts'
import type { Predicate } from './predicate/predicate.ts'
import type { Filter, LookedAt } from './record-filter.ts'
import { filterFor } from './engine/filter-for.ts'
import type { ScanWorkers } from './engine/scan-workers.ts'
import { Slices } from '../base/slices.ts'
import type { TopicReader } from '../client/topic-reader.ts'

export interface Budget {
  readonly maxBytes: number
  readonly maxMs: number
}

export interface ReadingOptions<T> {
  /** null = every record. */
  readonly predicate: Predicate | null
  /** Records of aborted transactions too. */
  readonly withAborted?: boolean
  /** Who searches; nobody = it is done here. */
  readonly workers?: ScanWorkers | null
  readonly limit: number
  /** What is kept of a record; its bytes must not be. */
  readonly project: Project<T>
  /** null = as much as it takes. */
  readonly budget: Budget | null
  readonly signal: AbortSignal
}

export type Ended = 'complete' | 'limit' | 'budget'

/** What is fetched and not looked at, over all partitions. */
const MOST_PENDING_SPANS = 16
const LEAST_PAGE_ROWS = 16
/** Rows that are there do not wait longer than this for a partition whose broker does not answer; what comes late is shown late. */
const PATIENCE_MS = 2_000
const KIB = 1024

export class Reading<T> {
  /** Handed out since somebody last took them. */
  #rows: T[] = []
  #found = 0
  #ended: Ended | null = null
  #wake: () => void = () => {}
  readonly #onNews: () => void
  readonly #cluster: ClusterConnection
  readonly #reader: PartitionReader
  readonly #filter: Filter
  readonly #slices: Slices
  #failure: Error | null = null
  readonly #sources: readonly PartitionSource<T>[]
  readonly #isBackward: boolean
  readonly #options: ReadingOptions<T>
  readonly #beganMs: number

  constructor(cluster: ClusterConnection, topic: TopicReader, plan: ReadingPlan, options: ReadingOptions<T>, onNews: () => void) {
    this.#cluster = cluster
    this.#options = options
    this.#onNews = onNews
    this.#isBackward = plan.isBackward
    this.#beganMs = cluster.clock.monotonic()
    this.#slices = new Slices(cluster.clock, options.signal)
    const search = { topic: topic.topic.name, predicate: options.predicate, withAborted: options.withAborted ?? false, fromTimestamp: plan.fromTimestamp, untilTimestamp: plan.untilTimestamp }
    this.#filter = filterFor(search, options.workers ?? null, this.#slices, options.signal)
    this.#reader = new PartitionReader(cluster, topic)
    this.#sources = sourcesOf(this.#reader, plan, { ...options, filter: this.#filter })
  }

  get ended(): Ended | null {
    return this.#ended
  }

  get hasRows(): boolean {
    return this.#rows.length > 0
  }

  get lookedAt(): LookedAt {
    return this.#filter.lookedAt
  }

  get scannedBytes(): number {
    return this.#reader.fetchedBytes
  }

  /** As far as the rows go that have been taken, these included. */
  take(): { rows: T[]; coverage: PartitionCoverage[] } {
    const rows = this.#rows
    this.#rows = []
    return { rows, coverage: this.#sources.map(({ coverage }) => coverage) }
  }

  /** Reads until it has ended or is aborted; rejects for a bug only. */
  async run(): Promise<void> {
    const { signal } = this.#options
    const wake = (): void => this.#wake()
    signal.addEventListener('abort', wake)
    const { budget } = this.#options
    const cancelTimer = budget ? this.#cluster.timers.after(budget.maxMs, wake) : () => {}
    try {
      while (this.#ended === null && !signal.aborted) await this.#step()
    } finally {
      cancelTimer()
      signal.removeEventListener('abort', wake)
      await this.#reader.close()
    }
  }

  async #step(): Promise<void> {
    this.#slices.begin()
    await this.#handOut(false)
    if (this.#hasEnded()) return
    if (this.hasRows) this.#onNews()
    if (this.#isOverBudget()) {
      // What was found is not thrown away, even where an earlier record could still come.
      await this.#handOut(true)
      if (!this.#hasEnded()) this.#end('budget')
      return
    }
    this.#fetchMore()
    if (!(await this.#digestMore())) await this.#news()
    if (this.#failure) throw this.#failure
  }

  /** The ones most behind in time first. */
  #fetchMore(): void {
    let room = MOST_PENDING_SPANS
    for (const { pendingSpans } of this.#sources) room -= pendingSpans
    const wanting = this.#sources.filter(({ wantsFetch }) => wantsFetch)
    if (wanting.length > room) wanting.sort((a, b) => this.#order(a.frontier, b.frontier))
    for (const source of wanting.slice(0, Math.max(0, room))) void source.fetch(this.#cluster.clock.monotonic()).then(() => this.#wake())
  }

  /** All at once where others look, else the one most behind in time. False when there is nothing to look at. */
  async #digestMore(): Promise<boolean> {
    const ready = this.#sources.filter(({ isReady }) => isReady)
    if (ready.length === 0) return false
    if (!this.#filter.isElsewhere) {
      await this.#mostBehind(ready)!.digest()
      return true
    }
    for (const source of ready) {
      void source
        .digest()
        .catch((error: unknown) => (this.#failure = error as Error))
        .finally(() => this.#wake())
    }
    return false
  }

  async #handOut(isLast: boolean): Promise<void> {
    const { limit } = this.#options
    for (let next = this.#next(isLast); next !== undefined && this.#found < limit; next = this.#next(isLast)) {
      this.#rows.push(next.take().row)
      this.#found++
      if (this.#slices.isOver) await this.#slices.next()
    }
  }

  /** The source whose record comes next, unless one that holds nothing could still find an earlier one. */
  #next(isLast: boolean): PartitionSource<T> | undefined {
    const patientSinceMs = this.#cluster.clock.monotonic() - PATIENCE_MS
    let best: PartitionSource<T> | undefined
    let blocking: PartitionSource<T> | undefined
    for (const source of this.#sources) {
      if (source.head) {
        if (!best || this.#order(source.head.rank, best.head!.rank) < 0) best = source
      } else if (!isLast && source.isOpen && !(source.fetchingSinceMs !== null && source.fetchingSinceMs <= patientSinceMs)) {
        if (!blocking || this.#order(source.frontier, blocking.frontier) < 0) blocking = source
      }
    }
    if (!best || !blocking) return best
    const order = this.#order(blocking.frontier, best.head!.rank)
    return order < 0 || (order === 0 && blocking.partition < best.partition) ? undefined : best
  }

  #mostBehind(sources: readonly PartitionSource<T>[]): PartitionSource<T> | undefined {
    return sources.reduce<PartitionSource<T> | undefined>((most, source) => (most && this.#order(most.frontier, source.frontier) <= 0 ? most : source), undefined)
  }

  /** Of two places in time; sources are in the order of their partitions, which decides between equals. */
  #order(a: number, b: number): number {
    if (a === b) return 0
    return a < b !== this.#isBackward ? -1 : 1
  }

  #hasEnded(): boolean {
    if (this.#sources.every((source) => source.head === undefined && !source.isOpen)) this.#end('complete')
    else if (this.#found >= this.#options.limit) this.#end('limit')
    return this.#ended !== null
  }

  #isOverBudget(): boolean {
    const { budget } = this.#options
    if (!budget) return false
    return this.#reader.fetchedBytes >= budget.maxBytes || this.#cluster.clock.monotonic() - this.#beganMs >= budget.maxMs
  }

  #end(ended: Ended): void {
    this.#ended = ended
    this.#onNews()
  }

  /** Until a fetch is over, the time is, or patience with a partition that keeps rows waiting. */
  async #news(): Promise<void> {
    const isHolding = this.#sources.some(({ head }) => head !== undefined)
    await new Promise<void>((resolve) => {
      const cancel = isHolding ? this.#cluster.timers.after(PATIENCE_MS, resolve) : () => {}
      this.#wake = () => {
        cancel()
        resolve()
      }
      // Between the look at the signal and here nothing has run, but it may have been aborted before.
      if (this.#options.signal.aborted) this.#wake()
    })
    this.#wake = () => {}
  }
}

function sourcesOf<T>(reader: PartitionReader, plan: ReadingPlan, { filter, project, limit }: ReadingOptions<T> & { filter: Filter }): PartitionSource<T>[] {
  const count = Math.max(1, plan.partitions.length)
  const pageRows = Math.min(limit, Math.max(LEAST_PAGE_ROWS, Math.ceil((2 * limit) / count)))
  const common = { filter, project, pageRows, maxPageRows: limit }
  return plan.partitions.map(({ error, ...range }) => {
    const source = plan.isBackward
      ? new BackwardSource<T>(reader, range, { ...common, firstSpanOffsets: filter.isSearching ? 1_024 : pageRows })
      : new ForwardSource<T>(reader, range, { ...common, ...fetchSizes(filter.isSearching, count) })
    source.error = error
    return source
  })
}

/** A first page of very many partitions must not cost more than one of a few. */
function fetchSizes(isSearching: boolean, partitionCount: number): { firstFetchBytes: number; maxFetchBytes: number } {
  const share = Math.floor((16 * KIB * KIB) / partitionCount)
  return { firstFetchBytes: Math.max(4 * KIB, Math.min(isSearching ? 512 * KIB : 64 * KIB, share)), maxFetchBytes: 1024 * KIB }
}
