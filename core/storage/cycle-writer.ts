// Writes one commit cycle as one LMDB transaction: packed batches, sparse time index, extents, metadata. Applies it to memory once durable.
import { assert } from '../base/assert.ts'
import type { Append, CommitUnit } from './commit-unit.ts'
import { type Extent, PartitionExtents } from './extents.ts'
import type { Generation } from './generation.ts'
import type { Generations } from './generations.ts'
import { logKey, timeKey } from './keys.ts'
import { StorageError } from './storage-error.ts'
import { extentsTable, logStartsTable, type ProducerRecord, producersTable, type Write } from './tables.ts'

/** Consecutive batches of one partition are packed into one value up to this size: 4 KB pages waste half of a 1 KB value. */
const PACK_BYTES = 64 * 1024
/** One time index entry per this many bytes of a partition. */
const TIME_INDEX_BYTES = 256 * 1024

export interface CycleWriterOptions {
  generations: Generations
  partitions: Map<number, PartitionExtents>
  now(): number
  generationBytes: number
  /** True while new records are refused for want of space. */
  isFull(): boolean
  appended(ids: ReadonlySet<number>): void
}

/** What a cycle will change of a partition once it is durable. */
interface Draft {
  logStartOffset: number
  extents: Extent[]
  dropped: boolean
}

const DAY_MS = 86_400_000
/** Rolling is tried, and the age limit asked for (which looks at every partition), no more often. */
const ROLL_CHECK_PERIOD_MS = 1000
/** A current generation with nothing live in it is given up from this share of its full size on; a roll is not worth less. */
const WORTH_FREEING = 1 / 8

export class CycleWriter {
  /** Age after which a generation that holds something is sealed; may look at every partition. */
  generationMs: () => number = () => DAY_MS
  /** Durable records since the store was opened. */
  recordsAppended = 0
  readonly #options: CycleWriterOptions
  /** Bytes per partition since its last time index entry in the current generation. */
  readonly #unindexedBytes = new Map<number, number>()
  /** Deleted since the store was opened: a unit may have been queued before the deletion. Ids are never used again. */
  readonly #dropped = new Set<number>()
  /** When something was first written to the current generation, or a little before. */
  #firstWriteMs: number | undefined
  #nextRollCheckMs = 0
  #rollFailed = false

  constructor(options: CycleWriterOptions) {
    this.#options = options
    const { current } = options.generations
    if (current.writtenBytes > 0) this.#firstWriteMs = Number(current.fact('createdAtMs'))
  }

  async write(units: readonly CommitUnit[]): Promise<void> {
    const hasRolled = this.#mustRoll() && (await this.#roll())
    const generation = this.#options.generations.current
    const cycle = new Cycle({ ...this.#options, generation, dropped: this.#dropped, unindexedBytes: this.#unindexedBytes, nowMs: this.#options.now() })
    for (const unit of units) cycle.add(unit)
    const operations = cycle.finish()
    try {
      await Promise.all(operations.map((operation) => operation()))
    } catch (cause) {
      silence(cause)
      throw new StorageError(`The write to ${generation.path} did not become durable: ${messageOf(cause)}`, { cause })
    }
    this.#apply(cycle)
    if (hasRolled || cycle.removedExtents) await this.#dropDeadGenerations()
  }

  referencedGenerations(): Set<number> {
    const referenced = new Set<number>()
    for (const partition of this.#options.partitions.values()) for (const extent of partition.extents) referenced.add(extent.generation)
    return referenced
  }

  /** Bytes of sealed files beyond what is live in them: freed when the last live record of each has gone. */
  pinnedBytes(): number {
    const live = new Map<number, number>()
    for (const partition of this.#options.partitions.values()) {
      for (const extent of partition.extents) live.set(extent.generation, (live.get(extent.generation) ?? 0) + extent.bytes)
    }
    const { generations } = this.#options
    let pinned = 0
    for (const [id, bytes] of live) if (id !== generations.current.id) pinned += Math.max(0, (generations.get(id)?.fileBytes ?? 0) - bytes)
    return pinned
  }

  #mustRoll(): boolean {
    if (this.#firstWriteMs === undefined) return false
    const nowMs = this.#options.now()
    this.#firstWriteMs = Math.min(this.#firstWriteMs, nowMs) // the clock may have been set back
    const isFull = this.#options.generations.current.writtenBytes >= this.#options.generationBytes
    if (isFull && !this.#rollFailed) return true
    if (nowMs < this.#nextRollCheckMs && nowMs >= this.#nextRollCheckMs - ROLL_CHECK_PERIOD_MS) return false
    this.#nextRollCheckMs = nowMs + ROLL_CHECK_PERIOD_MS
    return isFull || nowMs - this.#firstWriteMs >= this.generationMs()
  }

  async #roll(): Promise<boolean> {
    const hasRolled = await this.#options.generations.roll()
    this.#rollFailed = !hasRolled
    if (hasRolled) {
      this.#unindexedBytes.clear()
      this.#firstWriteMs = undefined
    } else this.#nextRollCheckMs = this.#options.now() + ROLL_CHECK_PERIOD_MS
    return hasRolled
  }

  #apply(cycle: Cycle): void {
    const { partitions } = this.#options
    for (const [id, draft] of cycle.drafts) {
      if (draft.dropped) {
        this.#drop(id)
        continue
      }
      const state = partitions.get(id) ?? new PartitionExtents()
      state.logStartOffset = draft.logStartOffset
      state.extents = draft.extents
      partitions.set(id, state)
    }
    this.recordsAppended += cycle.appendedRecords
    this.#options.generations.current.writtenBytes += cycle.appendedBytes
    if (cycle.appendedBytes > 0) this.#firstWriteMs ??= this.#options.now()
    if (cycle.appended.size > 0) this.#options.appended(cycle.appended)
  }

  #drop(id: number): void {
    const { partitions } = this.#options
    const state = partitions.get(id)
    if (state) Object.assign(state, { isDropped: true, extents: [] })
    partitions.delete(id)
    this.#dropped.add(id)
  }

  /** Runs after the commit that removed the last reference is durable, so a crash in between only leaves a file for the next start to unlink. */
  async #dropDeadGenerations(): Promise<void> {
    const { generations } = this.#options
    const referenced = this.referencedGenerations()
    if (!referenced.has(generations.current.id) && this.#isWorthFreeing(generations.current)) await this.#roll()
    for (const id of generations.sealedIds()) if (!referenced.has(id)) await generations.drop(id)
  }

  #isWorthFreeing({ writtenBytes }: Generation): boolean {
    return writtenBytes >= this.#options.generationBytes * WORTH_FREEING || (writtenBytes > 0 && this.#options.isFull())
  }
}

/** What a cycle starts from. */
interface CycleState {
  readonly generation: Generation
  readonly partitions: ReadonlyMap<number, PartitionExtents>
  readonly dropped: ReadonlySet<number>
  readonly unindexedBytes: Map<number, number>
  readonly nowMs: number
}

/** Collects a whole cycle before anything is handed to LMDB: an exception half-way leaves nothing behind that could become durable. */
class Cycle {
  readonly #operations: (() => Promise<unknown>)[] = []
  readonly drafts = new Map<number, Draft>()
  readonly appended = new Set<number>()
  appendedBytes = 0
  appendedRecords = 0
  removedExtents = false
  readonly #generation: Generation
  readonly #partitions: ReadonlyMap<number, PartitionExtents>
  readonly #dropped: ReadonlySet<number>
  readonly #unindexedBytes: Map<number, number>
  readonly #nowMs: number
  readonly #packs = new Map<number, Pack>()
  /** The newest record of every producer by partition: one write each, whatever the number of their batches. */
  readonly #producers = new Map<number, Map<number, ProducerRecord>>()

  constructor({ generation, partitions, dropped, unindexedBytes, nowMs }: CycleState) {
    this.#generation = generation
    this.#partitions = partitions
    this.#dropped = dropped
    this.#unindexedBytes = unindexedBytes
    this.#nowMs = nowMs
  }

  add(unit: CommitUnit): void {
    for (const append of unit.appends ?? []) this.#append(append)
    for (const write of unit.writes ?? []) this.#write(write)
    for (const { partition, offset } of unit.logStarts ?? []) this.#moveLogStart(partition, offset)
    for (const partition of unit.drops ?? []) this.#drop(partition)
  }

  /** The writes of the cycle; all must be started in one turn of the event loop, which makes them one transaction. */
  finish(): readonly (() => Promise<unknown>)[] {
    for (const [partition, pack] of this.#packs) this.#flush(partition, pack)
    for (const partition of this.appended) this.#putExtent(partition)
    for (const [partition, producers] of this.#producers) this.#putProducers(partition, producers)
    return this.#operations
  }

  #append(append: Append): void {
    const draft = this.#draft(append.partition)
    if (draft.dropped) return // deleted by a unit before this one: its writer learns that from `isDropped`
    const tail = draft.extents.at(-1)
    const end = tail === undefined ? draft.logStartOffset : tail.lastOffset + 1
    assert(append.firstOffset >= end, `partition ${append.partition}: offset ${append.firstOffset} appended below the log end ${end}`)
    const { firstOffset, lastOffset, records, maxTimestampMs } = append
    const added = { firstOffset, lastOffset, bytes: append.batch.length, records, maxTimestampMs, lastAppendMs: this.#nowMs }
    const grown = PartitionExtents.grown(tail, this.#generation.id, added)
    if (tail !== undefined && tail.generation === grown.generation) draft.extents[draft.extents.length - 1] = grown
    else draft.extents.push(grown)
    this.appended.add(append.partition)
    this.appendedBytes += append.batch.length
    this.appendedRecords += append.records
    this.#pack(append)
    this.#indexTime(append, grown)
    if (append.producer) this.#noteProducer(append.partition, append.producer)
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

  #indexTime(append: Append, grown: Extent): void {
    const bytes = (this.#unindexedBytes.get(append.partition) ?? 0) + append.batch.length
    if (bytes < TIME_INDEX_BYTES) {
      this.#unindexedBytes.set(append.partition, bytes)
      return
    }
    this.#unindexedBytes.set(append.partition, 0)
    const key = timeKey(append.partition, grown.maxTimestampMs, append.lastOffset)
    this.#operations.push(() => this.#generation.time.put(key, Buffer.of(1)))
  }

  #putExtent(partition: number): void {
    const draft = this.drafts.get(partition)!
    const extent = draft.extents.at(-1)
    if (draft.dropped || extent?.generation !== this.#generation.id) return
    const { generation, ...record } = extent
    this.#write(extentsTable.put({ partition, generation }, record))
  }

  #putProducers(partition: number, producers: ReadonlyMap<number, ProducerRecord>): void {
    for (const [producerId, record] of producers) this.#write(producersTable.put({ partition, producerId }, record))
  }

  #moveLogStart(partition: number, offset: number): void {
    const draft = this.#draft(partition)
    if (draft.dropped || offset <= draft.logStartOffset) return
    draft.logStartOffset = offset
    this.#write(logStartsTable.put(partition, offset))
    for (const extent of draft.extents) if (extent.lastOffset < offset) this.#removeExtent(partition, extent.generation)
    draft.extents = draft.extents.filter((extent) => extent.lastOffset >= offset)
  }

  #drop(partition: number): void {
    const draft = this.#draft(partition)
    if (draft.dropped) return
    for (const extent of draft.extents) this.#removeExtent(partition, extent.generation)
    draft.extents = []
    draft.dropped = true
    this.appended.delete(partition)
    this.#packs.delete(partition)
    this.#producers.delete(partition)
    this.#write(logStartsTable.remove(partition))
    const { meta } = this.#generation
    const first = producersTable.encodeKey({ partition, producerId: 0 })
    const end = producersTable.encodeKey({ partition: partition + 1, producerId: 0 })
    for (const key of meta.keys(first, end, Number.MAX_SAFE_INTEGER)) this.#operations.push(() => meta.remove(key))
  }

  #removeExtent(partition: number, generation: number): void {
    this.removedExtents = true
    this.#write(extentsTable.remove({ partition, generation }))
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
      draft = { logStartOffset: state?.logStartOffset ?? 0, extents: [...(state?.extents ?? [])], dropped: this.#dropped.has(partition) }
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

/** A failed LMDB commit carries a second promise that rejects on its own; unobserved it would end the process. */
function silence(cause: unknown): void {
  const commitError = (cause as { commitError?: unknown } | null)?.commitError
  if (commitError instanceof Promise) commitError.catch(() => undefined)
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
