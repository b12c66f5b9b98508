// The workbench's own file beside the broker's: what was learnt about clusters, plans, ledger and audit. Small writes, each durable before it is told.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { metaPagesOf, openEnvironment, type SafeEnvironment, type SafeTable, silenceCommitError } from './safe-lmdb.ts'
import { StorageError } from './storage-error.ts'
import type { Table, Write } from './tables.ts'
import { workbenchFactsTable } from './workbench-tables.ts'

const FILE_NAME = 'workbench.mdb'
const FORMAT_VERSION = 1
const MAP_BYTES = 64 * 1024 * 1024

export class WorkbenchStore {
  readonly path: string
  readonly #environment: SafeEnvironment
  readonly #entries: SafeTable
  /** Writes of one turn become one transaction; a closing store waits for them. */
  readonly #underWay = new Set<Promise<void>>()

  private constructor(path: string, environment: SafeEnvironment) {
    this.path = path
    this.#environment = environment
    this.#entries = environment.table('entries')
  }

  /** Creates the file where there is none. Rejects StorageError for one that is damaged or was written by a newer Headwater. */
  static async open(directory: string): Promise<WorkbenchStore> {
    const path = join(directory, FILE_NAME)
    if (existsSync(path) && metaPagesOf(path) === 'damaged') throw new StorageError(`The file "${path}" is damaged: it is not an LMDB file. Restore it, or move it away to start without its ledger and notes.`)
    const store = new WorkbenchStore(path, openEnvironment(path, { mapBytes: MAP_BYTES, tableNames: ['entries'] }))
    const version = store.get(workbenchFactsTable, 'formatVersion')
    if (version === undefined) await store.commit([workbenchFactsTable.put('formatVersion', FORMAT_VERSION)])
    else if (version !== FORMAT_VERSION) {
      await store.close()
      throw new StorageError(`The file "${path}" has format ${JSON.stringify(version)}; this Headwater knows format ${FORMAT_VERSION}. Start the Headwater that wrote it, or move it away.`)
    }
    return store
  }

  get<K, V>(table: Table<K, V>, key: K): V | undefined {
    const bytes = this.#entries.get(table.encodeKey(key))
    return bytes === undefined ? undefined : table.decodeValue(bytes)
  }

  /** All of it or nothing, durable when resolved. Rejects StorageError. */
  commit(writes: readonly Write[]): Promise<void> {
    const committing = this.#commit(writes)
    this.#underWay.add(committing)
    const over = (): void => void this.#underWay.delete(committing)
    committing.then(over, over)
    return committing
  }

  /**
   * Entries with from <= key < until in key order; null = from the first, to the last. Return false to stop. Nothing may be awaited in between, and
   * what is written meanwhile may be seen or not.
   */
  visit<K, V>(table: Table<K, V>, from: K | null, until: K | null, visit: (key: K, value: V) => boolean | void): void {
    const [start, end] = rangeOf(table, from, until)
    // A copy: bytes inside of a decoded value would be views of what the next entry overwrites.
    this.#entries.visit(start, end, (key, value) => visit(table.decodeKey(key), table.decodeValue(Buffer.from(value))))
  }

  entries<K, V>(table: Table<K, V>, from: K | null = null, until: K | null = null): [K, V][] {
    const found: [K, V][] = []
    this.visit(table, from, until, (key, value) => void found.push([key, value]))
    return found
  }

  /** The last key with from <= key < until, or undefined. */
  lastKey<K, V>(table: Table<K, V>, from: K | null = null, until: K | null = null): K | undefined {
    const [start, end] = rangeOf(table, from, until)
    const key = this.#entries.lastKey(start, end)
    return key === undefined ? undefined : table.decodeKey(key)
  }

  /** The keys with from <= key < until, at most `limit`; no value is touched. */
  keys<K, V>(table: Table<K, V>, from: K | null, until: K | null, limit: number): K[] {
    const [start, end] = rangeOf(table, from, until)
    return this.#entries.keys(start, end, limit).map((key) => table.decodeKey(key))
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#underWay)
    await this.#environment.close()
  }

  /** Every write is made in one turn of the event loop: that makes them one transaction. */
  async #commit(writes: readonly Write[]): Promise<void> {
    const written = writes.map(({ key, value }) => (value === null ? this.#entries.remove(key) : this.#entries.put(key, value)))
    const results = await Promise.allSettled(written)
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    for (const cause of failures) silenceCommitError(cause)
    if (failures.length > 0) throw new StorageError(`"${this.path}" could not be written: ${(failures[0] as Error).message}`, { cause: failures[0] })
  }
}

function rangeOf<K, V>(table: Table<K, V>, from: K | null, until: K | null): [Buffer, Buffer] {
  return [from === null ? table.start : table.encodeKey(from), until === null ? table.end : table.encodeKey(until)]
}
