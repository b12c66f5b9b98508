// Plans in the workbench's own file: frozen in chunks of items, each with a hash, so that a change of one item is a change of one chunk and of the plan's hash.
import { createHash } from 'node:crypto'
import type { Clock } from '../../base/clock.ts'
import { Slices } from '../../base/slices.ts'
import type { Table, Write } from '../../storage/tables.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { dryRunChunksTable, dryRunsTable, importedFilesTable, importedRecordsTable, type PartKey, planChunksTable, planEditsTable, type PlanChunkRecord, planPinsTable, type PlanRecord, replayPlansTable } from '../../storage/workbench-tables.ts'
import { decodeItems, encodeItems, type KeptItem } from './plan-item-rows.ts'
import { dialectsOf, type PlanTally, sumOf, tallyOf, targetsOf, totalsOf } from './plan-tally.ts'
import type { ReplayPlan } from './plan.ts'

export const CHUNK_ITEMS = 256
const VERSION = 1
const LAST_PART = 0xffff_ffff
const PARTS = [planChunksTable, planEditsTable, planPinsTable, dryRunChunksTable] as readonly Table<PartKey, unknown>[]

/** What a plan is before its items are counted and hashed. */
export type PlanHead = Omit<ReplayPlan, 'planHash' | 'itemCount' | 'totals' | 'targets' | 'dialects' | 'sourceTopics'>

/** Beside the head: what its items do not tell. */
export interface PlanFacts {
  /** The target topics that were there, as they were. */
  readonly targets: Readonly<Record<string, { readonly topicId: string; readonly partitionCount: number }>>
  readonly pinnedBytes: number | null
}

interface StoredPlan extends PlanRecord {
  head: PlanHead
  facts: PlanFacts
  chunks: { hash: string; tally: PlanTally }[]
}

export class PlanStore {
  readonly #store: WorkbenchStore
  readonly #clock: Clock

  constructor(store: WorkbenchStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  get(planId: string): ReplayPlan | undefined {
    const stored = this.#stored(planId)
    return stored && planOf(stored)
  }

  /** Newest first. */
  list(): ReplayPlan[] {
    return this.#store
      .entries(replayPlansTable)
      .flatMap(([, record]) => (record.version === VERSION ? [planOf(record as StoredPlan)] : []))
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
  }

  /** From `fromIndex` on, fewer at the end of the plan. */
  items(planId: string, fromIndex: number, count: number): KeptItem[] {
    const items: KeptItem[] = []
    for (let part = Math.floor(fromIndex / CHUNK_ITEMS); items.length < count; part++) {
      const chunk = this.#store.get(planChunksTable, { id: planId, part })
      if (chunk === undefined) break
      const first = part * CHUNK_ITEMS
      const [from, rows] = [Math.max(0, fromIndex - first), chunk.rows]
      items.push(...decodeItems({ texts: chunk.texts, rows: rows.slice(from, from + count - items.length) }, first + from))
    }
    return items
  }

  /** Those with the indexes, each once, in order; what is not there is left out. */
  itemsAt(planId: string, indexes: readonly number[]): KeptItem[] {
    const byPart = Map.groupBy(new Set(indexes.toSorted((a, b) => a - b)), (index) => Math.floor(index / CHUNK_ITEMS))
    return [...byPart].flatMap(([part, wanted]) => {
      const items = this.items(planId, part * CHUNK_ITEMS, CHUNK_ITEMS)
      return wanted.flatMap((index) => items[index % CHUNK_ITEMS] ?? [])
    })
  }

  /** All of them; others have their turn in between. */
  async allItems(planId: string): Promise<KeptItem[]> {
    const items: KeptItem[] = []
    const slices = new Slices(this.#clock)
    for (;;) {
      const chunk = this.items(planId, items.length, CHUNK_ITEMS)
      if (chunk.length === 0) return items
      for (const item of chunk) items.push(item)
      if (slices.isOver) await slices.next()
    }
  }

  /** In one piece: a plan is there whole or as it was before. Its time is told to others in between. */
  async write(head: PlanHead, facts: PlanFacts, items: Iterable<KeptItem>): Promise<ReplayPlan> {
    const writes: Write[] = []
    const chunks: StoredPlan['chunks'] = []
    const slices = new Slices(this.#clock)
    for (const batch of chunked(items)) {
      writes.push(this.#chunkWrite(head.planId, chunks, chunks.length, batch))
      if (slices.isOver) await slices.next()
    }
    const rest = this.#store.keys(planChunksTable, { id: head.planId, part: chunks.length }, { id: head.planId, part: LAST_PART }, LAST_PART)
    writes.push(...rest.map((key) => planChunksTable.remove(key)))
    return this.#save({ version: VERSION, head, facts, chunks }, writes)
  }

  /** Other items in the place of those with their indexes, and what else is to be written with that. */
  async update(planId: string, head: Partial<PlanHead>, items: readonly KeptItem[] = [], writes: readonly Write[] = []): Promise<ReplayPlan> {
    const stored = this.#stored(planId)!
    const chunks = [...stored.chunks]
    const changed = [...Map.groupBy(items, ({ index }) => Math.floor(index / CHUNK_ITEMS))].map(([part, replaced]) => {
      const kept = this.items(planId, part * CHUNK_ITEMS, CHUNK_ITEMS)
      for (const item of replaced) kept[item.index % CHUNK_ITEMS] = item
      return this.#chunkWrite(planId, chunks, part, kept)
    })
    return this.#save({ ...stored, head: { ...stored.head, ...head }, chunks }, [...changed, ...writes])
  }

  async remove(planId: string): Promise<void> {
    const parts = PARTS.flatMap((table) =>
      this.#store.keys(table, { id: planId, part: 0 }, { id: planId, part: LAST_PART }, LAST_PART).map((key) => table.remove(key)),
    )
    await this.#store.commit([replayPlansTable.remove(planId), dryRunsTable.remove(planId), ...parts])
  }

  /** Forgets what belongs to plans and imported files that never came to be: Headwater was stopped while they were made. */
  async removeOrphans(): Promise<void> {
    const parts = PARTS.flatMap((table) =>
      this.#store.keys(table, null, null, LAST_PART).filter(({ id }) => this.#store.get(replayPlansTable, id) === undefined).map((key) => table.remove(key)),
    )
    const lines = this.#store.keys(importedRecordsTable, null, null, LAST_PART).filter(({ id }) => this.#store.get(importedFilesTable, id) === undefined)
    const writes = [...parts, ...lines.map((key) => importedRecordsTable.remove(key))]
    if (writes.length > 0) await this.#store.commit(writes)
  }

  #stored(planId: string): StoredPlan | undefined {
    const record = this.#store.get(replayPlansTable, planId)
    return record?.version === VERSION ? (record as StoredPlan) : undefined
  }

  #chunkWrite(planId: string, chunks: StoredPlan['chunks'], part: number, items: readonly KeptItem[]): Write {
    const chunk = encodeItems(items)
    chunks[part] = { hash: hashOf(chunk), tally: tallyOf(items) }
    return planChunksTable.put({ id: planId, part }, chunk)
  }

  async #save(stored: StoredPlan, writes: readonly Write[]): Promise<ReplayPlan> {
    await this.#store.commit([...writes, replayPlansTable.put(stored.head.planId, stored)])
    return planOf(stored)
  }
}

function planOf({ head, facts, chunks }: StoredPlan): ReplayPlan {
  const tally = sumOf(chunks.map((chunk) => chunk.tally))
  return {
    ...head,
    planHash: planHashOf(head, chunks.map(({ hash }) => hash)),
    itemCount: tally.count,
    totals: totalsOf(tally, facts.pinnedBytes),
    targets: targetsOf(tally, facts.targets),
    dialects: dialectsOf(tally),
    sourceTopics: Object.keys(tally.sources),
  }
}

/** A title is for people and changes nothing that is sent. */
function planHashOf({ planId, createdAtMs, frozenAtMs, source, target, options }: PlanHead, chunkHashes: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([VERSION, planId, createdAtMs, frozenAtMs, source, target, sorted(options)]))
  for (const chunk of chunkHashes) hash.update(chunk)
  return hash.digest('hex')
}

function hashOf(chunk: PlanChunkRecord): string {
  return createHash('sha256').update(JSON.stringify(chunk)).digest('hex')
}

/** The same text whatever the order in which the fields were set. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, sorted(field)])
}

function* chunked(items: Iterable<KeptItem>): Generator<KeptItem[]> {
  let batch: KeptItem[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < CHUNK_ITEMS) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
