// A metadata store in memory that commits when told to, late, or not at all; values go through the real table codecs.
import { StorageError } from '../../core/storage/storage-error.ts'
import type { CommitUnit } from '../../core/storage/commit-unit.ts'
import type { MetadataStore } from '../../core/storage/storage.ts'
import type { Table } from '../../core/storage/tables.ts'

type Waiting = { unit: CommitUnit; resolve: () => void; reject: (error: Error) => void }

export class MemoryStore implements MetadataStore {
  readonly #entries = new Map<string, { key: Buffer; value: Buffer }>()
  #waiting: Waiting[] = []
  #isHeld = false
  #isScheduled = false
  #fails = false
  commits = 0

  entries<K, V>(table: Table<K, V>): Iterable<[K, V]> {
    const own = [...this.#entries.values()].filter(({ key }) => key[0] === table.id).sort((a, b) => a.key.compare(b.key))
    return own.map(({ key, value }): [K, V] => [table.decodeKey(key), table.decodeValue(value)])
  }

  get<K, V>(table: Table<K, V>, key: K): V | undefined {
    const entry = this.#entries.get(table.encodeKey(key).toString('hex'))
    return entry && table.decodeValue(entry.value)
  }

  commit(unit: CommitUnit): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ unit, resolve, reject })
      this.#schedule()
    })
  }

  get isHeld(): boolean {
    return this.#isHeld
  }

  /** Nothing becomes durable until `release`. */
  hold(): void {
    this.#isHeld = true
  }

  release(): void {
    this.#isHeld = false
    this.#schedule()
  }

  /** What is waiting, and what comes until `recover`, fails. */
  fail(): void {
    this.#fails = true
    this.release()
  }

  recover(): void {
    this.#fails = false
  }

  #schedule(): void {
    if (this.#isHeld || this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      if (!this.#isHeld) this.#run()
    })
  }

  #run(): void {
    for (const { unit, resolve, reject } of this.#waiting.splice(0)) {
      this.commits += 1
      if (this.#fails) {
        reject(new StorageError('The disk is full.'))
        continue
      }
      for (const { key, value } of unit.writes ?? []) {
        const name = key.toString('hex')
        if (value) this.#entries.set(name, { key, value })
        else this.#entries.delete(name)
      }
      resolve()
    }
  }
}
