// Every write that Headwater made to a cluster, in a chain: each entry carries the hash of the one before, so that nothing can be changed or left out unseen.
import { createHash } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import type { Write } from '../storage/tables.ts'
import type { WorkbenchStore } from '../storage/workbench-store.ts'
import { auditTable, workbenchFactsTable } from '../storage/workbench-tables.ts'

export type AuditAction = 'produce' | 'replay' | 'undo' | 'purge' | 'topic' | 'config' | 'group' | 'retry' | 'poison-pill' | 'security' | 'sandbox' | 'other'

/** What is told; when, by whom and after what is added here. */
export interface AuditFact {
  readonly connectionId: string
  readonly connectionName: string
  readonly clusterId: string | null
  readonly action: AuditAction
  /** A topic, a group, a job. */
  readonly subject: string
  readonly text: string
  readonly outcome: 'done' | 'partly' | 'failed' | 'started'
  /** Before and after, counts, offsets: by name. */
  readonly detail: readonly { readonly name: string; readonly text: string }[]
  readonly jobId: string | null
}

export interface AuditEntry extends AuditFact {
  /** Counts from 1 without holes. */
  readonly sequence: number
  readonly atMs: number
  /** The user of the operating system. */
  readonly who: string
  /** Over the entry and the hash of the one before it. */
  readonly hash: string
}

export interface AuditCheck {
  readonly entries: number
  /** The first entry that does not follow from the one before it; null where all do. */
  readonly brokenAt: number | null
}

const VERSION = 1
/** What the first entry follows. */
const GENESIS = '0'.repeat(64)
/** Where the chain ends is kept apart from it: entries that are cut off at its end would leave a chain that holds. */
const HEAD = 'auditHead'

export class AuditLog {
  readonly #store: WorkbenchStore
  readonly #clock: Clock
  readonly #who: string
  /** One after the other: each is built on the one before, once that is durable. */
  #appending: Promise<unknown> = Promise.resolve()

  constructor(store: WorkbenchStore, clock: Clock, who: string) {
    this.#store = store
    this.#clock = clock
    this.#who = who
  }

  /** Durable when resolved, together with what `besides` makes of its sequence; rejects StorageError, and then there is nothing of either. */
  append(fact: AuditFact, besides: (sequence: number) => readonly Write[] = () => []): Promise<AuditEntry> {
    const appended = this.#appending.then(async () => {
      const last = this.#last()
      const unhashed = { ...fact, sequence: (last?.sequence ?? 0) + 1, atMs: this.#clock.now(), who: this.#who }
      const entry = { ...unhashed, hash: hashOf(last?.hash ?? GENESIS, unhashed) }
      const head = workbenchFactsTable.put(HEAD, { sequence: entry.sequence, hash: entry.hash })
      await this.#store.commit([auditTable.put(entry.sequence, { version: VERSION, ...entry }), head, ...besides(entry.sequence)])
      return entry
    })
    this.#appending = appended.catch(() => {})
    return appended
  }

  /** Newest first, those before `before`; return false to stop. */
  visitBack(before: number | null, visit: (entry: AuditEntry) => boolean | void): void {
    const newest = before === null ? (this.#store.lastKey(auditTable) ?? 0) : before - 1
    for (let sequence = newest; sequence > 0; sequence--) {
      const entry = this.get(sequence)
      if (entry && visit(entry) === false) return
    }
  }

  get(sequence: number): AuditEntry | undefined {
    const record = this.#store.get(auditTable, sequence)
    return record && entryOf(record)
  }

  get length(): number {
    return this.#store.lastKey(auditTable) ?? 0
  }

  /** Recomputes every hash. */
  verify(): AuditCheck {
    let [entries, before, brokenAt] = [0, GENESIS, null as number | null]
    this.#store.visit(auditTable, null, null, (sequence, record) => {
      entries++
      const { hash, ...unhashed } = entryOf(record)
      if (sequence !== entries || unhashed.sequence !== sequence || hash !== hashOf(before, unhashed)) brokenAt = entries
      before = hash
      return brokenAt === null
    })
    const head = this.#store.get(workbenchFactsTable, HEAD) as { sequence: number; hash: string } | undefined
    const ends = { sequence: entries, hash: before }
    if (brokenAt === null && head !== undefined && (head.sequence !== ends.sequence || head.hash !== ends.hash)) brokenAt = Math.min(head.sequence, entries + 1)
    return { entries: Math.max(entries, this.length, head?.sequence ?? 0), brokenAt }
  }

  #last(): AuditEntry | undefined {
    const sequence = this.#store.lastKey(auditTable)
    return sequence === undefined ? undefined : this.get(sequence)
  }
}

function entryOf(record: Record<string, unknown>): AuditEntry {
  const entry = { ...record }
  delete entry['version']
  return entry as unknown as AuditEntry
}

/** Over a list of values in a fixed order: how objects are written down may change, this may not. */
function hashOf(before: string, entry: Omit<AuditEntry, 'hash'>): string {
  const { sequence, atMs, who, connectionId, connectionName, clusterId, action, subject, text, outcome, detail, jobId } = entry
  const told = [before, sequence, atMs, who, connectionId, connectionName, clusterId, action, subject, text, outcome, detail.map(({ name, text: value }) => [name, value]), jobId]
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}
