// One partition's log: appends run ahead in memory, reads never pass what is durable.
import type { Clock } from '../base/clock.ts'
import { encodeMarker, type Marker } from '../protocol/records/control-record.ts'
import { setBaseOffset, setLogAppendTime, setPartitionLeaderEpoch, isTransactional, type BatchHeader } from '../protocol/records/record-batch.ts'
import type { Append } from '../storage/commit-unit.ts'
import type { ExtentLimits, PartitionExtents } from '../storage/extents.ts'
import type { Storage } from '../storage/storage.ts'
import { type AbortedTransactionRecord, abortedTransactionsTable, producersTable, type ProducerRecord, type Write } from '../storage/tables.ts'
import { type AbortedTransaction, AbortedTransactions } from './aborted-transactions.ts'
import { AppendError } from './append-error.ts'
import { validateBatch } from './batch-validation.ts'
import type { LogConfigs } from './log-configs.ts'
import { offsetForTimestamp, type TimestampedOffset } from './offset-for-timestamp.ts'
import { type ActiveProducer, ProducerStates } from './producer-state.ts'
import { readBatches } from './read.ts'
import { asStored } from './recompress.ts'
import { retainedFrom } from './retention.ts'
import { UnstableTransactions } from './unstable-transactions.ts'

/** The one leader epoch of a single static node (KIP-320). */
export const LEADER_EPOCH = 0

/** An extent is at most this share of what retention keeps. */
const RETENTION_SHARE = 1 / 8

const EMPTY = Buffer.alloc(0)

/** What an accepted batch got. It counts only once the unit that took it is durable. */
export interface Appended {
  readonly baseOffset: number
  /** -1 for CreateTime; of a repeated batch, as in Kafka, the time that it has either way. */
  readonly logAppendTimeMs: number
}

export interface AppendOptions {
  readonly produceVersion: number
  /** Asked for a valid transactional batch: throws AppendError unless its transaction takes writes to this partition. */
  readonly admit?: (header: BatchHeader) => void
}

/** The first Produce version whose producers add partitions by writing to them (KIP-890). */
const IMPLICIT_ADD_SINCE_VERSION = 12

/** Collects what one request changes, over all its partitions; submitted to the store as one unit. */
export interface PendingUnit {
  readonly appends: Append[]
  readonly writes: Write[]
}

export class PartitionLog {
  readonly partitionId: number
  readonly #storage: Storage
  readonly #configs: LogConfigs
  readonly #clock: Clock
  readonly #extents: PartitionExtents
  readonly #producers = new ProducerStates()
  readonly #transactions = new UnstableTransactions()
  readonly #aborted = new AbortedTransactions()
  /** The offset the next append gets; at or ahead of the high watermark. */
  #nextOffset: number

  constructor(partitionId: number, storage: Storage, configs: LogConfigs, clock: Clock) {
    this.partitionId = partitionId
    this.#storage = storage
    this.#configs = configs
    this.#clock = clock
    this.#extents = storage.partition(partitionId)
    this.#nextOffset = this.#extents.endOffset
  }

  get configs(): LogConfigs {
    return this.#configs
  }

  /** Its topic was deleted: what is appended to it is not kept. */
  get isDropped(): boolean {
    return this.#extents.isDropped
  }

  get logStartOffset(): number {
    return this.#extents.logStartOffset
  }

  /** One past the last durable record: what consumers may read up to. */
  get highWatermark(): number {
    return this.#extents.endOffset
  }

  /** What read_committed consumers may read up to: no transaction below it is open, and the marker of each is durable. */
  get lastStableOffset(): number {
    const { highWatermark } = this
    return Math.min(highWatermark, Math.max(this.logStartOffset, this.#transactions.firstUnstableOffset(highWatermark)))
  }

  get logEndOffset(): number {
    return this.#nextOffset
  }

  get sizeBytes(): number {
    return this.#extents.bytes
  }

  get maxTimestampMs(): number {
    return this.#extents.maxTimestampMs
  }

  /**
   * Validates a produced batch, stamps its offsets and adds it to `unit`. The batch must not change until the unit is durable.
   * A repeated batch of an idempotent producer adds nothing and gets its original offset. Throws AppendError.
   */
  append(records: Buffer | null, { produceVersion, admit = refuseTransactions }: AppendOptions, unit: PendingUnit): Appended {
    const nowMs = this.#clock.now()
    const header = validateBatch(records, produceVersion, this.#configs, nowMs)
    const batch = asStored(records!.subarray(0, header.sizeInBytes), header, this.#configs)
    const inTransaction = isTransactional(header.attributes)
    if (inTransaction) admit(header)
    const duplicate = header.producerId < 0 ? undefined : this.#producers.check(header, inTransaction && produceVersion >= IMPLICIT_ADD_SINCE_VERSION)
    if (duplicate) return { baseOffset: duplicate.firstOffset, logAppendTimeMs: duplicate.timestampMs }
    return this.#stamp(batch, header, nowMs, unit)
  }

  /**
   * Adds the marker that ends the producer's transaction here to `unit`. A producer that wrote nothing here leaves a marker all the same.
   * Throws AppendError for a marker of the past.
   */
  appendMarker(marker: Marker, unit: PendingUnit): void {
    const nowMs = this.#clock.now()
    const { producerId } = marker
    const record = this.#producers.endTransaction(marker, nowMs)
    const batch = encodeMarker(marker, nowMs)
    const offset = this.#nextOffset
    this.#place(batch, offset, nowMs)
    this.#nextOffset = offset + 1
    const aborted = this.#endTransaction(marker, offset)
    const append = { partition: this.partitionId, batch, firstOffset: offset, lastOffset: offset, records: 0, maxTimestampMs: nowMs, producer: { producerId, record } }
    unit.appends.push(aborted ? { ...append, aborted } : append)
  }

  /** Remembers an aborted one; undefined for all others. */
  #endTransaction({ producerId, isCommit }: Marker, markerOffset: number): AbortedTransactionRecord | undefined {
    const firstOffset = this.#transactions.end(producerId, markerOffset)
    if (isCommit || firstOffset === undefined) return undefined
    const lastStableOffset = Math.min(this.#nextOffset, this.#transactions.firstOpenOffset())
    const aborted = { producerId, firstOffset, lastStableOffset }
    this.#aborted.add({ ...aborted, lastOffset: markerOffset })
    return aborted
  }

  get hasAbortedTransactions(): boolean {
    return this.#aborted.size > 0
  }

  /** The aborted transactions that a consumer has to skip in what it reads of [fromOffset, endOffset). */
  abortedTransactions(fromOffset: number, endOffset: number): { producerId: number; firstOffset: number }[] {
    return this.#aborted.between(fromOffset, endOffset)
  }

  /** The same with the offsets of their markers. */
  abortedRanges(fromOffset: number, endOffset: number): AbortedTransaction[] {
    return this.#aborted.rangesBetween(fromOffset, endOffset)
  }

  /** Producers whose state is known, transactional or not. */
  activeProducers(): ActiveProducer[] {
    return this.#producers.active()
  }

  /** Whole batches from the one that contains `fromOffset`, up to the high watermark or another offset where a batch ends. */
  read(fromOffset: number, maxBytes: number, atLeastOneBatch: boolean, endOffset: number = this.highWatermark): Buffer {
    if (fromOffset >= endOffset || (maxBytes <= 0 && !atLeastOneBatch)) return EMPTY
    return readBatches(this.#storage, this.partitionId, { fromOffset, endOffset, maxBytes, atLeastOneBatch })
  }

  /** True when reading at this offset may have to wait for the disk; `prefetch` first keeps the event loop free. */
  isCold(fromOffset: number): boolean {
    return fromOffset < this.highWatermark && this.#storage.isCold(this.partitionId, fromOffset)
  }

  prefetch(fromOffset: number, maxBytes: number): Promise<void> {
    return this.#storage.prefetch(this.partitionId, fromOffset, maxBytes)
  }

  /** The first record at least this late, or undefined. */
  offsetForTimestamp(timestampMs: number): TimestampedOffset | undefined {
    return offsetForTimestamp(this.#storage, this.partitionId, timestampMs, this.logStartOffset, this.highWatermark)
  }

  /**
   * The first record with the greatest timestamp (KIP-734), or undefined when the log is empty. As in Kafka it may lie before the log start, where only
   * a part of its segment was deleted.
   */
  offsetOfMaxTimestamp(): TimestampedOffset | undefined {
    const [first] = this.#extents.extents
    return first && offsetForTimestamp(this.#storage, this.partitionId, this.maxTimestampMs, first.firstOffset, this.highWatermark)
  }

  /** `retention.ms` of a topic that deletes, or Infinity. */
  get retentionMs(): number {
    const { isDeleted, retentionMs } = this.#configs
    return isDeleted && retentionMs >= 0 ? retentionMs : Number.POSITIVE_INFINITY
  }

  /** `retention.bytes` of a topic that deletes, or Infinity. */
  get retentionBytes(): number {
    const { isDeleted, retentionBytes } = this.#configs
    return isDeleted && retentionBytes >= 0 ? retentionBytes : Number.POSITIVE_INFINITY
  }

  /** Segments of the configured size and age, and small beside what retention keeps. */
  get extentLimits(): ExtentLimits {
    const { segmentBytes, segmentMs } = this.#configs
    return { bytes: Math.min(segmentBytes, this.retentionBytes * RETENTION_SHARE), ms: Math.min(segmentMs, this.retentionMs * RETENTION_SHARE) }
  }

  /** The log start that retention asks for now. */
  retainedFrom(): number {
    return retainedFrom(this.#extents, this.#configs, this.#clock.now())
  }

  /** Forgets idle producers; returns the writes that make it so on disk. */
  expireProducers(beforeMs: number): Write[] {
    return this.#producers.expire(beforeMs).map((producerId) => producersTable.remove({ partition: this.partitionId, producerId }))
  }

  /** Forgets the aborted transactions that no reader can meet any more; returns the writes that make it so on disk. */
  expireAbortedTransactions(): Write[] {
    const forgotten = this.#aborted.forgetBefore(this.logStartOffset)
    return forgotten.map((lastOffset) => abortedTransactionsTable.remove({ partition: this.partitionId, lastOffset }))
  }

  /** Aborted transactions of which compaction has left nothing but their markers. */
  forgetAbortedTransactions(markerOffsets: readonly number[]): void {
    this.#aborted.forget(markerOffsets)
  }

  restoreProducer(producerId: number, record: ProducerRecord): void {
    this.#producers.restore(producerId, record)
    if (record.transactionFirstOffset !== undefined) this.#transactions.restore(producerId, record.transactionFirstOffset)
  }

  /** In the order of their markers. */
  restoreAbortedTransaction(transaction: AbortedTransaction): void {
    this.#aborted.add(transaction)
  }

  /** Falls back to what is durable after a failed commit; producers and transactions are restored by the caller. */
  reload(): void {
    this.#nextOffset = this.#extents.endOffset
    this.#producers.clear()
    this.#transactions.clear()
    this.#aborted.clear()
  }

  get #stampsTime(): boolean {
    return this.#configs.timestampType === 'LogAppendTime'
  }

  #stamp(batch: Buffer, header: BatchHeader, nowMs: number, unit: PendingUnit): Appended {
    const baseOffset = this.#nextOffset
    if (header.recordCount > Number.MAX_SAFE_INTEGER - baseOffset) {
      throw new AppendError('INVALID_RECORD', `The log ends at offset ${baseOffset}; ${header.recordCount} more records would pass the last offset there is.`)
    }
    const stampsTime = this.#stampsTime
    this.#place(batch, baseOffset, nowMs)
    const lastOffset = baseOffset + header.lastOffsetDelta
    const maxTimestampMs = stampsTime ? nowMs : header.maxTimestamp
    const append: Append = { partition: this.partitionId, batch, firstOffset: baseOffset, lastOffset, records: header.recordCount, maxTimestampMs }
    if (header.producerId < 0) unit.appends.push(append)
    else {
      const { producerId } = header
      if (isTransactional(header.attributes)) this.#transactions.begin(producerId, baseOffset)
      const record = this.#producers.append(stampsTime ? { ...header, maxTimestamp: nowMs } : header, baseOffset, nowMs)
      unit.appends.push({ ...append, producer: { producerId, record } })
    }
    this.#nextOffset = lastOffset + 1
    return { baseOffset, logAppendTimeMs: stampsTime ? nowMs : -1 }
  }

  #place(batch: Buffer, baseOffset: number, nowMs: number): void {
    setBaseOffset(batch, 0, baseOffset)
    setPartitionLeaderEpoch(batch, 0, LEADER_EPOCH)
    if (this.#stampsTime) setLogAppendTime(batch, 0, nowMs)
  }
}

function refuseTransactions({ producerId }: BatchHeader): never {
  throw new AppendError('INVALID_TXN_STATE', `Producer ${producerId} has no open transaction on this partition.`)
}
