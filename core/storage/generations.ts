// The rolling series of generations: opens it, rolls to a new one, drops those that hold nothing live.
import type { Logger } from '../base/logger.ts'
import type { Disk } from './disk.ts'
import { fileNameOf, Generation, removeGenerationFiles } from './generation.ts'
import { StorageError } from './storage-error.ts'
import { generationTable } from './tables.ts'

export const FORMAT_VERSION = 1

export interface GenerationsOptions {
  disk: Disk
  /** Batch bytes after which the current generation is sealed. */
  generationBytes: number
  now(): number
  logger: Logger
}

export class Generations {
  readonly #options: GenerationsOptions
  readonly #open = new Map<number, Generation>()
  #current: Generation

  private constructor(options: GenerationsOptions, current: Generation) {
    this.#options = options
    this.#current = current
    this.#open.set(current.id, current)
  }

  /** Opens the highest complete generation as the current one; a newer incomplete one never held an acknowledged write and is deleted. */
  static async open(options: GenerationsOptions): Promise<Generations> {
    const { disk } = options
    for (const id of generationIds(disk).reverse()) {
      if (disk.metaPagesOf(fileNameOf(id)) === 'unwritten') {
        removeGenerationFiles(disk, id)
        continue
      }
      const generation = Generation.open(disk, id, mapBytes(options))
      if (generation.isComplete) {
        refuseNewerFormat(disk.directory, generation)
        return new Generations(options, generation)
      }
      await generation.drop()
    }
    const first = Generation.open(disk, 1, mapBytes(options))
    await begin(first, undefined, options)
    return new Generations(options, first)
  }

  get current(): Generation {
    return this.#current
  }

  get(id: number): Generation | undefined {
    return this.#open.get(id)
  }

  /** Ids of the open generations that take no more writes. */
  sealedIds(): number[] {
    return [...this.#open.keys()].filter((id) => id !== this.#current.id)
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
    for (const id of generationIds(this.#options.disk)) {
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
      const next = await this.#begin(id)
      this.#open.set(id, next)
      this.#current = next
      return true
    } catch (cause) {
      this.#options.logger.error(`${fileNameOf(id)} cannot be begun; ${fileNameOf(this.#current.id)} stays in use`, cause)
      return false
    }
  }

  /** What cannot be deleted now (a virus scanner may hold it) goes at the next start. */
  async drop(id: number): Promise<void> {
    const generation = this.#open.get(id)
    this.#open.delete(id)
    try {
      if (generation) await generation.drop()
      else removeGenerationFiles(this.#options.disk, id)
      this.#options.logger.info(`Deleted ${fileNameOf(id)}: nothing in it was live.`)
    } catch (cause) {
      this.#options.logger.error(`${fileNameOf(id)} cannot be deleted; nothing in it is live`, cause)
    }
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()]
    this.#open.clear() // reads are refused from here on: one of a closed map would end the process
    for (const generation of open) await generation.close()
  }

  async #begin(id: number): Promise<Generation> {
    const { disk } = this.#options
    removeGenerationFiles(disk, id) // an earlier attempt may have left it
    const next = Generation.open(disk, id, mapBytes(this.#options))
    try {
      await begin(next, this.#current, this.#options)
      return next
    } catch (cause) {
      await next.drop()
      throw cause
    }
  }

  #openSealed(id: number): void {
    this.#open.set(id, Generation.open(this.#options.disk, id, mapBytes(this.#options)))
  }
}

/** The first transaction of a generation: all metadata of the previous one, and the mark that makes it count. */
async function begin(next: Generation, previous: Generation | undefined, options: GenerationsOptions): Promise<void> {
  const puts: Promise<unknown>[] = []
  previous?.meta.visit(Buffer.of(0), Buffer.of(0xff), (key, value) => {
    if (key[0] !== generationTable.id) puts.push(next.meta.put(Buffer.from(key), Buffer.from(value)))
  })
  const facts: [string, unknown][] = [
    ['formatVersion', FORMAT_VERSION],
    ['createdAtMs', options.now()],
    ['complete', true],
  ]
  for (const [name, fact] of facts) {
    const { key, value } = generationTable.put(name, fact)
    puts.push(next.meta.put(key, value!))
  }
  await Promise.all(puts)
  options.disk.syncNames() // without this a power cut could lose a whole acknowledged generation
}

function refuseNewerFormat(directory: string, generation: Generation): void {
  const version = generation.fact('formatVersion')
  if (version !== FORMAT_VERSION) {
    throw new StorageError(`The data folder "${directory}" has format ${String(version)}; this Headwater reads format ${FORMAT_VERSION}. Use the Headwater that wrote it, or another folder.`)
  }
}

const generationIds = (disk: Disk): number[] =>
  disk
    .names()
    .map((name) => Generation.idOf(name))
    .filter((id) => id !== undefined)
    .sort((a, b) => a - b)

/** Room for the batches, LMDB's own pages and the metadata, so that the map rarely grows. */
const mapBytes = (options: GenerationsOptions): number => Math.ceil(options.generationBytes * 2.5)
