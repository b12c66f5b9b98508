// Finds in fetched batches the records that a reading asks for: decodes what it must, holds what it finds, and never the event loop.
import type { ClientRecord } from '../client/client-record.ts'
import { ProtocolError } from '../protocol/protocol-error.ts'
import { type BatchHeader, batches, isControl, isLogAppendTime, lastOffsetOf } from '../protocol/records/record-batch.ts'
import { batchRecords } from './batch-records.ts'
import type { ByteSearch } from './byte-search.ts'
import { type Hole, Holes, markerKind } from './holes.ts'
import type { RecordTest } from './predicate/record-test.ts'
import { RecordWalk } from './record-walk.ts'
import type { FetchedBatches, TransactionOutcome } from '../client/transaction-outcomes.ts'
import type { Slices } from '../base/slices.ts'

export interface Wanted {
  /** null = every record. */
  readonly test: RecordTest | null
  readonly fromTimestamp: bigint | null
  readonly untilTimestamp: bigint | null
  /** Records of aborted transactions too. */
  readonly withAborted: boolean
}

/** Offsets [from, until) of a partition. */
export interface OffsetRange {
  readonly partition: number
  readonly from: number
  readonly until: number
}

export interface Filtered {
  /** Everything of the range before this offset has been looked at; less than what the bytes cover where `take` did not want more. */
  readonly nextOffset: number
  /** Of the first and the last record looked at, if there was one. */
  readonly firstTimestamp: number | null
  readonly lastTimestamp: number | null
  /** Looked at in this pass, found or not. */
  readonly scannedRecords: number
  /** Found records before the first one that `take` got were left out. */
  readonly isCut: boolean
  /** From this offset on every record is later than asked for. */
  readonly laterFrom: number | null
  /** What could not be decoded: everything before `nextOffset` has been looked at, nothing of the batch that ends there at `endOffset`. */
  readonly failed: { readonly error: Error; readonly endOffset: number } | null
}

/** False = it does not want this one nor any other. `outcome` null = the record is in no transaction. `hole`: the offsets without a record right before it. */
export type Take = (record: ClientRecord, outcome: TransactionOutcome | null, hole: Hole | null) => boolean

/** Which of the records that are found are wanted at once: the first ones, then `take` is to refuse the next; or the last ones, all the others may be left out. */
export interface Keep {
  readonly which: 'first' | 'last'
  readonly count: number
}

/** A record that a function could not tell about. */
export interface FailedTest {
  readonly partition: number
  readonly offset: number
  readonly message: string
  readonly line: number | null
}

/** What has been looked at so far. */
export interface LookedAt {
  /** Found or not. */
  readonly records: number
  /** Records of aborted transactions that were left out. */
  readonly hiddenRecords: number
  readonly failedTests: number
  readonly firstFailedTest: FailedTest | null
}

/** Looks through fetched batches: here, or in a worker thread. */
export interface Filter {
  readonly isSearching: boolean
  readonly isAborted: boolean
  /** Not on this thread: several pieces may be looked at at once. */
  readonly isElsewhere: boolean
  readonly lookedAt: LookedAt
  /** Whole batches in `piece`, in order. `take` gets what is found, its bytes views. `keep` lets one that looks elsewhere bring no more than is wanted. */
  filter(piece: FetchedBatches, range: OffsetRange, keep: Keep, take: Take): Promise<Filtered>
}

/** So much is searched before the time is looked at. */
const WINDOW_BYTES = 128 * 1024
/**
 * Where the broker stamps records, nothing behind a stamp can be earlier, but for the clocks of two leaders. Where producers do, a record may
 * come late by any time: then there is no place before the end to stop at.
 */
const CLOCK_SKEW_MS = 60_000

export class RecordFilter implements Filter {
  readonly slices: Slices
  readonly #wanted: Wanted
  #scannedRecords = 0
  #hiddenRecords = 0
  #failedTests = 0
  #firstFailedTest: FailedTest | null = null

  constructor(wanted: Wanted, slices: Slices) {
    this.#wanted = wanted
    this.slices = slices
  }

  get isSearching(): boolean {
    return this.#wanted.test !== null
  }

  get isAborted(): boolean {
    return this.slices.isAborted
  }

  get isElsewhere(): boolean {
    return false
  }

  get lookedAt(): LookedAt {
    return { records: this.#scannedRecords, hiddenRecords: this.#hiddenRecords, failedTests: this.#failedTests, firstFailedTest: this.#firstFailedTest }
  }

  /** For tests that cannot tell about a record. */
  failed(failure: FailedTest): void {
    this.#failedTests++
    this.#firstFailedTest ??= failure
  }

  async filter({ bytes, outcomeOf }: FetchedBatches, range: OffsetRange, _keep: Keep, take: Take): Promise<Filtered> {
    const pass = new Pass(range, take, this.isSearching)
    for (const { at, header } of batches(bytes)) {
      if (header.baseOffset >= range.until || this.slices.isAborted) break
      const endOffset = lastOffsetOf(header) + 1
      if (endOffset <= range.from) continue
      if (this.#isLater(header)) return pass.result({ laterFrom: header.baseOffset })
      const outcome = outcomeOf(header)
      try {
        if (isControl(header.attributes)) pass.holes.met(markerKind(bytes, at, header), header.baseOffset, endOffset)
        else if (outcome === 'aborted' && !this.#wanted.withAborted) this.#hide(header, pass)
        else if (!(await this.#filterBatch(bytes, at, header, pass.of(outcome)))) return pass.result()
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        return pass.result({ failed: { error, endOffset } })
      }
      pass.nextOffset = Math.min(endOffset, range.until)
    }
    return pass.result()
  }

  /** False when `take` wants no more. */
  async #filterBatch(bytes: Buffer, at: number, header: BatchHeader, pass: Pass): Promise<boolean> {
    const isWhole = pass.holds(header)
    if (isWhole && this.#isOutOfTime(header)) return this.#passOver(header, pass)
    const opened = batchRecords(bytes, at, header)
    const records = 'then' in opened ? await this.#awaited(opened) : opened
    const needle = this.#wanted.test?.needle ?? null
    const firstHit = needle ? await this.#find(needle, records, 0) : -1
    if (needle && isWhole && firstHit < 0) return this.#passOver(header, pass)
    if (isWhole) pass.sawFirst(header)
    if (!(await this.#walk(new RecordWalk(bytes, at, header, records), firstHit, isWhole, pass))) return false
    if (isWhole) pass.sawLast(header)
    return true
  }

  async #walk(walk: RecordWalk, firstHit: number, isWhole: boolean, pass: Pass): Promise<boolean> {
    const { test } = this.#wanted
    const needle = test?.needle ?? null
    let hit = firstHit
    while (walk.next()) {
      let isFound = needle === null
      while (needle && !isFound && hit >= 0 && hit < walk.end) {
        isFound = walk.isWithinField(hit, needle.lengthBytes)
        hit = await this.#find(needle, walk.records, isFound ? walk.end : hit + 1)
      }
      if (isWhole || !pass.isOutside(walk.offset)) {
        if (isFound && this.#isInTime(walk) && (test === null || test.isNeedleEnough || test.test(walk, pass.range.partition))) {
          if (!pass.take(walk.record(pass.range.partition))) return false
          pass.saw(Number(walk.timestamp))
        } else if (!isWhole) pass.saw(Number(walk.timestamp))
        if (test === null) pass.holes.passed(walk.offset + 1)
        this.#scannedRecords++
        pass.scannedRecords++
      }
      if (this.slices.isOver) await this.slices.next()
      if (this.slices.isAborted) return false
    }
    return true
  }

  #hide(header: BatchHeader, pass: Pass): void {
    this.#hiddenRecords += header.recordCount
    pass.holes.met('aborted', header.baseOffset, lastOffsetOf(header) + 1)
    pass.sawFirst(header)
    pass.sawLast(header)
  }

  #passOver(header: BatchHeader, pass: Pass): true {
    this.#scannedRecords += header.recordCount
    pass.scannedRecords += header.recordCount
    pass.holes.passed(lastOffsetOf(header) + 1)
    pass.sawFirst(header)
    pass.sawLast(header)
    return true
  }

  async #awaited(opened: Promise<Buffer>): Promise<Buffer> {
    const records = await opened
    this.slices.begin()
    return records
  }

  /** In windows that overlap by what an occurrence across two of them needs. */
  async #find(search: ByteSearch, records: Buffer, from: number): Promise<number> {
    const end = records.length
    for (let at = from; at < end; at += WINDOW_BYTES) {
      const found = search.indexIn(records, at, Math.min(end, at + WINDOW_BYTES + search.lengthBytes - 1))
      if (found >= 0) return found
      if (this.slices.isOver) await this.slices.next()
      if (this.slices.isAborted) return -1
    }
    return -1
  }

  #isInTime(walk: RecordWalk): boolean {
    const { fromTimestamp, untilTimestamp } = this.#wanted
    if (fromTimestamp === null && untilTimestamp === null) return true
    const { timestamp } = walk
    return (fromTimestamp === null || timestamp >= fromTimestamp) && (untilTimestamp === null || timestamp < untilTimestamp)
  }

  /** No record of the batch can be in time: the greatest timestamp is too early, or the one of all is too late. */
  #isOutOfTime({ maxTimestamp, attributes }: BatchHeader): boolean {
    const { fromTimestamp, untilTimestamp } = this.#wanted
    if (fromTimestamp !== null && maxTimestamp < fromTimestamp) return true
    return untilTimestamp !== null && isLogAppendTime(attributes) && maxTimestamp >= untilTimestamp
  }

  #isLater({ maxTimestamp, attributes }: BatchHeader): boolean {
    const { untilTimestamp } = this.#wanted
    return untilTimestamp !== null && isLogAppendTime(attributes) && maxTimestamp - CLOCK_SKEW_MS >= untilTimestamp
  }
}

/** One pass over a range, and what it has seen. */
class Pass {
  readonly range: OffsetRange
  nextOffset: number
  scannedRecords = 0
  readonly holes: Holes
  /** What lies between finds is not looked at then. */
  readonly isSearching: boolean
  readonly #take: Take
  #outcome: TransactionOutcome | null = null
  #firstTimestamp: number | null = null
  #lastTimestamp: number | null = null

  constructor(range: OffsetRange, take: Take, isSearching: boolean) {
    this.range = range
    this.nextOffset = range.from
    this.isSearching = isSearching
    this.holes = new Holes(range.from)
    this.#take = take
  }

  /** The records that follow are in such a transaction. */
  of(outcome: TransactionOutcome | null): this {
    this.#outcome = outcome
    return this
  }

  holds(header: BatchHeader): boolean {
    return header.baseOffset >= this.range.from && lastOffsetOf(header) < this.range.until
  }

  isOutside(offset: number): boolean {
    return offset < this.range.from || offset >= this.range.until
  }

  take(record: ClientRecord): boolean {
    const hole = this.isSearching ? null : this.holes.before(Number(record.offset))
    const isTaken = this.#take(record, this.#outcome, hole)
    // What lies before it is looked at again, so that whoever takes it gets to know.
    if (!isTaken) this.nextOffset = hole?.fromOffset ?? Number(record.offset)
    return isTaken
  }

  saw(timestamp: number): void {
    this.#firstTimestamp ??= timestamp
    this.#lastTimestamp = timestamp
  }

  sawFirst({ recordCount, attributes, baseTimestamp, maxTimestamp }: BatchHeader): void {
    if (recordCount > 0) this.saw(isLogAppendTime(attributes) ? maxTimestamp : baseTimestamp)
  }

  sawLast({ recordCount, maxTimestamp }: BatchHeader): void {
    if (recordCount > 0) this.saw(maxTimestamp)
  }

  result(ended: Partial<Filtered> = {}): Filtered {
    return { nextOffset: this.nextOffset, firstTimestamp: this.#firstTimestamp, lastTimestamp: this.#lastTimestamp, scannedRecords: this.scannedRecords, isCut: false, laterFrom: null, failed: null, ...ended }
  }
}
