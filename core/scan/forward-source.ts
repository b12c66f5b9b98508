// Reads a partition from an offset towards its end.
import type { PartitionReader } from './partition-reader.ts'
import { type Digested, type PartitionCoverage, PartitionSource, type SourceOptions, type Span } from './partition-source.ts'
import { rankedForward, type Stamped } from './ranks.ts'
import type { Take } from './record-filter.ts'

export interface ForwardRange {
  readonly partition: number
  /** Of what was asked for; a reading that goes on begins at `position`, behind it. */
  readonly startOffset: number
  readonly endOffset: number
  readonly position: number
}

/** The first fetch is small, since a first page may be all; each one is four times as large as the one before. */
const GROWTH = 4

export class ForwardSource<T> extends PartitionSource<T> {
  readonly #reader: PartitionReader
  readonly #maxFetchBytes: number
  #startOffset: number
  #endOffset: number
  #fetchOffset: number
  #fetchBytes: number

  constructor(reader: PartitionReader, range: ForwardRange, options: SourceOptions<T> & { firstFetchBytes: number; maxFetchBytes: number }) {
    super(range.partition, range.position, -Infinity, options)
    this.#reader = reader
    this.#startOffset = range.startOffset
    this.#endOffset = range.endOffset
    this.#fetchOffset = range.position
    this.#fetchBytes = options.firstFetchBytes
    this.#maxFetchBytes = options.maxFetchBytes
  }

  get coverage(): PartitionCoverage {
    const toOffset = Math.max(this.#startOffset, this.head?.offset ?? this.position)
    return { partition: this.partition, startOffset: this.#startOffset, endOffset: this.#endOffset, fromOffset: this.#startOffset, toOffset, error: this.error }
  }

  protected override get isFetched(): boolean {
    return this.#fetchOffset >= this.#endOffset
  }

  protected override async fetchSpan(): Promise<Span> {
    const from = this.#fetchOffset
    const { nextOffset, startOffset, ...piece } = await this.#reader.fetch(this.partition, from, this.#fetchBytes)
    this.#fetchBytes = Math.min(this.#maxFetchBytes, this.#fetchBytes * GROWTH)
    // Retention has passed what nobody has read: it is not there to be read any more.
    if (startOffset !== null && from === this.#startOffset) this.#startOffset = Math.min(startOffset, this.#endOffset)
    this.#fetchOffset = Math.min(nextOffset, this.#endOffset)
    return { from, until: this.#fetchOffset, pieces: [piece] }
  }

  protected override async digestSpan(span: Span): Promise<Digested<T>> {
    const found: Stamped<T>[] = []
    const take: Take = (record, outcome, hole) => {
      if (found.length === this.pageRows) return false
      found.push({ offset: Number(record.offset), timestamp: Number(record.timestamp), row: this.options.project(record, outcome, hole) })
      return true
    }
    const range = { partition: this.partition, from: span.from, until: span.until }
    const { nextOffset, lastTimestamp, laterFrom, failed } = await this.options.filter.filter(span.pieces[0]!, range, { which: 'first', count: this.pageRows }, take)
    const isFull = found.length === this.pageRows && nextOffset < span.until && laterFrom === null && failed === null
    if (laterFrom !== null) this.#endAt(laterFrom)
    const position = laterFrom ?? (isFull || failed ? nextOffset : span.until)
    return { page: rankedForward(found), rest: isFull ? { ...span, from: nextOffset } : null, position, frontier: lastTimestamp, error: failed?.error ?? null }
  }

  /** What comes from here on was not asked for. */
  #endAt(offset: number): void {
    this.#endOffset = offset
    this.#fetchOffset = offset
  }
}
