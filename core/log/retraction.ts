// Takes single records out of a log: what was written by mistake and nobody should read. Their offsets stay as gaps, as after compaction.
import type { Clock } from '../base/clock.ts'
import { type BatchHeader, isControl, lastOffsetOf } from '../protocol/records/record-batch.ts'
import type { CleanedBatch } from '../storage/cleaned-file.ts'
import type { Extent } from '../storage/extents.ts'
import type { Storage } from '../storage/storage.ts'
import { rewriteBatch } from './compaction/batch-rewrite.ts'
import { rewriteExtents } from './compaction/extents-rewriter.ts'
import { cleanedBatch, collected, KeptBatches } from './compaction/kept-batches.ts'
import type { PartitionLog } from './partition-log.ts'

export interface Retracting {
  readonly storage: Storage
  readonly clock: Clock
  readonly signal?: AbortSignal
}

/** How many records went: those offsets that still held one, where no transaction is open. Durable when resolved; a crash before that leaves all of them. */
export async function retract(log: PartitionLog, offsets: readonly number[], { storage, clock, signal }: Retracting): Promise<number> {
  const wanted = new Set(offsets.filter((offset) => offset >= log.logStartOffset && offset < log.lastStableOffset))
  if (wanted.size === 0 || log.isDropped) return 0
  const replaced = await closedExtentsOf(log, wanted, storage)
  if (replaced.length === 0) return 0
  const filter = new RetractionFilter(wanted, new KeptBatches({ lastOffset: replaced.at(-1)!.lastOffset, producers: log.activeProducers() }))
  const file = await storage.beginCleanedFile()
  try {
    const by = await rewriteExtents(log, replaced, { storage, clock, signal, file, filter })
    await storage.commit({ swaps: [{ partition: log.partitionId, replaced, by, writes: [] }], writes: [file.record] })
  } finally {
    await storage.endCleanedFile(file)
  }
  return filter.removed
}

/** From the first extent that holds one of them to the last: what is still written to is ended for it. */
async function closedExtentsOf({ partitionId }: PartitionLog, wanted: ReadonlySet<number>, storage: Storage): Promise<readonly Extent[]> {
  const newest = [...wanted].reduce((last, offset) => Math.max(last, offset), 0)
  const tail = storage.partition(partitionId).extents.at(-1)
  const closed = storage.closedExtents(partitionId)
  if (tail !== undefined && newest >= tail.firstOffset && closed.at(-1) !== tail) await storage.commit({ cuts: [partitionId] })
  const holding = storage.closedExtents(partitionId).filter(({ firstOffset, lastOffset }) => [...wanted].some((offset) => offset >= firstOffset && offset <= lastOffset))
  const [first, last] = [holding[0], holding.at(-1)]
  if (first === undefined || last === undefined) return []
  return storage.closedExtents(partitionId).filter(({ firstOffset }) => firstOffset >= first.firstOffset && firstOffset <= last.firstOffset)
}

class RetractionFilter {
  removed = 0
  readonly #wanted: ReadonlySet<number>
  readonly #kept: KeptBatches

  constructor(wanted: ReadonlySet<number>, kept: KeptBatches) {
    this.#wanted = wanted
    this.#kept = kept
  }

  /** Markers stay: readers of committed records count on them. */
  async filter(batch: Buffer, header: BatchHeader): Promise<CleanedBatch | undefined> {
    if (isControl(header.attributes) || !this.#touches(header)) return cleanedBatch(batch, header, header.maxTimestamp)
    const kept = await collected(batch, header, (_, { offsetDelta }) => !this.#wanted.has(header.baseOffset + offsetDelta))
    if (kept === undefined || kept.count === header.recordCount) return cleanedBatch(batch, header, header.maxTimestamp)
    this.removed += header.recordCount - kept.count
    if (kept.count === 0) return this.#kept.emptied(batch, header)
    return cleanedBatch(await rewriteBatch(batch, header, kept, undefined), { ...header, recordCount: kept.count }, kept.maxTimestampMs)
  }

  #touches(header: BatchHeader): boolean {
    const last = lastOffsetOf(header)
    for (let offset = header.baseOffset; offset <= last; offset++) if (this.#wanted.has(offset)) return true
    return false
  }
}
