// Writes one commit cycle as one LMDB transaction and applies it to memory once durable; seals the current generation when it is time.
import type { CommitUnit } from './commit-unit.ts'
import { Cycle } from './cycle.ts'
import { type ExtentLimits, liveBytesByFile, PartitionExtents } from './extents.ts'
import type { Generation } from './generation.ts'
import type { Generations } from './generations.ts'
import { silenceCommitError } from './safe-lmdb.ts'
import { sealBytes } from './seal-bytes.ts'
import { StorageError } from './storage-error.ts'

export interface CycleWriterOptions {
  generations: Generations
  partitions: Map<number, PartitionExtents>
  now(): number
  generationBytes: number
  /** True while new records are refused for want of space. */
  isFull(): boolean
  appended(ids: ReadonlySet<number>): void
  /** An extent of these partitions has ended and the next one begun. */
  ended(ids: ReadonlySet<number>): void
}

const DAY_MS = 86_400_000
/** Rolling is tried, and the age limit asked for (which looks at every partition), no more often. */
const ROLL_CHECK_PERIOD_MS = 1000
/** A current generation with nothing live in it is given up from this share of its full size on; a roll is not worth less. */
const WORTH_FREEING = 1 / 8

export class CycleWriter {
  /** Age after which a generation that holds something is sealed; may look at every partition. */
  generationMs: () => number = () => DAY_MS
  /** Whether a partition is bounded in size: generations are then small beside what is kept. May look at every partition. */
  isSizeBounded: () => boolean = () => false
  extentLimits: (partition: number) => ExtentLimits = () => ({ bytes: Number.POSITIVE_INFINITY, ms: Number.POSITIVE_INFINITY })
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
  #sealBytes: number
  #rollFailed = false

  constructor(options: CycleWriterOptions) {
    this.#options = options
    this.#sealBytes = options.generationBytes
    const { current } = options.generations
    if (current.writtenBytes > 0) this.#firstWriteMs = Number(current.fact('createdAtMs'))
  }

  async write(units: readonly CommitUnit[]): Promise<void> {
    const hasRolled = (this.#mustRoll() || units.some(({ seal }) => seal)) && (await this.#roll())
    const generation = this.#options.generations.current
    const { partitions } = this.#options
    const [dropped, unindexedBytes, extentLimits] = [this.#dropped, this.#unindexedBytes, this.extentLimits]
    const cycle = new Cycle({ generation, partitions, dropped, unindexedBytes, extentLimits, nowMs: this.#options.now() })
    for (const unit of units) cycle.add(unit)
    const operations = cycle.finish()
    try {
      await Promise.all(operations.map((operation) => operation()))
    } catch (cause) {
      silenceCommitError(cause)
      throw new StorageError(`The write to ${generation.path} did not become durable: ${messageOf(cause)}`, { cause })
    }
    this.#apply(cycle)
    if (hasRolled || cycle.removedExtents) await this.#dropDeadGenerations()
  }

  /** Size at which the current generation is sealed. */
  get sealBytes(): number {
    return this.#sealBytes
  }

  referencedGenerations(): Set<number> {
    const referenced = new Set<number>()
    for (const partition of this.#options.partitions.values()) for (const extent of partition.extents) referenced.add(extent.generation)
    return referenced
  }

  /** Bytes of sealed files beyond what is live in them: freed when the last live record of each has gone. */
  pinnedBytes(): number {
    const { generations } = this.#options
    const live = liveBytesByFile(this.#options.partitions.values())
    let pinned = 0
    for (const [id, bytes] of live) if (id !== generations.current.id) pinned += Math.max(0, (generations.get(id)?.fileBytes ?? 0) - bytes)
    return pinned
  }

  #mustRoll(): boolean {
    if (this.#firstWriteMs === undefined) return false
    const nowMs = this.#options.now()
    this.#firstWriteMs = Math.min(this.#firstWriteMs, nowMs) // the clock may have been set back
    const isFull = this.#options.generations.current.writtenBytes >= this.#sealBytes
    if (isFull && !this.#rollFailed) return true
    if (nowMs < this.#nextRollCheckMs && nowMs >= this.#nextRollCheckMs - ROLL_CHECK_PERIOD_MS) return false
    this.#nextRollCheckMs = nowMs + ROLL_CHECK_PERIOD_MS
    this.#sealBytes = this.#wantedSealBytes()
    return isFull || nowMs - this.#firstWriteMs >= this.generationMs()
  }

  async #roll(): Promise<boolean> {
    const hasRolled = await this.#options.generations.roll()
    this.#rollFailed = !hasRolled
    if (hasRolled) {
      this.#unindexedBytes.clear()
      this.#firstWriteMs = undefined
      this.#sealBytes = this.#wantedSealBytes()
    } else this.#nextRollCheckMs = this.#options.now() + ROLL_CHECK_PERIOD_MS
    return hasRolled
  }

  #wantedSealBytes(): number {
    return sealBytes(this.#options.generationBytes, this.isSizeBounded(), this.#options.partitions.values())
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
      state.isTailClosed = draft.isTailClosed
      partitions.set(id, state)
    }
    this.recordsAppended += cycle.appendedRecords
    const { current } = this.#options.generations
    current.writtenBytes += cycle.appendedBytes
    current.batchBytes += cycle.appendedBytes
    if (cycle.appendedBytes > 0) this.#firstWriteMs ??= this.#options.now()
    if (cycle.appended.size > 0) this.#options.appended(cycle.appended)
    if (cycle.ended.size > 0) this.#options.ended(cycle.ended)
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
    const dead = generations.sealedIds().filter((id) => !referenced.has(id))
    if (dead.length > 0) await generations.settle()
    for (const id of dead) await generations.drop(id)
  }

  #isWorthFreeing({ writtenBytes }: Generation): boolean {
    return writtenBytes >= this.#sealBytes * WORTH_FREEING || (writtenBytes > 0 && this.#options.isFull())
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
