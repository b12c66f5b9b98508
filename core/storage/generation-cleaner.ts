// Gives dead space back: copies what is live of data files into a cleaned one, lets extents refer to that, and the old files go.
// Nothing is edited in place: until the extents are swapped in one commit the old files hold everything, and a cleaned file that no extent
// refers to is deleted at the next start.
import type { Logger } from '../base/logger.ts'
import { CleanedFile } from './cleaned-file.ts'
import { filesToClean, type FileUse } from './cleaning-plan.ts'
import type { CommitUnit, Swap } from './commit-unit.ts'
import { type Extent, type ExtentLimits, liveBytesByFile, PartitionExtents } from './extents.ts'
import type { Generation } from './generation.ts'
import type { Generations } from './generations.ts'
import { lastOffsetOfTimeKey, readU64, timeKey } from './keys.ts'
import { isReferenced } from './referenced.ts'

export interface GenerationCleanerOptions {
  readonly generations: Generations
  readonly partitions: ReadonlyMap<number, PartitionExtents>
  readonly logger: Logger
  commit(unit: CommitUnit): Promise<void>
  /** At this size a generation is sealed. */
  sealBytes(): number
  /** Smaller extents of a partition that lie next to each other become one. */
  extentLimits(partition: number): ExtentLimits
  freeBytes(): Promise<number>
}

/** Copied in one turn of the event loop: well below a millisecond. */
const CHUNK_BYTES = 512 * 1024
const SWAPS_PER_COMMIT = 500
/** Beyond what is copied: LMDB's own pages, and some room for producers. */
const SPARE_BYTES = 32 * 1024 * 1024

export class GenerationCleaner {
  readonly #options: GenerationCleanerOptions

  constructor(options: GenerationCleanerOptions) {
    this.#options = options
  }

  /** One pass over all files; resolves with the bytes of disk that it gave back. Rejects with the error of a write that failed, or when given up; nothing is lost then. */
  async clean(signal?: AbortSignal): Promise<number> {
    const chosen = await this.#sealed(filesToClean(this.#uses(), this.#options.sealBytes() / 2))
    let freedBytes = 0
    for (const group of this.#groups(chosen)) freedBytes += await this.#rewrite(group, signal)
    return freedBytes
  }

  #uses(): FileUse[] {
    const { generations, partitions } = this.#options
    const live = liveBytesByFile(partitions.values())
    return [...generations.sealedIds(), generations.current.id].map((id) => {
      const { batchBytes, writtenBytes } = generations.get(id)!
      return { id, isCurrent: id === generations.current.id, batchBytes, liveBytes: live.get(id) ?? 0, storedBytes: writtenBytes }
    })
  }

  /** Only what takes no more writes can be rewritten. */
  async #sealed(ids: readonly number[]): Promise<number[]> {
    const { generations } = this.#options
    if (ids.includes(generations.current.id)) await this.#options.commit({ seal: true })
    return ids.filter((id) => generations.get(id) !== undefined && id !== generations.current.id)
  }

  /** Files whose live batches fit into one together. */
  #groups(ids: readonly number[]): number[][] {
    const live = liveBytesByFile(this.#options.partitions.values())
    const groups: number[][] = []
    let bytes = Number.POSITIVE_INFINITY
    for (const id of ids) {
      const own = live.get(id) ?? 0
      if (bytes + own > this.#options.sealBytes()) {
        groups.push([])
        bytes = 0
      }
      groups.at(-1)!.push(id)
      bytes += own
    }
    return groups
  }

  async #rewrite(ids: readonly number[], signal?: AbortSignal): Promise<number> {
    const { generations, logger } = this.#options
    const sources = new Set(ids)
    const plans = this.#plans(sources)
    const liveBytes = plans.flatMap(({ replaced }) => replaced).reduce((sum, { bytes }) => sum + bytes, 0)
    const freeBytes = await this.#options.freeBytes()
    if (freeBytes < liveBytes + SPARE_BYTES) {
      logger.warn(`Data files are not cleaned: ${liveBytes} bytes would have to be copied, and the disk has ${freeBytes} free.`)
      return 0
    }
    const before = ids.reduce((sum, id) => sum + (generations.get(id)?.fileBytes ?? 0), 0)
    const cleaned = await generations.beginCleaned()
    const file = new CleanedFile(cleaned)
    const swaps = await this.#copy(plans, file, signal).catch(async (cause: unknown) => {
      await generations.endCleaned(cleaned, false)
      throw cause
    })
    try {
      for (let at = 0; at < swaps.length; at += SWAPS_PER_COMMIT) await this.#options.commit({ swaps: swaps.slice(at, at + SWAPS_PER_COMMIT), writes: [file.record] })
    } finally {
      await generations.endCleaned(cleaned, isReferenced(cleaned.id, this.#options.partitions.values(), generations.current))
    }
    return before - (generations.get(cleaned.id)?.fileBytes ?? 0)
  }

  /** What to copy: for each run of a partition's extents in these files, the extents that replace it. */
  #plans(sources: ReadonlySet<number>): { partition: number; replaced: Extent[] }[] {
    const plans: { partition: number; replaced: Extent[] }[] = []
    for (const [partition, { extents }] of this.#options.partitions) {
      let run: Extent[] | undefined
      for (const extent of extents) {
        if (!sources.has(extent.generation)) run = undefined
        else if (run) run.push(extent)
        else plans.push({ partition, replaced: (run = [extent]) })
      }
    }
    return plans
  }

  async #copy(plans: readonly { partition: number; replaced: Extent[] }[], file: CleanedFile, signal?: AbortSignal): Promise<Swap[]> {
    const swaps: Swap[] = []
    for (const { partition, replaced } of plans) {
      for (const extent of replaced) {
        signal?.throwIfAborted()
        await this.#copyExtent(partition, extent, file)
      }
      swaps.push({ partition, replaced, by: merged(replaced, file.generation.id, this.#options.extentLimits(partition)) })
    }
    await file.flush()
    return swaps
  }

  /** Stops half-way where the source has gone: then the extent has gone too, and nobody will ask for it. */
  async #copyExtent(partition: number, extent: Extent, file: CleanedFile): Promise<void> {
    const source = (): Generation | undefined => this.#options.generations.get(extent.generation)
    for (let from = extent.firstOffset; from <= extent.lastOffset;) {
      await source()?.prefetch(partition, from, CHUNK_BYTES)
      const generation = source()
      if (!generation) return
      from = copyChunk(generation, partition, from, extent.lastOffset, file)
      await file.flush()
    }
    const generation = source()
    if (generation) copyTimes(generation, partition, extent, file)
    file.noteTimestamp(partition, extent.maxTimestampMs)
  }

}

/** Copies values from the one that holds `from` on; returns where to go on. */
function copyChunk(source: Generation, partition: number, from: number, lastOffset: number, file: CleanedFile): number {
  let next = lastOffset + 1
  let bytes = 0
  source.visitValues(partition, from, lastOffset, (value, valueLastOffset) => {
    file.putValue(partition, valueLastOffset, Buffer.from(value))
    bytes += value.length
    if (bytes < CHUNK_BYTES) return true
    next = valueLastOffset + 1
    return false
  })
  return next
}

/** Entries of the time index; their maximum runs on over what the file already holds of the partition. */
function copyTimes(source: Generation, partition: number, { firstOffset, lastOffset }: Extent, file: CleanedFile): void {
  for (const key of source.time.keys(timeKey(partition, 0, 0), timeKey(partition, Number.MAX_SAFE_INTEGER, 0), Number.MAX_SAFE_INTEGER)) {
    const at = lastOffsetOfTimeKey(key)
    if (at >= firstOffset && at <= lastOffset) file.putTime(partition, readU64(key, 4), at)
  }
}

/** The same extents in another file; those that lie next to each other become one within the limits. */
function merged(replaced: readonly Extent[], generation: number, limits: ExtentLimits): Extent[] {
  const by: Extent[] = []
  for (const extent of replaced) {
    const last = by.at(-1)
    if (last !== undefined && last.bytes + extent.bytes <= limits.bytes && extent.lastAppendMs - last.firstAppendMs <= limits.ms) {
      by[by.length - 1] = PartitionExtents.grown(last, extent)
      continue
    }
    by.push({ ...extent, generation })
  }
  return by
}
