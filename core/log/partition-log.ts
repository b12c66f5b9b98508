// One partition's log: appends run ahead in memory, reads never pass what is durable.
import type { Clock } from '../base/clock.ts'
import { setBaseOffset, setLogAppendTime, setPartitionLeaderEpoch, isTransactional, type BatchHeader } from '../protocol/records/record-batch.ts'
import type { Append } from '../storage/commit-unit.ts'
import type { PartitionExtents } from '../storage/extents.ts'
import type { Storage } from '../storage/storage.ts'
import { producersTable, type ProducerRecord, type Write } from '../storage/tables.ts'
import { AppendError } from './append-error.ts'
import { validateBatch } from './batch-validation.ts'
import type { LogConfigs } from './log-configs.ts'
import { offsetForTimestamp, type TimestampedOffset } from './offset-for-timestamp.ts'
import { ProducerStates } from './producer-state.ts'
import { readBatches } from './read.ts'
import { retainedFrom } from './retention.ts'

/** The one leader epoch of a single static node (KIP-320). */
export const LEADER_EPOCH = 0

const EMPTY = Buffer.alloc(0)

/** What an accepted batch got. It counts only once the unit that took it is durable. */
export interface Appended {
  readonly baseOffset: number
  /** -1 for CreateTime. */
  readonly logAppendTimeMs: number
}

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

  /** Equal to the high watermark while there are no transactions. */
  get lastStableOffset(): number {
    return this.highWatermark
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
  append(records: Buffer | null, produceVersion: number, unit: PendingUnit): Appended {
    const nowMs = this.#clock.now()
    const header = validateBatch(records, produceVersion, this.#configs, nowMs)
    if (isTransactional(header.attributes)) {
      throw new AppendError('INVALID_TXN_STATE', `Producer ${header.producerId} has no open transaction on this partition.`)
    }
    const duplicate = header.producerId < 0 ? undefined : this.#producers.check(header)
    if (duplicate) return { baseOffset: duplicate.firstOffset, logAppendTimeMs: this.#stampsTime ? duplicate.timestampMs : -1 }
    return this.#stamp(records!, header, nowMs, unit)
  }

  /** Whole batches from the one that contains `fromOffset`, up to the high watermark. */
  read(fromOffset: number, maxBytes: number, atLeastOneBatch: boolean): Buffer {
    if (fromOffset >= this.highWatermark || (maxBytes <= 0 && !atLeastOneBatch)) return EMPTY
    return readBatches(this.#storage, this.partitionId, { fromOffset, endOffset: this.highWatermark, maxBytes, atLeastOneBatch })
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

  /** The first record with the greatest timestamp (KIP-734), or undefined when the log is empty. */
  offsetOfMaxTimestamp(): TimestampedOffset | undefined {
    return this.#extents.extents.length === 0 ? undefined : this.offsetForTimestamp(this.maxTimestampMs)
  }

  /** `retention.ms` of a topic that deletes, or Infinity. */
  get retentionMs(): number {
    const { isDeleted, retentionMs } = this.#configs
    return isDeleted && retentionMs >= 0 ? retentionMs : Number.POSITIVE_INFINITY
  }

  /** The log start that retention asks for now. */
  retainedFrom(): number {
    return retainedFrom(this.#extents, this.#configs, this.#clock.now())
  }

  /** Forgets idle producers; returns the writes that make it so on disk. */
  expireProducers(beforeMs: number): Write[] {
    return this.#producers.expire(beforeMs).map((producerId) => producersTable.remove({ partition: this.partitionId, producerId }))
  }

  restoreProducer(producerId: number, record: ProducerRecord): void {
    this.#producers.restore(producerId, record)
  }

  /** Falls back to what is durable after a failed commit; the producers are restored by the caller. */
  reload(): void {
    this.#nextOffset = this.#extents.endOffset
    this.#producers.clear()
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
    setBaseOffset(batch, 0, baseOffset)
    setPartitionLeaderEpoch(batch, 0, LEADER_EPOCH)
    if (stampsTime) setLogAppendTime(batch, 0, nowMs)
    const lastOffset = baseOffset + header.lastOffsetDelta
    const maxTimestampMs = stampsTime ? nowMs : header.maxTimestamp
    const append: Append = { partition: this.partitionId, batch, firstOffset: baseOffset, lastOffset, records: header.recordCount, maxTimestampMs }
    if (header.producerId < 0) unit.appends.push(append)
    else {
      const { producerId } = header
      const record = this.#producers.append(stampsTime ? { ...header, maxTimestamp: nowMs } : header, baseOffset, nowMs)
      unit.appends.push({ ...append, producer: { producerId, record } })
    }
    this.#nextOffset = lastOffset + 1
    return { baseOffset, logAppendTimeMs: stampsTime ? nowMs : -1 }
  }
}
