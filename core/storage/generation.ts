// One data file, an LMDB environment: of the rolling series, with log and time index of every partition and all metadata as of its last commit;
// or cleaned, with what was live in others.
import { join } from 'node:path'
import type { Disk } from './disk.ts'
import { lastOffsetOfTimeKey, logKey, logKeyAfter, readU64, timeKey } from './keys.ts'
import type { SafeEnvironment, SafeTable } from './safe-lmdb.ts'
import { StorageError } from './storage-error.ts'
import { generationTable } from './tables.ts'

const FILE_NAME = /^(gen|cleaned)-(\d{8})\.mdb$/

/** Generations follow each other as the current one and are counted from 1; cleaned files are written once, by the cleaner, and counted from here. */
const CLEANED_IDS_FROM = 0x8000_0000

export const isCleaned = (id: number): boolean => id > CLEANED_IDS_FROM

export interface GenerationOptions {
  readonly noMetaSync?: boolean
}

/** Values under load are packed to nearly this size; smaller ones lie close together anyway. */
const PREFETCH_VALUE_BYTES = 32 * 1024
const MAX_PREFETCHED_VALUES = 256

export class Generation {
  readonly id: number
  readonly path: string
  readonly log: SafeTable
  readonly time: SafeTable
  readonly meta: SafeTable
  /** Bytes of the file that batches take. */
  writtenBytes: number
  /** Bytes of all batches put into it, whether still live or not; too few when that is not known any more. */
  batchBytes = 0
  readonly #disk: Disk
  readonly #environment: SafeEnvironment
  readonly #prefetches = new Set<Promise<void>>()

  private constructor(id: number, disk: Disk, environment: SafeEnvironment) {
    this.id = id
    this.path = join(disk.directory, fileNameOf(id))
    this.#disk = disk
    this.#environment = environment
    this.log = environment.table('log')
    this.time = environment.table('time')
    this.meta = environment.table('meta')
    this.writtenBytes = this.log.storedBytes()
  }

  /** Creates the file where there is none. */
  static open(disk: Disk, id: number, mapBytes: number, { noMetaSync = false }: GenerationOptions = {}): Generation {
    const name = fileNameOf(id)
    if (disk.sizeOf(name) !== undefined && disk.metaPagesOf(name) !== 'whole') {
      throw new StorageError(`The file "${join(disk.directory, name)}" is damaged: it is not an LMDB file. Restore it, or start with another data folder.`)
    }
    return new Generation(id, disk, disk.openEnvironment(name, { mapBytes, tableNames: ['log', 'time', 'meta'], noMetaSync }))
  }

  /** The id that a file name stands for, or undefined when it is no data file's. */
  static idOf(fileName: string): number | undefined {
    const match = FILE_NAME.exec(fileName)
    if (!match) return undefined
    return match[1] === 'gen' ? Number(match[2]) : CLEANED_IDS_FROM + Number(match[2])
  }

  /** The id of the next cleaned file beside those of `ids`. */
  static nextCleanedId(ids: Iterable<number>): number {
    return Math.max(CLEANED_IDS_FROM, ...ids) + 1
  }

  /** False while its first transaction (the copy of all metadata) has not been committed: it then never held an acknowledged write. */
  get isComplete(): boolean {
    return this.fact('complete') === true
  }

  fact(name: string): unknown {
    const bytes = this.meta.get(generationTable.encodeKey(name))
    return bytes === undefined ? undefined : generationTable.decodeValue(bytes)
  }

  /** Values (runs of whole batches) of `partition` from the one that holds `fromOffset` to that of `lastOffset`. The view is only valid during the call. */
  visitValues(partition: number, fromOffset: number, lastOffset: number, visit: (value: Buffer, valueLastOffset: number) => boolean | void): void {
    this.log.visit(logKey(partition, fromOffset), logKey(partition, lastOffset + 1), (key, value) => visit(value, readU64(key, 4)))
  }

  /** Brings the pages of about `maxBytes` from `fromOffset` on into memory, off the event loop. */
  async prefetch(partition: number, fromOffset: number, maxBytes: number): Promise<void> {
    const keys = this.log.keys(logKey(partition, fromOffset), logKeyAfter(partition), Math.min(MAX_PREFETCHED_VALUES, Math.ceil(maxBytes / PREFETCH_VALUE_BYTES) + 1))
    if (keys.length === 0) return
    const reading = this.log.prefetch(keys)
    this.#prefetches.add(reading)
    await reading.finally(() => this.#prefetches.delete(reading))
  }

  /** An offset at or before the first record whose timestamp is at least `timestampMs`, from the sparse time index; undefined = from the start. */
  offsetBefore(partition: number, timestampMs: number): number | undefined {
    const key = this.time.lastKey(timeKey(partition, 0, 0), timeKey(partition, timestampMs, 0))
    return key === undefined ? undefined : lastOffsetOfTimeKey(key) + 1
  }

  get fileBytes(): number {
    return this.#disk.sizeOf(fileNameOf(this.id)) ?? 0
  }

  /** Waits for what other threads still read: closing the map under them would end the process. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#prefetches)
    await this.#environment.close()
  }

  /** Closes and deletes the files; nothing in it may be live. */
  async drop(): Promise<void> {
    await this.close()
    await removeGenerationFiles(this.#disk, this.id)
  }
}

export const fileNameOf = (id: number): string =>
  isCleaned(id) ? `cleaned-${String(id - CLEANED_IDS_FROM).padStart(8, '0')}.mdb` : `gen-${String(id).padStart(8, '0')}.mdb`

export async function removeGenerationFiles(disk: Disk, id: number): Promise<void> {
  for (const name of [fileNameOf(id), `${fileNameOf(id)}-lock`]) if (disk.sizeOf(name) !== undefined) await disk.remove(name)
}
