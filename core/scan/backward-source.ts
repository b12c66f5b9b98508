// Reads a partition from its end towards its start, span by span, however few records its offsets still hold.
import type { FetchedBatches } from '../client/transaction-outcomes.ts'
import type { Filtered, Take } from './record-filter.ts'
import type { PartitionReader } from './partition-reader.ts'
import { type Digested, type PartitionCoverage, PartitionSource, type SourceOptions, type Span } from './partition-source.ts'
import { rankedBackward, type Stamped } from './ranks.ts'

export interface BackwardRange {
  readonly partition: number
  readonly startOffset: number
  readonly endOffset: number
  /** From here on everything has been read before. */
  readonly position: number
}

/** Offsets that hold nothing (compacted, markers) make the next span this much wider; full ones make it this much longer, up to a limit. */
const WIDEN = 4
const SPAN_BYTES = 1024 * 1024
/** A span that would cost more than this many begins nearer to its end. */
const MOST_SPANS = 4
/** Until something has been read. */
const GUESSED_BYTES_PER_OFFSET = 1024
/** What a fetch may bring beyond the estimate, so that one is enough. */
const SLACK_BYTES = 8 * 1024

export class BackwardSource<T> extends PartitionSource<T> {
  readonly #reader: PartitionReader
  readonly #endOffset: number
  #startOffset: number
  /** Everything from here on has been fetched. */
  #lowerOffset: number
  #spanOffsets: number
  #spanRecords: number
  #bytesPerOffset = GUESSED_BYTES_PER_OFFSET

  constructor(reader: PartitionReader, range: BackwardRange, options: SourceOptions<T> & { firstSpanOffsets: number }) {
    super(range.partition, range.position, Infinity, options)
    this.#reader = reader
    this.#startOffset = range.startOffset
    this.#endOffset = range.endOffset
    this.#lowerOffset = range.position
    this.#spanOffsets = options.firstSpanOffsets
    this.#spanRecords = options.firstSpanOffsets
  }

  get coverage(): PartitionCoverage {
    const { head } = this
    const fromOffset = Math.max(this.#startOffset, head ? head.offset + 1 : this.position)
    return { partition: this.partition, startOffset: this.#startOffset, endOffset: this.#endOffset, fromOffset, toOffset: this.#endOffset, error: this.error }
  }

  protected override get isFetched(): boolean {
    return this.#lowerOffset <= this.#startOffset
  }

  protected override async fetchSpan(): Promise<Span> {
    const until = this.#lowerOffset
    const lowest = Math.max(this.#startOffset, until - this.#spanOffsets)
    const collected = await this.#collect(lowest, until)
    this.#lowerOffset = Math.max(collected.from, this.#startOffset)
    this.#adapt(until - collected.from, collected)
    return { from: this.#lowerOffset, until, pieces: collected.pieces }
  }

  protected override async digestSpan(span: Span): Promise<Digested<T>> {
    const newest = new NewestRows<T>(this.pageRows)
    const take: Take = (record, outcome, hole) => {
      newest.add({ offset: Number(record.offset), timestamp: Number(record.timestamp), row: this.options.project(record, outcome, hole) })
      return true
    }
    let { from } = span
    let error: Error | null = null
    let frontier: number | null = null
    for (const piece of span.pieces) {
      let filtered = await this.#filter(piece, from, span.until, newest, take)
      // What lies above a batch that cannot be read is what was asked for first; what lies below it is out of reach.
      for (; filtered.failed; filtered = await this.#filter(piece, from, span.until, newest, take)) {
        error = filtered.failed.error
        from = filtered.failed.endOffset
        frontier = null
        newest.clear()
      }
      frontier ??= filtered.firstTimestamp
    }
    return { page: rankedBackward(newest.rows), error, ...(newest.cutAt ? restOf(span, from, newest.cutAt) : { rest: null, position: from, frontier }) }
  }

  /** A filter that looks elsewhere may bring only the newest of what it has found: what came before those is to be looked at again. */
  async #filter(piece: FetchedBatches, from: number, until: number, newest: NewestRows<T>, take: Take): Promise<Filtered> {
    let taken = 0
    const keep = { which: 'last', count: this.pageRows } as const
    const filtered = await this.options.filter.filter(piece, { partition: this.partition, from, until }, keep, (...found) => {
      taken++
      return take(...found)
    })
    if (filtered.isCut) newest.cutTo(taken)
    return filtered
  }

  /** Everything of [from, until), where `from` moves up when that turns out to be more than a span should hold. */
  async #collect(lowest: number, until: number): Promise<Collected> {
    let collected: Collected = { from: lowest, pieces: [], recordCount: 0, sizeBytes: 0 }
    for (let offset = lowest; offset < until; ) {
      const { nextOffset, recordCount, startOffset, ...piece } = await this.#reader.fetch(this.partition, offset, this.#fetchBytes(offset, until))
      if (startOffset !== null) this.#startOffset = Math.min(startOffset, this.#endOffset)
      offset = Math.min(nextOffset, until)
      const { from, pieces } = collected
      collected = { from, pieces: [...pieces, piece], recordCount: collected.recordCount + recordCount, sizeBytes: collected.sizeBytes + piece.bytes.length }
      this.#bytesPerOffset = collected.sizeBytes / (offset - from)
      const nearer = this.#nearer(offset, until, collected.sizeBytes)
      if (nearer === offset) continue
      collected = { from: nearer, pieces: [], recordCount: 0, sizeBytes: 0 }
      offset = nearer
    }
    return collected
  }

  /** Where a span should have begun, seeing what it costs up to `offset`: a wide span may meet a dense stretch, or large records. */
  #nearer(offset: number, until: number, sizeBytes: number): number {
    if (sizeBytes + (until - offset) * this.#bytesPerOffset <= MOST_SPANS * SPAN_BYTES) return offset
    return Math.max(offset, until - Math.max(1, Math.floor(SPAN_BYTES / this.#bytesPerOffset)))
  }

  #fetchBytes(offset: number, until: number): number {
    if (until === this.#endOffset) return SPAN_BYTES
    const estimate = (until - offset) * this.#bytesPerOffset * 1.25 + SLACK_BYTES
    return Math.min(SPAN_BYTES, Math.ceil(estimate))
  }

  #adapt(offsets: number, { recordCount, sizeBytes }: Collected): void {
    if (recordCount < this.#spanRecords / 2) {
      this.#spanOffsets = offsets * WIDEN
      return
    }
    const mostRecords = Math.max(1, Math.floor((SPAN_BYTES * recordCount) / sizeBytes))
    this.#spanRecords = Math.min(this.#spanRecords * WIDEN, mostRecords)
    this.#spanOffsets = Math.ceil((this.#spanRecords * offsets) / recordCount)
  }
}

interface Collected {
  readonly from: number
  readonly pieces: readonly FetchedBatches[]
  readonly recordCount: number
  readonly sizeBytes: number
}

/** The last rows added, at least `count` of them. */
class NewestRows<T> {
  readonly #count: number
  #rows: Stamped<T>[] = []
  #isCut = false

  constructor(count: number) {
    this.#count = count
  }

  get rows(): readonly Stamped<T>[] {
    return this.#rows
  }

  /** Rows before this one have been let go. */
  get cutAt(): Stamped<T> | null {
    return this.#isCut ? this.#rows[0]! : null
  }

  add(row: Stamped<T>): void {
    this.#rows.push(row)
    if (this.#rows.length < this.#count * 2) return
    this.#rows = this.#rows.slice(-this.#count)
    this.#isCut = true
  }

  /** Of those before the last `count` others are missing. */
  cutTo(count: number): void {
    this.#rows = this.#rows.slice(-count)
    this.#isCut = true
  }

  clear(): void {
    this.#rows = []
    this.#isCut = false
  }
}

function restOf(span: Span, from: number, { offset, timestamp }: Stamped<unknown>): Pick<Digested<never>, 'rest' | 'position' | 'frontier'> {
  return { rest: { ...span, from, until: offset }, position: offset, frontier: timestamp }
}
