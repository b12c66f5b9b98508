// The only door to disk: one commit loop over rolling generations, and reads of what is durable.
import type { Clock } from '../base/clock.ts'
import { Event } from '../base/event.ts'
import type { Logger } from '../base/logger.ts'
import type { Timers } from '../base/timers.ts'
import { CleanedFile } from './cleaned-file.ts'
import { CommitLoop } from './commit-loop.ts'
import type { CommitUnit, Done } from './commit-unit.ts'
import { CycleWriter } from './cycle-writer.ts'
import { type Disk, fileDisk } from './disk.ts'
import { DiskGuard } from './disk-guard.ts'
import { type Extent, type ExtentLimits, liveBytesByFile, PartitionExtents } from './extents.ts'
import { GenerationCleaner } from './generation-cleaner.ts'
import { Generations } from './generations.ts'
import { isReferenced } from './referenced.ts'
import { StorageError } from './storage-error.ts'
import { extentsTable, filesTable, logStartsTable, type Table } from './tables.ts'

/** What rooms above need of the store for their metadata. */
export interface MetadataStore {
  /** Durable entries in key order; for start-up and reload, not for hot paths. */
  entries<K, V>(table: Table<K, V>): Iterable<[K, V]>
  get<K, V>(table: Table<K, V>, key: K): V | undefined
  /** Durable when resolved; rejects with StorageError, and then nothing of it was kept. */
  commit(unit: CommitUnit): Promise<void>
}

export interface StorageOptions {
  directory: string
  /** The folder's own files if left out. */
  disk?: Disk
  clock: Clock
  timers: Timers
  logger: Logger
  generationBytes?: number
  quotaBytes?: number
  freeFloorBytes?: number
  /** Spares a flush per commit: a power cut may then cost the last commit, and never more. */
  noMetaSync?: boolean
  /** A commit waits this long for others to share its flush. */
  lingerMs?: number
  /** Queued bytes from which `congested` asks producers to pause. */
  queueBytes?: number
}

export interface StorageUsage {
  fileBytes: number
  liveBytes: number
  /** On disk but not readable any more. */
  pinnedBytes: number
}

const MAX_CYCLE_BYTES = 16 * 1024 * 1024

export class Storage implements MetadataStore {
  readonly directory: string
  /** Ids of the partitions that got new durable records. */
  readonly appended = new Event<ReadonlySet<number>>()
  /** Ids of the partitions of which an extent has ended: retention, which takes extents whole, may have something to do. */
  readonly extentsEnded = new Event<ReadonlySet<number>>()
  /** A commit failed: state that ran ahead of the store must be read again from it. Emitted before the writers are told. */
  readonly failed = new Event<StorageError>()
  readonly #options: StorageOptions
  readonly #generations: Generations
  readonly #partitions: Map<number, PartitionExtents>
  readonly #loop: CommitLoop
  readonly #writer: CycleWriter
  readonly #cleaner: GenerationCleaner
  #guard: DiskGuard | undefined

  private constructor(options: StorageOptions, disk: Disk, generations: Generations, partitions: Map<number, PartitionExtents>) {
    this.directory = options.directory
    this.#options = options
    this.#generations = generations
    this.#partitions = partitions
    this.#writer = new CycleWriter({
      generations,
      partitions,
      now: () => options.clock.now(),
      generationBytes: generationBytesOf(options),
      isFull: () => this.refusal !== null,
      appended: (ids) => this.appended.emit(ids),
      ended: (ids) => this.extentsEnded.emit(ids),
    })
    this.#loop = new CommitLoop({
      write: (units) => this.#writer.write(units),
      failed: (error) => this.#onFailure(error),
      maxCycleBytes: MAX_CYCLE_BYTES,
      congestedBytes: options.queueBytes ?? 64 * 1024 * 1024,
      lingerMs: options.lingerMs ?? 0,
      timers: options.timers,
    })
    this.#cleaner = new GenerationCleaner({
      generations,
      partitions,
      logger: options.logger,
      commit: (unit) => this.commit(unit),
      sealBytes: () => this.#writer.sealBytes,
      extentLimits: (partition) => this.#writer.extentLimits(partition),
      freeBytes: () => disk.freeBytes(),
    })
  }

  static async open(options: StorageOptions): Promise<Storage> {
    const disk = options.disk ?? fileDisk(options.directory)
    const generations = await Generations.open({
      disk,
      generationBytes: generationBytesOf(options),
      noMetaSync: options.noMetaSync ?? false,
      now: () => options.clock.now(),
      logger: options.logger,
    })
    const partitions = new Map<number, PartitionExtents>()
    const storage = new Storage(options, disk, generations, partitions)
    storage.#loadExtents()
    await generations.keepOnly(storage.#writer.referencedGenerations())
    storage.#loadBatchBytes()
    storage.#guard = await DiskGuard.start({
      disk,
      freeFloorBytes: options.freeFloorBytes ?? 0,
      quotaBytes: options.quotaBytes ?? -1,
      usedBytes: () => generations.fileBytes,
      timers: options.timers,
      logger: options.logger,
    })
    return storage
  }

  // ---- writes ---------------------------------------------------------------------------------------------------------------------

  /** Queues a unit; `done` is called once it is durable or has failed. Units become durable in order. */
  submit(unit: CommitUnit, done: Done): void {
    this.#loop.submit(unit, done)
  }

  commit(unit: CommitUnit): Promise<void> {
    return new Promise((resolve, reject) => this.#loop.submit(unit, (error) => (error ? reject(error) : resolve())))
  }

  /** Seals a generation this long after something was first written to it, so that expired data can go; asked at most once a second. */
  sealAfter(generationMs: () => number): void {
    this.#writer.generationMs = generationMs
  }

  /** How long an extent may get, and whether any partition is bounded in size; the latter is asked at most once a second. */
  bound(extentLimits: (partition: number) => ExtentLimits, isSizeBounded: () => boolean): void {
    this.#writer.extentLimits = extentLimits
    this.#writer.isSizeBounded = isSizeBounded
  }

  /** Rewrites data files that hold too much that is dead; resolves with the bytes of disk given back. One at a time. */
  cleanFiles(signal?: AbortSignal): Promise<number> {
    return this.#cleaner.clean(signal)
  }

  /** Size at which the current generation is sealed. */
  get sealBytes(): number {
    return this.#writer.sealBytes
  }

  /** Extents of a partition that take no more batches. */
  closedExtents(id: number): readonly Extent[] {
    const { extents, isTailClosed } = this.partition(id)
    return isTailClosed || extents.at(-1)?.generation !== this.#generations.current.id ? extents : extents.slice(0, -1)
  }

  /** How much of a partition may be one extent. */
  extentLimits(id: number): ExtentLimits {
    return this.#writer.extentLimits(id)
  }

  /** A file to which the live batches of partitions are copied before `swaps` let extents refer to it. */
  async beginCleanedFile(): Promise<CleanedFile> {
    return new CleanedFile(await this.#generations.beginCleaned())
  }

  /** Deletes it where no swap has become durable. */
  async endCleanedFile({ generation }: CleanedFile): Promise<void> {
    await this.#generations.endCleaned(generation, isReferenced(generation.id, this.#partitions.values(), this.#generations.current))
  }

  /** Why new records are refused (full disk, quota); null when they are accepted. Metadata may still be written. */
  get refusal(): string | null {
    return this.#guard?.refusal ?? null
  }

  /** True while more is queued than should be: producers are asked to pause until `drained`. */
  get congested(): boolean {
    return this.#loop.congested
  }

  get drained(): Event<void> {
    return this.#loop.drained
  }

  // ---- reads ----------------------------------------------------------------------------------------------------------------------

  *entries<K, V>(table: Table<K, V>): Iterable<[K, V]> {
    const found: [Buffer, Buffer][] = []
    this.#generations.current.meta.visit(table.start, table.end, (key, value) => {
      found.push([Buffer.from(key), Buffer.from(value)])
    })
    for (const [key, value] of found) yield [table.decodeKey(key), table.decodeValue(value)]
  }

  get<K, V>(table: Table<K, V>, key: K): V | undefined {
    const bytes = this.#generations.current.meta.get(table.encodeKey(key))
    return bytes === undefined ? undefined : table.decodeValue(bytes)
  }

  /** The durable extents of a partition: a live object, empty for a partition that was never written. */
  partition(id: number): PartitionExtents {
    let extents = this.#partitions.get(id)
    if (!extents) {
      extents = new PartitionExtents()
      this.#partitions.set(id, extents)
    }
    return extents
  }

  /**
   * Visits stored values (runs of whole batches) of a partition in offset order, from the one that holds `fromOffset` or, in a gap, the next one.
   * The view is only valid during the call; return false to stop.
   */
  visitValues(partition: number, fromOffset: number, visit: (value: Buffer) => boolean | void): void {
    let stopped = false
    for (const extent of this.partition(partition).extents) {
      if (extent.lastOffset < fromOffset) continue
      this.#generation(extent.generation).visitValues(partition, Math.max(fromOffset, extent.firstOffset), extent.lastOffset, (value) => {
        stopped = visit(value) === false
        return !stopped
      })
      if (stopped) return
    }
  }

  /** True when the records at `offset` lie in neither the current nor the previous generation: a read may then have to wait for the disk. */
  isCold(partition: number, offset: number): boolean {
    const extent = this.#extentOf(partition, offset)
    return extent !== undefined && !this.#generations.isHot(extent.generation)
  }

  /** Brings what a read of about `maxBytes` from `offset` on will touch into memory without holding the event loop. */
  async prefetch(partition: number, offset: number, maxBytes: number): Promise<void> {
    const extent = this.#extentOf(partition, offset)
    if (extent) await this.#generation(extent.generation).prefetch(partition, offset, maxBytes)
  }

  /** An offset at or before the first record from `fromOffset` on with a timestamp of at least `timestampMs`, or undefined when no record is that late. */
  offsetBefore(partition: number, timestampMs: number, fromOffset = 0): number | undefined {
    for (const extent of this.partition(partition).extents) {
      if (extent.maxTimestampMs < timestampMs || extent.lastOffset < fromOffset) continue
      return Math.max(fromOffset, extent.firstOffset, this.#generation(extent.generation).offsetBefore(partition, timestampMs) ?? 0)
    }
    return undefined
  }

  /** Records that became durable since the store was opened. */
  get recordsAppended(): number {
    return this.#writer.recordsAppended
  }

  get usage(): StorageUsage {
    let liveBytes = 0
    for (const partition of this.#partitions.values()) liveBytes += partition.bytes
    const fileBytes = this.#generations.fileBytes
    return { fileBytes, liveBytes, pinnedBytes: this.#writer.pinnedBytes() }
  }

  get generationCount(): number {
    return this.#generations.openCount
  }

  /** Resolves once what was queued is durable and its writers are told; later writes are refused. Reads go on until `close`. */
  async finishWrites(): Promise<void> {
    await this.#loop.close()
  }

  async close(): Promise<void> {
    this.#guard?.stop()
    await this.finishWrites()
    await this.#generations.settle()
    await this.#generations.close()
  }

  /** The extent that holds `offset` or, in a gap, the next one. */
  #extentOf(partition: number, offset: number): Extent | undefined {
    return this.partition(partition).extents.find((extent) => extent.lastOffset >= offset)
  }

  #generation(id: number) {
    const generation = this.#generations.get(id)
    if (!generation) throw new StorageError(`Generation ${id} is not open.`)
    return generation
  }

  #loadExtents(): void {
    for (const [partition, offset] of this.entries(logStartsTable)) this.partition(partition).logStartOffset = offset
    const extents = new Map<number, Extent[]>()
    for (const [{ partition, firstOffset }, record] of this.entries(extentsTable)) {
      // keys sort by partition, then offset
      if (extents.has(partition)) extents.get(partition)!.push({ firstOffset, ...record })
      else extents.set(partition, [{ firstOffset, ...record }])
    }
    for (const [partition, own] of extents) this.partition(partition).extents = own
  }

  /** Where a file's count is not known, what is live in it is the least there can be. */
  #loadBatchBytes(): void {
    const known = new Map(this.entries(filesTable))
    for (const [id, liveBytes] of liveBytesByFile(this.#partitions.values())) {
      const generation = this.#generations.get(id)
      if (generation) generation.batchBytes = Math.max(liveBytes, known.get(id)?.batchBytes ?? 0)
    }
  }

  #onFailure(error: StorageError): void {
    this.#options.logger.error('A commit failed; nothing of it was kept', error)
    void this.#guard?.check()
    this.failed.emit(error)
  }
}

const generationBytesOf = (options: StorageOptions): number => options.generationBytes ?? 256 * 1024 * 1024
