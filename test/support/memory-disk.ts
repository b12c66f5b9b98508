// A disk in memory that behaves as LMDB's files do, commits when told to, fails on demand, and forgets what was not flushed when the power goes.
import type { Disk } from '../../core/storage/disk.ts'
import type { EnvironmentOptions, SafeEnvironment, SafeTable } from '../../core/storage/safe-lmdb.ts'
import { SortedEntries } from './sorted-entries.ts'

/** What other threads do takes effect in a later turn, when the process may be dead. */
const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface File {
  readonly tables: Map<string, SortedEntries>
  /** A power cut before its name was flushed takes the file with it. */
  isNameSafe: boolean
  isWritten: boolean
}

interface Operation {
  readonly entries: SortedEntries
  readonly key: string
  /** null removes. Copied when the transaction is written: until then its owner must leave it alone. */
  readonly value: Buffer | null
}

export interface Transaction {
  readonly file: File
  readonly operations: readonly Operation[]
  readonly settle: (error: Error | null) => void
}

export interface MemoryDiskOptions {
  /** Writes each transaction in the turn after it was begun; otherwise `writeNext` does. */
  readonly isAutomatic?: boolean
}

/** What becomes of the transaction that is being written when everything stops. */
export type InFlight = 'lost' | 'kept'

export class MemoryDisk {
  readonly directory = '/memory'
  isAutomatic: boolean
  /** Free bytes as the disk tells them. */
  free = 1 << 30
  /** Sees every operation before it is written and may leave it out: for planted bugs. */
  keeps: (key: Buffer, table: string, value: Buffer | null) => boolean = () => true
  /** A planted bug: says that a write is durable while it only waits. */
  isHasty = false
  /** A planted bug: of a transaction in flight a crash keeps the first half. */
  isTorn = false
  written = 0
  #files = new Map<string, File>()
  /** Removed, but a power cut would bring them back. */
  #ghosts = new Map<string, File>()
  #queue: Transaction[] = []
  #failures = 0
  #isScheduled = false
  /** Handles of an earlier life are dead. */
  #life = 0

  constructor({ isAutomatic = true }: MemoryDiskOptions = {}) {
    this.isAutomatic = isAutomatic
  }

  // ---- what tests do to it ------------------------------------------------------------------------------------------------------

  get waiting(): number {
    return this.#queue.length
  }

  /** Writes the oldest transaction that waits, or lets it fail. */
  writeNext(): void {
    const transaction = this.#queue.shift()
    if (!transaction) return
    if (this.#failures > 0) {
      this.#failures -= 1
      transaction.settle(new Error('Input/output error'))
      return
    }
    this.#write(transaction)
    transaction.settle(null)
  }

  /** The next transactions fail with nothing of them kept. */
  failNext(count: number): void {
    this.#failures = count
  }

  /** The process is gone: what waits is lost, the transaction in flight is wholly there or not at all. */
  crash(inFlight: InFlight): void {
    const current = this.#queue[0]
    this.#life += 1
    this.#queue = []
    this.#failures = 0
    if (!current) return
    if (this.isTorn) this.#write({ ...current, operations: current.operations.slice(0, current.operations.length >> 1) })
    else if (inFlight === 'kept') this.#write(current)
  }

  /** A crash of the computer: names that were not flushed are as they were. */
  cutPower(inFlight: InFlight): void {
    this.crash(inFlight)
    for (const [name, file] of this.#files) if (!file.isNameSafe) this.#files.delete(name)
    for (const [name, file] of this.#ghosts) if (!this.#files.has(name)) this.#files.set(name, file)
    this.#ghosts.clear()
  }

  // ---- the port -------------------------------------------------------------------------------------------------------------------

  /** The disk as one process sees it: dead with it, whatever it still wants to do. */
  mount(): Disk {
    const life = this.#life
    const phantom = new MemoryDisk({ isAutomatic: false })
    const alive = (): MemoryDisk => (life === this.#life ? this : phantom)
    return {
      directory: this.directory,
      names: () => alive().names(),
      sizeOf: (name) => alive().#sizeOf(name),
      metaPagesOf: (name) => (alive().#files.get(name)?.isWritten ? 'whole' : 'unwritten'),
      prepareEnvironment: async () => later(),
      async remove(name) {
        await later()
        alive().#remove(name)
      },
      async syncNames() {
        await later()
        alive().#syncNames()
      },
      freeBytes: async () => alive().free,
      openEnvironment: (name, options) => alive().#openEnvironment(name, options),
    }
  }

  names(): string[] {
    return [...this.#files.keys()].toSorted()
  }

  #sizeOf(name: string): number | undefined {
    const file = this.#files.get(name)
    return file && [...file.tables.values()].reduce((bytes, entries) => bytes + entries.bytes, 8192)
  }

  #remove(name: string): void {
    const file = this.#files.get(name)
    this.#files.delete(name)
    if (file?.isNameSafe) this.#ghosts.set(name, file)
  }

  #syncNames(): void {
    for (const file of this.#files.values()) file.isNameSafe = true
    this.#ghosts.clear()
  }

  #openEnvironment(name: string, options: EnvironmentOptions): SafeEnvironment {
    const file = this.#files.get(name) ?? { tables: new Map<string, SortedEntries>(), isNameSafe: false, isWritten: false }
    this.#files.set(name, file)
    for (const table of options.tableNames) if (!file.tables.has(table)) file.tables.set(table, new SortedEntries())
    const pending = new PendingTransaction(file, (transaction) => this.#begin(transaction))
    const life = this.#life
    return {
      path: `${this.directory}/${name}`,
      table: (table) => memoryTable(file.tables.get(table)!, (key, value) => {
        if (life !== this.#life) return new Promise(() => {})
        if (!this.keeps(key, table, value)) return pending.joined()
        return pending.add({ entries: file.tables.get(table)!, key: key.toString('latin1'), value })
      }),
      close: () => (life === this.#life ? pending.ended() : Promise.resolve()),
    }
  }

  #begin(transaction: Transaction): void {
    this.#queue.push(transaction)
    if (this.isHasty) transaction.settle(null)
    if (!this.isAutomatic || this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      while (this.isAutomatic && this.#queue.length > 0) this.writeNext()
    })
  }

  #write({ file, operations }: Transaction): void {
    file.isWritten = true
    this.written += 1
    for (const { entries, key, value } of operations) {
      if (value === null) entries.delete(key)
      else entries.set(key, Buffer.from(value))
    }
  }
}

/** Collects the writes of one turn, as lmdb-js does; a later turn's are another transaction. */
class PendingTransaction {
  readonly #file: File
  readonly #begin: (transaction: Transaction) => void
  #operations: Operation[] = []
  #settled: Promise<unknown> = Promise.resolve()

  constructor(file: File, begin: (transaction: Transaction) => void) {
    this.#file = file
    this.#begin = begin
  }

  add(operation: Operation): Promise<unknown> {
    if (this.#operations.length === 0) this.#open()
    this.#operations.push(operation)
    return this.#settled
  }

  joined(): Promise<unknown> {
    return this.#settled
  }

  ended(): Promise<void> {
    return this.#settled.then(() => undefined, () => undefined)
  }

  #open(): void {
    this.#settled = new Promise((resolve, reject) => {
      queueMicrotask(() => {
        const operations = this.#operations
        this.#operations = []
        this.#begin({ file: this.#file, operations, settle: (error) => (error ? reject(error) : resolve(true)) })
      })
    })
  }
}

type Put = (key: Buffer, value: Buffer | null) => Promise<unknown>

function memoryTable(entries: SortedEntries, put: Put): SafeTable {
  return {
    put: (key, value) => put(key, value),
    remove: (key) => put(key, null),
    get(key) {
      const value = entries.get(key.toString('latin1'))
      return value && Buffer.from(value)
    },
    visit(start, end, visit) {
      for (const [key, value] of entries.range(start, end)) {
        const view = Buffer.from(value)
        const goesOn = visit(Buffer.from(key, 'latin1'), view)
        view.fill(0xee) // as lmdb-js overwrites it: whoever keeps a view meets nonsense
        if (goesOn === false) return
      }
    },
    lastKey(start, end) {
      const last = entries.lastKey(start, end)
      return last === undefined ? undefined : Buffer.from(last, 'latin1')
    },
    keys: (start, end, limit) => entries.range(start, end).slice(0, limit).map(([key]) => Buffer.from(key, 'latin1')),
    prefetch: () => new Promise((resolve) => setImmediate(resolve)),
    storedBytes: () => entries.bytes,
  }
}
