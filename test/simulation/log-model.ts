// What must be true of one partition's log, whatever has happened: built from what was sent, acknowledged and read.
import { batchCrcIsValid, batches, type BatchHeader, isControl } from '../../core/protocol/records/record-batch.ts'
import { type DecodedRecord, decodeRecords } from '../../core/protocol/records/record.ts'
import type { TransactionModel } from './transaction-model.ts'
import { Violation } from './world.ts'

/** What a producer knows of a batch: `unsure` may be there or not, `refused` must not be. */
export type Fate = 'unsure' | 'written' | 'refused'

export interface SentBatch {
  readonly id: string
  readonly count: number
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly timestampMs: number
  readonly transaction: TransactionModel | null
  fate: Fate
  /** -1 until acknowledged or seen. */
  baseOffset: number
}

/** What a fetch said of a partition. */
export interface FetchedPartition {
  readonly highWatermark: number
  readonly lastStableOffset: number
  readonly logStartOffset: number
  readonly records: Buffer | null
}

export type Marker = 'commit' | 'abort'

export class LogModel {
  readonly title: string
  readonly sent = new Map<string, SentBatch>()
  /** What has been read or acknowledged at each offset. */
  readonly seen = new Map<number, string>()
  readonly #byOffset = new Map<number, SentBatch>()
  logStartOffset = 0
  highWatermark = 0
  lastStableOffset = 0
  /** DeleteRecords may have moved the log start up to here. */
  deletableUpTo = 0
  /** Records older than this may go; set by the topic's retention. */
  retentionMs = Number.POSITIVE_INFINITY
  /** Only the newest record of each key has to stay; what went is a gap. */
  isCompacted = false

  /** Transactions that have written here, with their first offset. */
  readonly #transactions = new Map<TransactionModel, number>()

  constructor(title: string) {
    this.title = title
  }

  /** The batch whose records these are; undefined when compaction has left none of them. */
  holding(records: Buffer, at: number, header: BatchHeader): SentBatch | undefined {
    const [first] = decodeRecords(records, at, header)
    if (first === undefined) return undefined
    const value = String(first.value)
    return this.sent.get(value.slice(0, value.lastIndexOf('/')))
  }

  /** The first offset of each transaction that nobody has tried to end. */
  openTransactions(nowMs: number): [TransactionModel, number][] {
    return [...this.#transactions].filter(([transaction]) => transaction.isOpen(nowMs))
  }

  /** `open` were open when the fetch was sent: those that still are hold the last stable offset back. */
  checkStable(open: readonly (readonly [TransactionModel, number])[], { lastStableOffset, logStartOffset }: FetchedPartition, nowMs: number): void {
    for (const [transaction, firstOffset] of open) {
      const isPassed = transaction.isOpen(nowMs) && lastStableOffset > Math.max(firstOffset, logStartOffset) // its first records may have been deleted
      require(!isPassed, `${this.title}: the last stable offset ${lastStableOffset} has passed ${transaction.title}, open since offset ${firstOffset}`)
    }
  }

  acknowledged(batch: SentBatch, baseOffset: number): void {
    require(batch.fate !== 'refused', `${this.title}: batch ${batch.id} was refused and then acknowledged`)
    batch.fate = 'written'
    this.#place(batch, baseOffset)
  }

  refused(batch: SentBatch): void {
    require(batch.baseOffset < 0, `${this.title}: batch ${batch.id} was refused although it is at offset ${batch.baseOffset}`)
    batch.fate = 'refused'
  }

  #place(batch: SentBatch, baseOffset: number): void {
    if (batch.baseOffset === baseOffset) return
    require(batch.baseOffset < 0, `${this.title}: batch ${batch.id} is at offset ${batch.baseOffset} and at ${baseOffset}`)
    const other = this.#byOffset.get(baseOffset)
    require(other === undefined, `${this.title}: offset ${baseOffset} was given to batch ${other?.id} and to ${batch.id}`)
    batch.baseOffset = baseOffset
    const { transaction } = batch
    if (transaction) this.#transactions.set(transaction, Math.min(baseOffset, this.#transactions.get(transaction) ?? baseOffset))
    this.#byOffset.set(baseOffset, batch)
    for (let i = 0; i < batch.count; i++) this.#note(baseOffset + i, `${batch.id}/${i}`)
  }

  #note(offset: number, what: string): void {
    const known = this.seen.get(offset)
    require(known === undefined || known === what, `${this.title}: offset ${offset} was "${known}" and is "${what}"`)
    this.seen.set(offset, what)
  }

  /** Bounds as an answer gives them: they never go back, and nothing goes that had to stay. */
  bounds({ highWatermark, lastStableOffset, logStartOffset }: FetchedPartition, nowMs: number): void {
    require(highWatermark >= this.highWatermark, `${this.title}: the high watermark went from ${this.highWatermark} back to ${highWatermark}`)
    require(logStartOffset >= this.logStartOffset, `${this.title}: the log start went from ${this.logStartOffset} back to ${logStartOffset}`)
    require(lastStableOffset >= this.lastStableOffset, `${this.title}: the last stable offset went from ${this.lastStableOffset} back to ${lastStableOffset}`)
    require(lastStableOffset <= highWatermark, `${this.title}: the last stable offset ${lastStableOffset} is above the high watermark ${highWatermark}`)
    if (logStartOffset > this.logStartOffset) this.#requireExpendable(logStartOffset, nowMs)
    this.highWatermark = highWatermark
    this.logStartOffset = logStartOffset
    this.lastStableOffset = lastStableOffset
  }

  #requireExpendable(logStartOffset: number, nowMs: number): void {
    for (const batch of this.#byOffset.values()) {
      const lastOffset = batch.baseOffset + batch.count - 1
      const isGone = lastOffset < logStartOffset && lastOffset >= Math.max(this.logStartOffset, this.deletableUpTo)
      require(!isGone || batch.timestampMs < nowMs - this.retentionMs, `${this.title}: batch ${batch.id} at ${batch.baseOffset} is gone (the log starts at ${logStartOffset}) and nobody asked for that`)
    }
  }

  /** Takes note of what was read from `fromOffset` on; returns one past its last offset. */
  read(records: Buffer, fromOffset: number): number {
    let next = fromOffset
    for (const { at, header } of batches(records)) {
      require(batchCrcIsValid(records, at, header), `${this.title}: the CRC at offset ${header.baseOffset} is wrong`)
      const lastOffset = header.baseOffset + header.lastOffsetDelta
      require((header.baseOffset <= next || this.isCompacted) && lastOffset >= next, `${this.title}: a read from ${next} gave the batch of ${header.baseOffset} to ${lastOffset}`)
      if (isControl(header.attributes)) this.#note(header.baseOffset, `${markerOf(records, at, header)} ${header.producerId}`)
      else this.#recognise(records, at, header)
      next = lastOffset + 1
    }
    return next
  }

  #recognise(records: Buffer, at: number, header: BatchHeader): void {
    const found = decodeRecords(records, at, header)
    if (found.length === 0 && this.isCompacted) return // kept for its sequence number
    const values = found.map(({ value }) => String(value))
    const id = values[0]!.slice(0, values[0]!.lastIndexOf('/'))
    const batch = this.sent.get(id)
    require(batch !== undefined, `${this.title}: offset ${header.baseOffset} holds "${values[0]}", which nobody sent there`)
    require(batch.fate !== 'refused', `${this.title}: batch ${id} was refused and is at offset ${header.baseOffset}`)
    if (this.isCompacted) return this.#recogniseRest(batch, found)
    const isWhole = values.length === batch.count && values.every((value, i) => value === `${id}/${i}`)
    require(isWhole, `${this.title}: batch ${id} of ${batch.count} records reads as ${values.join(' ')}`)
    require(header.producerId === batch.producerId && header.producerEpoch === batch.producerEpoch, `${this.title}: batch ${id} has another producer`)
    this.#place(batch, header.baseOffset)
  }

  /** Of a compacted batch: records are where they were, as they were. */
  #recogniseRest(batch: SentBatch, found: readonly DecodedRecord[]): void {
    const { offset, value } = found[0]!
    const index = Number(String(value).slice(batch.id.length + 1))
    this.#place(batch, Number(offset) - index)
    for (const record of found) this.#note(Number(record.offset), String(record.value))
  }

  /** Of everything that may be read, the newest record of each key is there. */
  checkCompacted(read: ReadonlySet<string>): void {
    const newest = new Map<number, string>()
    for (const batch of [...this.#byOffset.values()].toSorted((a, b) => a.baseOffset - b.baseOffset)) {
      // Of one that timed out, and was compacted away, there is no evidence: nobody was told.
      if (batch.transaction && batch.transaction.outcome !== 'committed') continue
      for (let i = 0; i < batch.count; i++) if (batch.baseOffset + i >= this.logStartOffset) newest.set(i, `${batch.id}/${i}`)
    }
    for (const [key, value] of newest) require(read.has(value), `${this.title}: ${value}, the newest record of key k${key}, is missing`)
  }

  /** After a read of the whole log: what was acknowledged is there, and every producer's batches are in its order. */
  checkComplete(read: ReadonlySet<number>): void {
    const last = new Map<number, SentBatch>()
    for (const batch of [...this.#byOffset.values()].toSorted((a, b) => a.baseOffset - b.baseOffset)) {
      const isThere = this.isCompacted || batch.baseOffset + batch.count <= this.logStartOffset || read.has(batch.baseOffset)
      require(isThere, `${this.title}: batch ${batch.id}, acknowledged or read at ${batch.baseOffset}, is missing (log ${this.logStartOffset} to ${this.highWatermark})`)
      if (batch.producerId < 0) continue
      const before = last.get(batch.producerId)
      const next = before === undefined ? 0 : before.baseSequence + before.count
      const follows = this.isCompacted ? batch.baseSequence >= next : batch.baseSequence === next
      const isInOrder = before === undefined || batch.producerEpoch > before.producerEpoch || (batch.producerEpoch === before.producerEpoch && follows)
      require(isInOrder, `${this.title}: producer ${batch.producerId} has batch ${batch.id} (sequence ${batch.baseSequence}) after ${before?.id} (${before?.baseSequence} of ${before?.count})`)
      last.set(batch.producerId, batch)
    }
  }
}

export function markerOf(records: Buffer, at: number, header: BatchHeader): Marker {
  const [record] = decodeRecords(records, at, header)
  return record!.key!.readInt16BE(2) === 1 ? 'commit' : 'abort'
}

function require(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Violation(message)
}
