// Decides what is left of a batch: newest values, tombstones and markers until their time, and the place of every live producer.
import { readMarker } from '../../protocol/records/control-record.ts'
import { type BatchHeader, isControl, isTransactional, lastOffsetOf } from '../../protocol/records/record-batch.ts'
import type { CleanedBatch } from '../../storage/cleaned-file.ts'
import type { ActiveProducer } from '../producer-state.ts'
import { canTakeHorizon, deleteHorizonOf, type RecordCollector, rewriteBatch } from './batch-rewrite.ts'
import { cleanedBatch, collected, KeptBatches } from './kept-batches.ts'
import type { KeyOffsets } from './key-offsets.ts'
import { type AbortedRange, TransactionFilter } from './transaction-filter.ts'

export interface BatchFilterOptions {
  readonly keys: KeyOffsets
  /** Batches from here on stay as they are. */
  readonly until: number
  /** The last offset of all that is rewritten: its batch stays, so that the log does not end earlier. */
  readonly lastOffset: number
  readonly aborted: readonly AbortedRange[]
  readonly producers: readonly ActiveProducer[]
  readonly nowMs: number
  readonly deleteRetentionMs: number
}

export class BatchFilter {
  /** The earliest time when something that was left may go; -1 for none. */
  nextHorizonMs = -1
  /** Abort markers of which no data is left: readers must not be told of their transactions any more once the markers may go. */
  readonly orphanedAborts: number[] = []
  readonly #options: BatchFilterOptions
  readonly #transactions: TransactionFilter
  readonly #kept: KeptBatches

  constructor(options: BatchFilterOptions) {
    this.#options = options
    this.#transactions = new TransactionFilter(options.aborted)
    this.#kept = new KeptBatches(options)
  }

  /** What is left of `batch`; undefined when nothing is. Must see every batch, in offset order. */
  async filter(batch: Buffer, header: BatchHeader): Promise<CleanedBatch | undefined> {
    if (header.baseOffset >= this.#options.until) return cleanedBatch(batch, header, header.maxTimestamp)
    const left = isControl(header.attributes) ? await this.#marker(batch, header) : await this.#records(batch, header)
    return left ?? this.#kept.emptied(batch, header)
  }

  /** A marker goes when no data of its transaction has been left for the time that tombstones stay. */
  async #marker(batch: Buffer, header: BatchHeader): Promise<CleanedBatch | undefined> {
    const marker = header.recordCount > 0 ? readMarker(batch, 0, header) : undefined
    const isOrphan = marker === undefined || this.#transactions.isOrphan(marker, header.baseOffset)
    if (isOrphan && marker?.isCommit === false) this.orphanedAborts.push(header.baseOffset)
    if (isOrphan && this.#isPast(header)) return undefined
    const kept = await collected(batch, header, () => true)
    return this.#written(batch, header, kept, isOrphan)
  }

  async #records(batch: Buffer, header: BatchHeader): Promise<CleanedBatch | undefined> {
    if (isTransactional(header.attributes) && this.#transactions.isAborted(header.producerId, lastOffsetOf(header))) return undefined
    const mayDropTombstones = this.#isPast(header)
    const kept = await collected(batch, header, (body, { keyAt, keyLength, isTombstone, offsetDelta }) => {
      if (keyLength < 0 || (isTombstone && mayDropTombstones)) return false
      return !this.#options.keys.isSuperseded(body, keyAt, keyLength, header.baseOffset + offsetDelta)
    })
    if (kept === undefined) return cleanedBatch(batch, header, header.maxTimestamp)
    return kept.count === 0 ? undefined : this.#written(batch, header, kept, kept.hasTombstone)
  }

  async #written(batch: Buffer, header: BatchHeader, kept: RecordCollector | undefined, wantsHorizon: boolean): Promise<CleanedBatch> {
    if (kept === undefined) return cleanedBatch(batch, header, header.maxTimestamp)
    const { nowMs, deleteRetentionMs } = this.#options
    const hasHorizon = deleteHorizonOf(header) !== undefined
    const horizonMs = wantsHorizon && !hasHorizon && canTakeHorizon(header, kept) ? nowMs + deleteRetentionMs : undefined
    if (wantsHorizon) this.#noteHorizon(horizonMs ?? deleteHorizonOf(header))
    if (horizonMs === undefined && kept.count === header.recordCount) return cleanedBatch(batch, header, header.maxTimestamp)
    const written = await rewriteBatch(batch, header, kept, horizonMs)
    return cleanedBatch(written, { ...header, recordCount: kept.count }, kept.maxTimestampMs)
  }

  #isPast(header: BatchHeader): boolean {
    const horizonMs = deleteHorizonOf(header)
    return horizonMs !== undefined && horizonMs <= this.#options.nowMs
  }

  #noteHorizon(horizonMs: number | undefined): void {
    if (horizonMs === undefined) return
    this.nextHorizonMs = this.nextHorizonMs < 0 ? horizonMs : Math.min(this.nextHorizonMs, horizonMs)
  }
}
