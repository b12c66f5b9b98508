// Writes a cleaned data file: what is live of other files, durable before any extent refers to it.
import type { Extent } from './extents.ts'
import type { Generation } from './generation.ts'
import { logKey, timeKey } from './keys.ts'
import { silenceCommitError } from './safe-lmdb.ts'
import { StorageError } from './storage-error.ts'
import { filesTable, type Write } from './tables.ts'
import { PACK_BYTES, TIME_INDEX_BYTES } from './packing.ts'

/** One whole batch, with its offsets and what is counted of it. */
export interface CleanedBatch {
  readonly batch: Buffer
  readonly lastOffset: number
  readonly records: number
  readonly maxTimestampMs: number
}

export class CleanedFile {
  readonly generation: Generation
  #puts: Promise<unknown>[] = []
  /** Bytes handed over since the last flush. */
  unflushedBytes = 0
  /** The greatest timestamp so far of each partition: its time index runs over all that the file holds of it. */
  readonly #maxTimestamps = new Map<number, number>()

  constructor(generation: Generation) {
    this.generation = generation
  }

  holds(partition: number): boolean {
    return this.#maxTimestamps.has(partition)
  }

  /** Extents of a partition are written one after the other, in offset order. */
  beginExtent(partition: number, firstOffset: number): ExtentWriter {
    this.noteTimestamp(partition, -1)
    return new ExtentWriter(this, partition, firstOffset)
  }

  putValue(partition: number, lastOffset: number, value: Buffer): void {
    this.generation.batchBytes += value.length
    this.unflushedBytes += value.length
    this.#put(this.generation.log.put(logKey(partition, lastOffset), value))
  }

  /** Says that no record of the partition up to `lastOffset` is later than `maxTimestampMs`, as far as it is known. */
  putTime(partition: number, maxTimestampMs: number, lastOffset: number): void {
    this.#put(this.generation.time.put(timeKey(partition, this.runningMax(partition, maxTimestampMs), lastOffset), Buffer.of(1)))
  }

  runningMax(partition: number, maxTimestampMs: number): number {
    return Math.max(maxTimestampMs, this.#maxTimestamps.get(partition) ?? -1)
  }

  noteTimestamp(partition: number, maxTimestampMs: number): void {
    this.#maxTimestamps.set(partition, this.runningMax(partition, maxTimestampMs))
  }

  /** How much has been put into it: goes into the commit that lets extents refer to it. */
  get record(): Write {
    return filesTable.put(this.generation.id, { batchBytes: this.generation.batchBytes })
  }

  /** Rejects when what was put did not become durable; the file is then worth nothing. */
  async flush(): Promise<void> {
    const puts = this.#puts
    this.#puts = []
    this.unflushedBytes = 0
    try {
      await Promise.all(puts)
    } catch (cause) {
      throw new StorageError(`The write to ${this.generation.path} did not become durable: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
  }

  #put(put: Promise<unknown>): void {
    put.catch(silenceCommitError) // told by `flush`
    this.#puts.push(put)
  }
}

/** One extent in the making; batches are packed as the commit cycle packs them. */
export class ExtentWriter {
  readonly #file: CleanedFile
  readonly #partition: number
  readonly #firstOffset: number
  #pack: Buffer[] = []
  #packBytes = 0
  #lastOffset = -1
  #unindexedBytes = 0
  #bytes = 0
  #records = 0
  #maxTimestampMs = -1

  constructor(file: CleanedFile, partition: number, firstOffset: number) {
    this.#file = file
    this.#partition = partition
    this.#firstOffset = firstOffset
  }

  get bytes(): number {
    return this.#bytes
  }

  append({ batch, lastOffset, records, maxTimestampMs }: CleanedBatch): void {
    if (this.#packBytes > 0 && this.#packBytes + batch.length > PACK_BYTES) this.#flushPack()
    this.#pack.push(batch)
    this.#packBytes += batch.length
    this.#lastOffset = lastOffset
    this.#bytes += batch.length
    this.#records += records
    this.#maxTimestampMs = Math.max(this.#maxTimestampMs, maxTimestampMs)
    this.#file.noteTimestamp(this.#partition, maxTimestampMs)
    this.#unindexedBytes += batch.length
    if (this.#unindexedBytes < TIME_INDEX_BYTES) return
    this.#unindexedBytes = 0
    this.#file.putTime(this.#partition, this.#maxTimestampMs, lastOffset)
  }

  /** The extent up to `lastOffset`, whether or not a batch is left at its end. */
  end(lastOffset: number, appended: { readonly firstAppendMs: number; readonly lastAppendMs: number }): Extent {
    if (this.#packBytes > 0) this.#flushPack()
    return {
      generation: this.#file.generation.id,
      firstOffset: this.#firstOffset,
      lastOffset,
      bytes: this.#bytes,
      records: this.#records,
      maxTimestampMs: this.#maxTimestampMs,
      firstAppendMs: appended.firstAppendMs,
      lastAppendMs: appended.lastAppendMs,
    }
  }

  #flushPack(): void {
    const value = this.#pack.length === 1 ? this.#pack[0]! : Buffer.concat(this.#pack, this.#packBytes)
    this.#file.putValue(this.#partition, this.#lastOffset, value)
    this.#pack = []
    this.#packBytes = 0
  }
}
