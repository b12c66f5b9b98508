// Reads a partition from its end towards its start, page by page, however few records its offsets still hold.
import { ErrorCode, KafkaError } from '../protocol/error-codes.ts'
import { EARLIEST } from './admin/list-offsets.ts'
import type { ClientRecord } from './client-record.ts'
import type { TopicReader } from './topic-reader.ts'

/** A record with what it is to be shown as; the record's own bytes are let go. */
export interface ProjectedRecord<T> {
  readonly partition: number
  readonly offset: bigint
  readonly timestamp: bigint
  /** The newest timestamp of its page up to it: one record with an odd timestamp does not hide those below it. */
  readonly rankTimestamp: bigint
  readonly row: T
}

type Unranked<T> = Omit<ProjectedRecord<T>, 'rankTimestamp'>

/** Shared by the readers of one question; what is spent is spent. */
export interface ReadBudget {
  bytesLeft: number
}

/** Offsets that hold nothing (compacted, markers) make the next span this much wider. */
const WIDEN = 4

export class BackwardReader<T> {
  readonly partition: number
  readonly endOffset: number
  startOffset: number
  error: Error | null = null
  readonly #reader: TopicReader
  readonly #project: (record: ClientRecord) => T
  readonly #budget: ReadBudget
  /** In order of offsets: the newest is the last. */
  #page: ProjectedRecord<T>[] = []
  /** Everything from here to the end has been read. */
  #lowerOffset: number
  #pageRecords: number
  #spanOffsets: number

  constructor(
    reader: TopicReader,
    range: { partition: number; startOffset: number; endOffset: number },
    options: { pageRecords: number; project: (record: ClientRecord) => T; budget: ReadBudget },
  ) {
    this.#reader = reader
    this.partition = range.partition
    this.startOffset = range.startOffset
    this.endOffset = range.endOffset
    this.#lowerOffset = range.endOffset
    this.#project = options.project
    this.#budget = options.budget
    this.#pageRecords = options.pageRecords
    this.#spanOffsets = options.pageRecords
  }

  /** The newest record not yet taken, if one is in memory. */
  get head(): ProjectedRecord<T> | undefined {
    return this.#page.at(-1)
  }

  get wantsPage(): boolean {
    return this.#page.length === 0 && this.error === null && this.#lowerOffset > this.startOffset && this.#budget.bytesLeft > 0
  }

  /** No record between here and the end has been left out. */
  get fromOffset(): number {
    const { head } = this
    return head ? Number(head.offset) + 1 : this.#lowerOffset
  }

  take(): ProjectedRecord<T> {
    return this.#page.pop()!
  }

  /** Reads until there is a record to give, or the start is reached. A failure is kept, not thrown: other partitions go on. */
  async nextPage(): Promise<void> {
    try {
      while (this.wantsPage) await this.#readSpan()
    } catch (error) {
      this.error = error as Error
    }
  }

  async #readSpan(): Promise<void> {
    const upper = this.#lowerOffset
    const { from, records } = await this.#collect(Math.max(this.startOffset, upper - this.#spanOffsets), upper)
    const isSparse = records.length < this.#pageRecords
    const page = isSparse ? records : records.slice(-this.#pageRecords)
    this.#lowerOffset = page.length < records.length ? Number(page[0]!.offset) : Math.max(from, this.startOffset)
    this.#pageRecords *= 2
    this.#spanOffsets = isSparse ? (upper - from) * WIDEN : this.#pageRecords
    this.#page = ranked(page)
  }

  /** All records of [from, upper), where `from` moves up while more are found than a page wants: a wide span met a dense stretch. */
  async #collect(from: number, upper: number): Promise<{ from: number; records: Unranked<T>[] }> {
    let records: Unranked<T>[] = []
    for (let offset = from; offset < upper; ) {
      const chunk = await this.#read(offset)
      this.#budget.bytesLeft -= chunk.sizeBytes
      for (const record of chunk.records) {
        if (record.offset < upper) records.push({ partition: this.partition, offset: record.offset, timestamp: record.timestamp, row: this.#project(record) })
      }
      // Nothing from here on: what the log ends with has been compacted away.
      if (chunk.nextOffset <= offset) break
      offset = chunk.nextOffset
      if (records.length > this.#pageRecords && offset < upper) {
        offset += Math.floor((upper - offset) / 2)
        from = offset
        records = []
      }
    }
    return { from, records }
  }

  async #read(offset: number): ReturnType<TopicReader['read']> {
    try {
      return await this.#reader.read(this.partition, offset)
    } catch (error) {
      if (!(error instanceof KafkaError) || error.code !== ErrorCode.OFFSET_OUT_OF_RANGE) throw error
      // Retention has moved the start while we were reading towards it.
      const startOffset = await this.#reader.offset(this.partition, EARLIEST)
      if (startOffset <= offset) throw error
      this.startOffset = Math.min(startOffset, this.endOffset)
      return { records: [], nextOffset: startOffset, sizeBytes: 0 }
    }
  }
}

function ranked<T>(records: readonly Unranked<T>[]): ProjectedRecord<T>[] {
  let newest = records[0]?.timestamp ?? 0n
  return records.map((record) => {
    if (record.timestamp > newest) newest = record.timestamp
    return { ...record, rankTimestamp: newest }
  })
}
