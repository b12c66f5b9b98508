// What one commit cycle changes, collected completely before anything is handed to LMDB: an exception half-way leaves nothing that could become durable.
import { assert } from '../base/assert.ts'
import type { Append, CommitUnit, Swap } from './commit-unit.ts'
import { type Extent, type ExtentLimits, PartitionExtents } from './extents.ts'
import type { Generation } from './generation.ts'
import { logKey, timeKey } from './keys.ts'
import { MIN_SEGMENT_BYTES, PACK_BYTES, TIME_INDEX_BYTES } from './packing.ts'
import {
  abortedTransactionsTable,
  compactionsTable,
  extentsTable,
  filesTable,
  logStartsTable,
  type ProducerRecord,
  producersTable,
  type Write,
} from './tables.ts'

/** What a cycle will change of a partition once it is durable. */
export interface Draft {
  logStartOffset: number
  extents: Extent[]
  /** The last extent takes no more batches. */
  isTailClosed: boolean
  dropped: boolean
}

/** What a cycle starts from. */
interface CycleState {
  readonly generation: Generation
  readonly partitions: ReadonlyMap<number, PartitionExtents>
  readonly dropped: ReadonlySet<number>
  readonly unindexedBytes: Map<number, number>
  readonly extentLimits: (partition: number) => ExtentLimits
  readonly nowMs: number
}

export class Cycle {
  readonly #operations: (() => Promise<unknown>)[] = []
  readonly drafts = new Map<number, Draft>()
  readonly appended = new Set<number>()
  /** Partitions of which an extent has ended because the next one began. */
  readonly ended = new Set<number>()
  appendedBytes = 0
  appendedRecords = 0
  removedExtents = false
  readonly #generation: Generation
  readonly #partitions: ReadonlyMap<number, PartitionExtents>
  readonly #dropped: ReadonlySet<number>
  readonly #unindexedBytes: Map<number, number>
  readonly #extentLimits: (partition: number) => ExtentLimits
  readonly #nowMs: number
  readonly #packs = new Map<number, Pack>()
  /** The newest record of every producer by partition: one write each, whatever the number of their batches. */
  readonly #producers = new Map<number, Map<number, ProducerRecord>>()
  /** Abort markers. */
  #aborted: Append[] = []

  constructor({ generation, partitions, dropped, unindexedBytes, extentLimits, nowMs }: CycleState) {
    this.#generation = generation
    this.#partitions = partitions
    this.#dropped = dropped
    this.#unindexedBytes = unindexedBytes
    this.#extentLimits = extentLimits
    this.#nowMs = nowMs
  }

  add(unit: CommitUnit): void {
    for (const append of unit.appends ?? []) this.#append(append)
    for (const write of unit.writes ?? []) this.#write(write)
    for (const { partition, offset } of unit.logStarts ?? []) this.#moveLogStart(partition, offset)
    for (const swap of unit.swaps ?? []) this.#swap(swap)
    for (const partition of unit.cuts ?? []) this.#draft(partition).isTailClosed = true
    for (const partition of unit.drops ?? []) this.#drop(partition)
  }

  /** The writes of the cycle; all must be started in one turn of the event loop, which makes them one transaction. */
  finish(): readonly (() => Promise<unknown>)[] {
    for (const [partition, pack] of this.#packs) this.#flush(partition, pack)
    for (const partition of this.appended) this.#putExtent(partition)
    for (const [partition, producers] of this.#producers) this.#putProducers(partition, producers)
    for (const { partition, lastOffset, aborted } of this.#aborted) this.#write(abortedTransactionsTable.put({ partition, lastOffset }, aborted!))
    if (this.removedExtents) this.#write(filesTable.put(this.#generation.id, { batchBytes: this.#generation.batchBytes + this.appendedBytes }))
    return this.#operations
  }

  #append(append: Append): void {
    const draft = this.#draft(append.partition)
    if (draft.dropped) return // deleted by a unit before this one: its writer learns that from `isDropped`
    const tail = draft.extents.at(-1)
    const end = tail === undefined ? draft.logStartOffset : tail.lastOffset + 1
    assert(append.firstOffset >= end, `partition ${append.partition}: offset ${append.firstOffset} appended below the log end ${end}`)
    const { firstOffset, lastOffset, records, maxTimestampMs } = append
    const added: Extent = { generation: this.#generation.id, firstOffset, lastOffset, bytes: append.batch.length, records, maxTimestampMs, firstAppendMs: this.#nowMs, lastAppendMs: this.#nowMs }
    const grown = this.#isOpen(append.partition, tail, draft) ? PartitionExtents.grown(tail, added) : added
    if (grown !== added) draft.extents[draft.extents.length - 1] = grown
    else this.#beginExtent(append.partition, draft, added)
    this.appended.add(append.partition)
    this.appendedBytes += append.batch.length
    this.appendedRecords += append.records
    this.#pack(append)
    this.#indexTime(append, draft)
    if (append.producer) this.#noteProducer(append.partition, append.producer)
    if (append.aborted) this.#aborted.push(append)
  }

  #isOpen(partition: number, tail: Extent | undefined, draft: Draft): tail is Extent {
    if (tail === undefined || tail.generation !== this.#generation.id || draft.isTailClosed) return false
    return tail.bytes < MIN_SEGMENT_BYTES || tail.bytes < this.#extentLimits(partition).bytes
  }

  /** A stored value never holds batches of two extents. */
  #beginExtent(partition: number, draft: Draft, extent: Extent): void {
    const pack = this.#packs.get(partition)
    if (pack) this.#flush(partition, pack)
    this.#packs.delete(partition)
    if (this.appended.has(partition)) this.#putExtent(partition)
    if (draft.extents.length > 0) this.ended.add(partition)
    draft.extents.push(extent)
    draft.isTailClosed = false
  }

  #noteProducer(partition: number, { producerId, record }: NonNullable<Append['producer']>): void {
    const producers = this.#producers.get(partition)
    if (producers) producers.set(producerId, record)
    else this.#producers.set(partition, new Map([[producerId, record]]))
  }

  #pack(append: Append): void {
    const pack = this.#packs.get(append.partition)
    if (pack && pack.bytes + append.batch.length <= PACK_BYTES) {
      pack.batches.push(append.batch)
      pack.bytes += append.batch.length
      pack.lastOffset = append.lastOffset
      return
    }
    if (pack) this.#flush(append.partition, pack)
    this.#packs.set(append.partition, { batches: [append.batch], bytes: append.batch.length, lastOffset: append.lastOffset })
  }

  #flush(partition: number, pack: Pack): void {
    const value = pack.batches.length === 1 ? pack.batches[0]! : Buffer.concat(pack.batches, pack.bytes)
    const key = logKey(partition, pack.lastOffset)
    this.#operations.push(() => this.#generation.log.put(key, value))
  }

  #indexTime(append: Append, draft: Draft): void {
    const bytes = (this.#unindexedBytes.get(append.partition) ?? 0) + append.batch.length
    if (bytes < TIME_INDEX_BYTES) {
      this.#unindexedBytes.set(append.partition, bytes)
      return
    }
    this.#unindexedBytes.set(append.partition, 0)
    // The maximum runs over all that the file holds of the partition, so that entries sort by offset as they do by time.
    const here = draft.extents.filter((extent) => extent.generation === this.#generation.id)
    const key = timeKey(append.partition, Math.max(...here.map((extent) => extent.maxTimestampMs)), append.lastOffset)
    this.#operations.push(() => this.#generation.time.put(key, Buffer.of(1)))
  }

  #putExtent(partition: number): void {
    const draft = this.drafts.get(partition)!
    const extent = draft.extents.at(-1)
    if (draft.dropped || extent?.generation !== this.#generation.id) return
    this.#write(putExtent(partition, extent))
  }

  #putProducers(partition: number, producers: ReadonlyMap<number, ProducerRecord>): void {
    for (const [producerId, record] of producers) this.#write(producersTable.put({ partition, producerId }, record))
  }

  #moveLogStart(partition: number, offset: number): void {
    const draft = this.#draft(partition)
    if (draft.dropped || offset <= draft.logStartOffset) return
    draft.logStartOffset = offset
    this.#write(logStartsTable.put(partition, offset))
    for (const extent of draft.extents) if (extent.lastOffset < offset) this.#removeExtent(partition, extent)
    draft.extents = draft.extents.filter((extent) => extent.lastOffset >= offset)
  }

  #drop(partition: number): void {
    const draft = this.#draft(partition)
    if (draft.dropped) return
    for (const extent of draft.extents) this.#removeExtent(partition, extent)
    draft.extents = []
    draft.dropped = true
    this.appended.delete(partition)
    this.#packs.delete(partition)
    this.#producers.delete(partition)
    this.#aborted = this.#aborted.filter((append) => append.partition !== partition)
    this.#write(logStartsTable.remove(partition))
    this.#write(compactionsTable.remove(partition))
    this.#removeRange(producersTable.encodeKey({ partition, producerId: 0 }), producersTable.encodeKey({ partition: partition + 1, producerId: 0 }))
    const [firstAborted, endAborted] = [partition, partition + 1].map((of) => abortedTransactionsTable.encodeKey({ partition: of, lastOffset: 0 }))
    this.#removeRange(firstAborted!, endAborted!)
  }

  #removeRange(first: Buffer, end: Buffer): void {
    const { meta } = this.#generation
    for (const key of meta.keys(first, end, Number.MAX_SAFE_INTEGER)) this.#operations.push(() => meta.remove(key))
  }

  /**
   * Puts cleaned extents in the place of those they were made from. Of these the first may have gone since (the log start moved on): what is left of
   * them is replaced all the same; where nothing is left there is nothing to replace.
   */
  #swap({ partition, replaced, by, writes = [] }: Swap): void {
    const draft = this.#draft(partition)
    const at = draft.extents.findIndex((extent) => replaced.some((old) => isSameExtent(old, extent)))
    if (at < 0) return
    const left = draft.extents.filter((extent) => replaced.some((old) => isSameExtent(old, extent)))
    assert(isSameExtent(left.at(-1)!, draft.extents[at + left.length - 1]!), `partition ${partition}: the extents to replace are not next to each other`)
    for (const extent of left) this.#removeExtent(partition, extent)
    const kept = by.filter((extent) => extent.lastOffset >= draft.logStartOffset)
    for (const extent of kept) this.#write(putExtent(partition, extent))
    for (const write of writes) this.#write(write)
    const wasTail = at + left.length === draft.extents.length
    draft.extents.splice(at, left.length, ...kept)
    if (wasTail) draft.isTailClosed = true
  }

  #removeExtent(partition: number, { firstOffset }: Extent): void {
    this.removedExtents = true
    this.#write(extentsTable.remove({ partition, firstOffset }))
  }

  #write(write: Write): void {
    const { meta } = this.#generation
    const { key, value } = write
    this.#operations.push(value === null ? () => meta.remove(key) : () => meta.put(key, value))
  }

  #draft(partition: number): Draft {
    let draft = this.drafts.get(partition)
    if (!draft) {
      const state = this.#partitions.get(partition)
      draft = { logStartOffset: state?.logStartOffset ?? 0, extents: [...(state?.extents ?? [])], isTailClosed: state?.isTailClosed ?? false, dropped: this.#dropped.has(partition) }
      this.drafts.set(partition, draft)
    }
    return draft
  }
}

interface Pack {
  batches: Buffer[]
  bytes: number
  lastOffset: number
}

function putExtent(partition: number, { firstOffset, ...record }: Extent): Write {
  return extentsTable.put({ partition, firstOffset }, record)
}

const isSameExtent = (a: Extent, b: Extent): boolean => a.firstOffset === b.firstOffset && a.generation === b.generation
