// Compacts partition logs: of each key the newest record stays. Offsets and order never change, and everything runs in slices beside the producers.
//
// A pass notes the newest offset of each key in the uncompacted part, as far as memory allows, and then writes the log up to there anew into a cleaned
// file. One commit swaps the extents and notes how far the log is compacted; until then the old ones stand, and a crash leaves them as they were.
import type { Clock } from '../../base/clock.ts'
import { Slices } from '../../base/slices.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { readMarker } from '../../protocol/records/control-record.ts'
import { visitRawRecords } from '../../protocol/records/raw-records.ts'
import { isControl, isTransactional, lastOffsetOf } from '../../protocol/records/record-batch.ts'
import type { CleanedFile } from '../../storage/cleaned-file.ts'
import type { Extent } from '../../storage/extents.ts'
import type { Storage } from '../../storage/storage.ts'
import { abortedTransactionsTable, type CompactionRecord, compactionsTable } from '../../storage/tables.ts'
import type { PartitionLog } from '../partition-log.ts'
import { BatchFilter } from './batch-filter.ts'
import { type ReadBatch, readChunks } from './batch-reader.ts'
import { bodyOf } from './batch-rewrite.ts'
import { bytesOf, type CompactionPlan, mustEndSegment, planCompaction } from './compaction-plan.ts'
import { rewriteExtents } from './extents-rewriter.ts'
import { KeyOffsets } from './key-offsets.ts'
import { TransactionFilter } from './transaction-filter.ts'

export interface CompactorOptions {
  readonly storage: Storage
  readonly clock: Clock
  /** `log.cleaner.dedupe.buffer.size`. */
  readonly maxKeyBytes: () => number
  /** Gives up what is under way, which leaves everything as it was: `compact` then rejects with its reason. */
  readonly signal?: AbortSignal
}

/** One run over logs that shares cleaned files among them; `end` it. */
export class Compactor {
  readonly #storage: Storage
  readonly #clock: Clock
  readonly #maxKeyBytes: () => number
  readonly #signal: AbortSignal | undefined
  #file: CleanedFile | undefined

  constructor({ storage, clock, maxKeyBytes, signal }: CompactorOptions) {
    this.#storage = storage
    this.#clock = clock
    this.#maxKeyBytes = maxKeyBytes
    this.#signal = signal
  }

  /** Compacts the log if it is due, or whatever of it may be when `now`; resolves with the bytes of batches that it lost. */
  async compact(log: PartitionLog, now: boolean): Promise<number> {
    this.#signal?.throwIfAborted()
    await this.#endSegment(log, now)
    let freedBytes = 0
    for (let isGoingOn = now; !log.isDropped;) {
      const plan = this.#plan(log)
      if (!(plan.isDue || (isGoingOn && plan.hasDirty))) break
      freedBytes += await this.#pass(log, plan)
      isGoingOn = true // memory may not have taken all keys at once
    }
    return freedBytes
  }

  async end(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    if (file) await this.#storage.endCleanedFile(file)
  }

  #plan(log: PartitionLog): CompactionPlan {
    const { partitionId, logStartOffset, lastStableOffset, configs } = log
    const closed = this.#storage.closedExtents(partitionId)
    const record = this.#storage.get(compactionsTable, partitionId)
    return planCompaction({ closed, logStartOffset, lastStableOffset, record, nowMs: this.#clock.now() }, configs)
  }

  async #endSegment({ partitionId, configs }: PartitionLog, now: boolean): Promise<void> {
    const { extents } = this.#storage.partition(partitionId)
    const tail = extents.at(-1)
    if (tail === undefined || this.#storage.closedExtents(partitionId).length === extents.length) return
    if (now || mustEndSegment(tail, configs, this.#clock.now())) await this.#storage.commit({ cuts: [partitionId] })
  }

  async #pass(log: PartitionLog, plan: CompactionPlan): Promise<number> {
    const { partitionId } = log
    const keys = new KeyOffsets(this.#maxKeyBytes())
    const until = plan.hasDirty ? await this.#noteKeys(log, plan, keys) : plan.dirtyFrom
    const replaced = this.#storage.closedExtents(partitionId).filter(({ firstOffset }) => firstOffset < until)
    if (replaced.length === 0) return 0
    const file = await this.#fileFor(partitionId)
    try {
      const { by, nextHorizonMs, orphanedAborts } = await this.#rewrite(log, replaced, { keys, until, file })
      const record: CompactionRecord = { cleanedUntil: until, nextHorizonMs }
      const forgotten = orphanedAborts.map((lastOffset) => abortedTransactionsTable.remove({ partition: partitionId, lastOffset }))
      const swap = { partition: partitionId, replaced, by, writes: [compactionsTable.put(partitionId, record), ...forgotten] }
      await this.#storage.commit({ swaps: [swap], writes: [file.record] })
      log.forgetAbortedTransactions(orphanedAborts)
      if (file.generation.batchBytes >= this.#storage.sealBytes) await this.end()
      return bytesOf(replaced) - bytesOf(by)
    } catch (cause) {
      await this.end()
      throw cause
    }
  }

  /** A file that does not hold the partition yet: what an earlier pass left in it would be read again. */
  async #fileFor(partitionId: number): Promise<CleanedFile> {
    if (this.#file?.holds(partitionId)) await this.end()
    return (this.#file ??= await this.#storage.beginCleanedFile())
  }

  /** Fills the map from the uncompacted part; returns the offset up to which it is complete. */
  async #noteKeys(log: PartitionLog, { dirtyFrom, cleanableUntil }: CompactionPlan, keys: KeyOffsets): Promise<number> {
    const transactions = new TransactionFilter(log.abortedRanges(dirtyFrom, cleanableUntil))
    const slices = new Slices(this.#clock)
    for await (const chunk of readChunks(this.#storage, log.partitionId, dirtyFrom, cleanableUntil)) {
      this.#signal?.throwIfAborted()
      for (const read of chunk) {
        await noteBatch(read, transactions, keys)
        if (keys.isFull) return lastOffsetOf(read.header) + 1
        if (slices.isOver) await slices.next()
      }
    }
    return cleanableUntil
  }

  async #rewrite(log: PartitionLog, replaced: readonly Extent[], { keys, until, file }: { keys: KeyOffsets; until: number; file: CleanedFile }) {
    const from = Math.max(log.logStartOffset, replaced[0]!.firstOffset)
    const { lastOffset } = replaced.at(-1)!
    const filter = new BatchFilter({
      keys,
      until,
      lastOffset,
      aborted: log.abortedRanges(from, until),
      producers: log.activeProducers(),
      nowMs: this.#clock.now(),
      deleteRetentionMs: log.configs.deleteRetentionMs,
    })
    const by = await rewriteExtents(log, replaced, { storage: this.#storage, clock: this.#clock, signal: this.#signal, file, filter })
    return { by, nextHorizonMs: filter.nextHorizonMs, orphanedAborts: filter.orphanedAborts }
  }
}

/** Aborted records and markers have no say in which record of a key is the newest. A batch that cannot be read stays as it is. */
async function noteBatch({ batch, header }: ReadBatch, transactions: TransactionFilter, keys: KeyOffsets): Promise<void> {
  if (isControl(header.attributes)) {
    const marker = header.recordCount > 0 ? readMarker(batch, 0, header) : undefined
    if (marker) transactions.isOrphan(marker, header.baseOffset)
    return
  }
  if (isTransactional(header.attributes) && transactions.isAborted(header.producerId, lastOffsetOf(header))) return
  try {
    const body = await bodyOf(batch, header)
    visitRawRecords(body, header.recordCount, ({ keyAt, keyLength, offsetDelta }) => {
      if (keyLength >= 0) keys.note(body, keyAt, keyLength, header.baseOffset + offsetDelta)
    })
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
  }
}
