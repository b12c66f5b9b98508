// The data files: opens the rolling series and what was cleaned out of it, rolls to a new generation, drops files that hold nothing live.
import type { Logger } from '../base/logger.ts'
import type { Disk } from './disk.ts'
import { isUnfinishedCopy } from './environment-template.ts'
import { FORMAT_VERSION, upgradeFormat } from './format-upgrade.ts'
import { fileNameOf, Generation, isCleaned, removeGenerationFiles } from './generation.ts'
import { silenceCommitError } from './safe-lmdb.ts'
import { StorageError } from './storage-error.ts'
import { filesTable, generationTable } from './tables.ts'

export interface GenerationsOptions {
  disk: Disk
  /** Batch bytes after which the current generation is sealed. */
  generationBytes: number
  /** Spares a flush per commit; a power cut may then cost the last one. */
  noMetaSync?: boolean
  now(): number
  logger: Logger
}

export class Generations {
  readonly #options: GenerationsOptions
  readonly #open = new Map<number, Generation>()
  /** Cleaned files that are still being written: nothing refers to them yet. */
  readonly #unfinished = new Set<number>()
  /** Never begun twice: the deletion of one that had the id may still be under way, and would take the new file. */
  #lastCleanedId = 0
  #current: Generation
  /** The current one's predecessor in the series, while the store is open. */
  #previousId: number | undefined

  private constructor(options: GenerationsOptions, current: Generation) {
    this.#options = options
    this.#current = current
    this.#open.set(current.id, current)
    this.#previousId = current.id - 1
  }

  /** Opens the highest complete generation as the current one; a newer incomplete one never held an acknowledged write and is deleted. */
  static async open(options: GenerationsOptions): Promise<Generations> {
    const { disk } = options
    for (const id of fileIds(disk).filter((one) => !isCleaned(one)).reverse()) {
      if (disk.metaPagesOf(fileNameOf(id)) === 'unwritten') {
        await removeGenerationFiles(disk, id)
        continue
      }
      const generation = Generation.open(disk, id, mapBytes(options), options)
      if (generation.isComplete) {
        await upgradeFormat(generation, disk.directory)
        await disk.syncNames() // a crash may have come between its first transaction and the flush of its name
        return new Generations(options, generation)
      }
      await generation.drop()
    }
    const first = Generation.open(disk, 1, mapBytes(options), options)
    const generations = new Generations(options, first)
    await generations.#fill(first, undefined)
    return generations
  }

  get current(): Generation {
    return this.#current
  }

  get(id: number): Generation | undefined {
    return this.#open.get(id)
  }

  /** Ids of the open generations that take no more writes. */
  sealedIds(): number[] {
    return [...this.#open.keys()].filter((id) => id !== this.#current.id && !this.#unfinished.has(id))
  }

  /** True for files that were written to so lately that they are in memory still. */
  isHot(id: number): boolean {
    return id === this.#current.id || id === this.#previousId
  }

  get openCount(): number {
    return this.#open.size
  }

  /** Bytes of all generation files. */
  get fileBytes(): number {
    let bytes = 0
    for (const generation of this.#open.values()) bytes += generation.fileBytes
    return bytes
  }

  /** Opens the sealed generations that extents refer to and unlinks every other file of the series. */
  async keepOnly(referenced: ReadonlySet<number>): Promise<void> {
    for (const name of this.#options.disk.names().filter(isUnfinishedCopy)) await this.#options.disk.remove(name)
    for (const id of fileIds(this.#options.disk)) {
      if (id === this.#current.id) continue
      if (referenced.has(id)) this.#openSealed(id)
      else await this.drop(id)
    }
    for (const id of referenced) {
      if (!this.#open.has(id)) throw new StorageError(`The file ${fileNameOf(id)} is missing from "${this.#options.disk.directory}". Restore it, or start with another data folder.`)
    }
  }

  /**
   * Seals the current generation and goes on in a new one that starts with a full copy of the metadata. False when no new one can be begun:
   * the current one stays in service, so that a full disk does not refuse what would free it.
   */
  async roll(): Promise<boolean> {
    const id = this.#current.id + 1
    try {
      await this.settle()
      const next = await this.#begin(id)
      this.#open.set(id, next)
      this.#previousId = this.#current.id
      this.#current = next
      return true
    } catch (cause) {
      this.#options.logger.error(`${fileNameOf(id)} cannot be begun; ${fileNameOf(this.#current.id)} stays in use`, cause)
      return false
    }
  }

  /** A new file for what is live in others. It is always flushed whole: extents will refer to it once the metadata of another file is durable. */
  async beginCleaned(): Promise<Generation> {
    const id = (this.#lastCleanedId = Generation.nextCleanedId([...this.#open.keys(), this.#lastCleanedId]))
    await removeGenerationFiles(this.#options.disk, id) // one that could not be deleted when nothing in it was live any more
    await this.#options.disk.prepareEnvironment(fileNameOf(id))
    const cleaned = Generation.open(this.#options.disk, id, mapBytes(this.#options))
    this.#open.set(id, cleaned)
    this.#unfinished.add(id)
    try {
      await this.#options.disk.syncNames()
      return cleaned
    } catch (cause) {
      await this.endCleaned(cleaned, false)
      throw cause
    }
  }

  /** No more is written to it. Dropped unless it is `used`. */
  async endCleaned({ id }: Generation, used: boolean): Promise<void> {
    this.#unfinished.delete(id)
    if (!used) await this.drop(id)
  }

  /** Makes the last commit of the current generation durable for certain: files that it has given up may go after that. */
  async settle(): Promise<void> {
    if (this.#options.noMetaSync !== true || this.#open.size === 0) return
    const { key, value } = generationTable.put('settledAtMs', this.#options.now())
    const settling = this.#current.meta.put(key, value!)
    settling.catch(silenceCommitError)
    await settling // a commit flushes all that was written before it, the meta page of the one before included
  }

  /** What cannot be deleted now (a virus scanner may hold it) goes at the next start. */
  async drop(id: number): Promise<void> {
    const generation = this.#open.get(id)
    const name = fileNameOf(id)
    this.#open.delete(id)
    try {
      if (generation) await generation.drop()
      else await removeGenerationFiles(this.#options.disk, id)
      this.#options.logger.info(`Deleted ${name}: nothing in it was live.`)
    } catch (cause) {
      this.#options.logger.error(`${name} cannot be deleted; nothing in it is live`, cause)
    }
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()]
    this.#open.clear() // reads are refused from here on: one of a closed map would end the process
    for (const generation of open) await generation.close()
  }

  async #begin(id: number): Promise<Generation> {
    const { disk } = this.#options
    await removeGenerationFiles(disk, id) // an earlier attempt may have left it
    await disk.prepareEnvironment(fileNameOf(id))
    const next = Generation.open(disk, id, mapBytes(this.#options), this.#options)
    try {
      await this.#fill(next, this.#current)
      return next
    } catch (cause) {
      silenceCommitError(cause)
      await next.drop()
      throw cause
    }
  }

  /** The first transaction of a generation: all metadata of the previous one, and the mark that makes it count. */
  async #fill(next: Generation, previous: Generation | undefined): Promise<void> {
    const puts: Promise<unknown>[] = []
    previous?.meta.visit(Buffer.of(0), Buffer.of(0xff), (key, value) => {
      if (key[0] !== generationTable.id && key[0] !== filesTable.id) puts.push(next.meta.put(Buffer.from(key), Buffer.from(value)))
    })
    const writes = [
      generationTable.put('formatVersion', FORMAT_VERSION),
      generationTable.put('createdAtMs', this.#options.now()),
      generationTable.put('complete', true),
    ]
    for (const { id, batchBytes } of this.#open.values()) if (id !== next.id) writes.push(filesTable.put(id, { batchBytes }))
    for (const { key, value } of writes) puts.push(next.meta.put(key, value!))
    await Promise.all(puts)
    await this.#options.disk.syncNames() // without this a power cut could lose a whole acknowledged generation
  }

  #openSealed(id: number): void {
    this.#open.set(id, Generation.open(this.#options.disk, id, mapBytes(this.#options)))
  }
}

const fileIds = (disk: Disk): number[] =>
  disk
    .names()
    .map((name) => Generation.idOf(name))
    .filter((id) => id !== undefined)
    .sort((a, b) => a - b)

/** Room for the batches, LMDB's own pages and the metadata, so that the map rarely grows. */
const mapBytes = (options: GenerationsOptions): number => Math.ceil(options.generationBytes * 2.5)
