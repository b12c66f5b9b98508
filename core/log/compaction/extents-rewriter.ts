// Writes extents of a log anew into a cleaned file, with what a filter leaves of their batches: offsets and order stay. Nobody sees it before it is swapped in.
import type { Clock } from '../../base/clock.ts'
import { Slices } from '../../base/slices.ts'
import type { BatchHeader } from '../../protocol/records/record-batch.ts'
import type { CleanedBatch, CleanedFile, ExtentWriter } from '../../storage/cleaned-file.ts'
import type { Extent } from '../../storage/extents.ts'
import type { Storage } from '../../storage/storage.ts'
import type { PartitionLog } from '../partition-log.ts'
import { readChunks } from './batch-reader.ts'

/** Written before it is flushed. */
const FLUSH_BYTES = 1024 * 1024

export interface ExtentsRewriting {
  readonly storage: Storage
  readonly clock: Clock
  /** Gives up: the file is left to be ended. */
  readonly signal: AbortSignal | undefined
  /** Holds nothing of the partition yet. */
  readonly file: CleanedFile
  readonly filter: { filter(batch: Buffer, header: BatchHeader): Promise<CleanedBatch | undefined> }
}

/** Resolves with the extents that may be swapped for `replaced`, flushed. */
export async function rewriteExtents(log: PartitionLog, replaced: readonly Extent[], { storage, clock, signal, file, filter }: ExtentsRewriting): Promise<Extent[]> {
  const from = Math.max(log.logStartOffset, replaced[0]!.firstOffset)
  const { lastOffset } = replaced.at(-1)!
  const writer = new ExtentsWriter(file, log.partitionId, replaced, storage.extentLimits(log.partitionId).bytes)
  const slices = new Slices(clock)
  for await (const chunk of readChunks(storage, log.partitionId, from, lastOffset + 1)) {
    signal?.throwIfAborted()
    for (const { batch, header } of chunk) {
      const left = await filter.filter(batch, header)
      // A copy of what stays as it is: a few small batches would otherwise keep whole chunks in memory.
      if (left) writer.append(left.batch === batch ? { ...left, batch: Buffer.from(batch) } : left)
      if (slices.isOver) await slices.next()
    }
    if (file.unflushedBytes >= FLUSH_BYTES) await file.flush()
  }
  const by = writer.end()
  await file.flush()
  return by
}

/** Writes extents one after the other that cover the offsets of those they replace, whatever is left in them. */
class ExtentsWriter {
  readonly #file: CleanedFile
  readonly #partition: number
  readonly #maxBytes: number
  readonly #appended: { readonly firstAppendMs: number; readonly lastAppendMs: number }
  readonly #lastOffset: number
  readonly #ended: Extent[] = []
  #writer: ExtentWriter
  #lastWritten = -1

  constructor(file: CleanedFile, partition: number, replaced: readonly Extent[], maxBytes: number) {
    this.#file = file
    this.#partition = partition
    this.#maxBytes = maxBytes
    this.#lastOffset = replaced.at(-1)!.lastOffset
    this.#appended = {
      firstAppendMs: Math.min(...replaced.map(({ firstAppendMs }) => firstAppendMs)),
      lastAppendMs: Math.max(...replaced.map(({ lastAppendMs }) => lastAppendMs)),
    }
    this.#writer = file.beginExtent(partition, replaced[0]!.firstOffset)
  }

  append(batch: Parameters<ExtentWriter['append']>[0]): void {
    if (this.#writer.bytes > 0 && this.#writer.bytes + batch.batch.length > this.#maxBytes) {
      this.#ended.push(this.#writer.end(this.#lastWritten, this.#appended))
      this.#writer = this.#file.beginExtent(this.#partition, this.#lastWritten + 1)
    }
    this.#writer.append(batch)
    this.#lastWritten = batch.lastOffset
  }

  end(): Extent[] {
    return [...this.#ended, this.#writer.end(this.#lastOffset, this.#appended)]
  }
}
