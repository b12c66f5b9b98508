// The only importer of `lmdb`: exposes just the calls that were found safe, with the options that keep acknowledged writes.
//
// Left out on purpose: getAsync (segfaults), getUserSharedBuffer and on('committed') (external buffers, forbidden in Electron), append
// (silently drops out-of-order keys), transactionSync while serving (splits the atomicity of an event turn), noSync (unopenable after power loss),
// noReadAhead (5x slower reads), useWritemap, cache.
import { closeSync, openSync, readSync } from 'node:fs'
import { open, type RootDatabase } from 'lmdb'

/** Called with one value; the bytes are only valid during the call. Return false to stop. */
export type VisitEntry = (key: Buffer, value: Buffer) => boolean | void

export interface SafeTable {
  /** Queues a write. All writes of one event turn are one transaction; the promise settles when it is flushed or has failed. */
  put(key: Buffer, value: Buffer): Promise<unknown>
  remove(key: Buffer): Promise<unknown>
  /** A copy of the value. */
  get(key: Buffer): Buffer | undefined
  /** Entries with start <= key < end in key order. The value is a view that is overwritten by the next entry. */
  visit(start: Buffer, end: Buffer, visit: VisitEntry): void
  /** The last key in [start, end), or undefined. */
  lastKey(start: Buffer, end: Buffer): Buffer | undefined
  /** The keys with start <= key < end, at most `limit`. */
  keys(start: Buffer, end: Buffer, limit: number): Buffer[]
  /** Brings the pages of these keys into memory without holding the event loop. */
  prefetch(keys: Buffer[]): Promise<void>
  /** Bytes of the file that the table's entries take. */
  storedBytes(): number
}

export interface SafeEnvironment {
  table(name: string): SafeTable
  /** Bytes of the data file. */
  readonly path: string
  close(): Promise<void>
}

/** lmdb-js reads every value into one global buffer whose own `length` it rewrites; only a fresh view of it is a sound Buffer. */
const viewOf = (bytes: Buffer, size: number): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, size)

/** Hands out a view instead of a copy per entry. */
const viewCodec = {
  encode: (value: Buffer): Buffer => value,
  decode: (bytes: Buffer, size: number = bytes.length): Buffer => viewOf(bytes, size),
}

export interface EnvironmentOptions {
  /** Size of the memory map, bytes; grows by itself when exceeded. */
  mapBytes: number
  tableNames: readonly string[]
  /** Leaves the flush of the meta page to the next commit: a power cut may then cost the last commit. */
  noMetaSync?: boolean
}

/** What a file's two meta pages look like; `unwritten` is what a power cut leaves of a new file. */
export type MetaPages = 'whole' | 'unwritten' | 'damaged'

const PAGE_BYTES = 4096
/** Where a meta page says that it is one. */
const MAGIC_AT = 24
const MAGIC = 0xbeefc0de

/**
 * What LMDB's two meta pages look like; it trusts them blindly, and ends the process over a file without them. `unwritten` is what a power cut
 * leaves of a new file: its first flush, which precedes every acknowledged write, had not come to an end.
 */
export function metaPagesOf(path: string): MetaPages {
  const pages = Buffer.alloc(2 * PAGE_BYTES)
  const file = openSync(path, 'r')
  try {
    readSync(file, pages, 0, pages.length, 0)
  } finally {
    closeSync(file)
  }
  const magics = [pages.readUInt32LE(MAGIC_AT), pages.readUInt32LE(PAGE_BYTES + MAGIC_AT)]
  if (magics.every((magic) => magic === MAGIC)) return 'whole'
  return magics.every((magic) => magic === MAGIC || magic === 0) ? 'unwritten' : 'damaged'
}

/** True for the rejection of one of lmdb-js' internal promises that follows a failed commit and that no caller can catch. */
export const isInternalCommitRejection = (reason: unknown): boolean => reason instanceof Error && 'commitError' in reason

/** A failed commit carries a second promise that rejects on its own; unobserved it would end the process. To be called with every write that failed. */
export function silenceCommitError(cause: unknown): void {
  const commitError = (cause as { commitError?: unknown } | null)?.commitError
  if (commitError instanceof Promise) commitError.catch(() => undefined)
}

let watchesRejections = false

/** The failed writes themselves are rejected and handled; their internal echo must not end the process. Everything else still does. */
function ignoreInternalRejections(): void {
  if (watchesRejections) return
  watchesRejections = true
  process.on('unhandledRejection', (reason) => {
    if (!isInternalCommitRejection(reason)) throw reason
  })
}

/** Opens (or creates) one environment file with every table, so that no table is opened while serving. */
export function openEnvironment(path: string, options: EnvironmentOptions): SafeEnvironment {
  ignoreInternalRejections()
  const root = open({
    path,
    noSubdir: true,
    overlappingSync: false,
    pageSize: PAGE_BYTES, // the default is the system's page size: 16 KB on Apple silicon doubles the space of 16 KB values
    mapSize: options.mapBytes,
    maxDbs: options.tableNames.length + 1,
    noMemInit: true,
    noMetaSync: options.noMetaSync ?? false,
    encoding: 'binary',
    keyEncoding: 'binary',
  } as Parameters<typeof open>[0]) as RootDatabase<Buffer, Buffer>
  const tables = new Map(options.tableNames.map((name) => [name, openTable(root, name)]))
  return {
    path,
    table(name) {
      const table = tables.get(name)
      if (!table) throw new Error(`table ${name} was not opened with its environment`)
      return table
    },
    close: () => root.close(),
  }
}

function openTable(root: RootDatabase<Buffer, Buffer>, name: string): SafeTable {
  const db = root.openDB<Buffer, Buffer>({ name, keyEncoding: 'binary', encoder: viewCodec } as never)
  return {
    put: (key, value) => db.put(key, value),
    remove: (key) => db.remove(key),
    get(key) {
      const view = db.getBinaryFast(key)
      return view === undefined ? undefined : Buffer.from(viewOf(view, view.length))
    },
    visit(start, end, visit) {
      for (const { key, value } of db.getRange({ start, end })) if (visit(key, value) === false) return
    },
    lastKey(start, end) {
      // A reverse range starts at its upper bound; that bound itself is excluded here.
      for (const key of db.getKeys({ start: end, end: start, reverse: true, limit: 2, inclusiveEnd: true } as never)) {
        if (Buffer.compare(key, end) < 0) return key
      }
      return undefined
    },
    keys: (start, end, limit) => [...db.getKeys({ start, end, limit })],
    prefetch: (keys) => new Promise((resolve) => void db.prefetch(keys, () => resolve())),
    storedBytes() {
      const { treeBranchPageCount, treeLeafPageCount, overflowPages } = db.getStats() as Record<string, number>
      return (treeBranchPageCount! + treeLeafPageCount! + overflowPages!) * PAGE_BYTES
    },
  }
}
