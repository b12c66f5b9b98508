// The dead letters of one topic in memory, in order of their offsets, with how far the topic was read; begun from disk in slices.
import type { Clock } from '../../base/clock.ts'
import { Slices } from '../../base/slices.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { type FailurePlace, failuresTable, type IndexedTopicRecord, indexedTopicsTable, type TriageRecord, triageTable } from '../../storage/workbench-tables.ts'
import { DECODER_VERSION, entryFromColumns, type FailureColumns } from './failure-columns.ts'
import type { FailureEntry, TriageState } from './failure-entry.ts'

/** Decoded at once while loading. */
const ROWS_PER_SLICE = 500

export class TopicIndex {
  readonly clusterId: string
  readonly topicId: string
  readonly record: IndexedTopicRecord
  readonly triage = new Map<string, TriageRecord>()
  readonly #byPartition = new Map<number, FailureEntry[]>()

  constructor(clusterId: string, topicId: string, record: IndexedTopicRecord) {
    this.clusterId = clusterId
    this.topicId = topicId
    this.record = record
  }

  get topic(): string {
    return this.record.topic
  }

  get key(): string {
    return `${this.clusterId}/${this.topicId}`
  }

  static async load(store: WorkbenchStore, clock: Clock, clusterId: string, topicId: string, record: IndexedTopicRecord): Promise<TopicIndex> {
    const index = new TopicIndex(clusterId, topicId, record)
    store.visit(triageTable, placeIn(record, 0, 0), placeAfter(record), (place, triage) => void index.triage.set(placeText(place), triage))
    if (record.version === DECODER_VERSION) await index.#load(store, clock)
    return index
  }

  async #load(store: WorkbenchStore, clock: Clock): Promise<void> {
    const slices = new Slices(clock)
    let from: FailurePlace | null = placeIn(this.record, 0, 0)
    while (from !== null) {
      let rows = 0
      let next: FailurePlace | null = null
      store.visit(failuresTable, from, placeAfter(this.record), (place, columns) => {
        this.put(entryFromColumns({ topic: this.topic, topicId: this.topicId, partition: place.partition, offset: place.offset }, columns as FailureColumns))
        if (++rows < ROWS_PER_SLICE || !slices.isOver) return undefined
        next = { ...place, offset: place.offset + 1 }
        return false
      })
      from = next
      if (from !== null) await slices.next()
    }
  }

  /** One that is there already is replaced. */
  put(entry: FailureEntry): void {
    const triage = this.triage.get(placeText(entry))
    if (triage) entry.state = triage.state as TriageState
    const entries = this.#byPartition.get(entry.partition)
    if (entries === undefined) this.#byPartition.set(entry.partition, [entry])
    else if (entries.length === 0 || entries.at(-1)!.offset < entry.offset) entries.push(entry)
    else {
      const at = firstFrom(entries, entry.offset)
      entries.splice(at, entries[at]?.offset === entry.offset ? 1 : 0, entry)
    }
  }

  get(partition: number, offset: number): FailureEntry | undefined {
    const entries = this.#byPartition.get(partition)
    if (entries === undefined) return undefined
    const entry = entries[firstFrom(entries, offset)]
    return entry?.offset === offset ? entry : undefined
  }

  /** By partition, each in order of offsets. */
  partitions(): Iterable<readonly FailureEntry[]> {
    return this.#byPartition.values()
  }

  isGone({ partition, offset }: FailureEntry): boolean {
    return offset < (this.record.starts[partition] ?? 0)
  }

  clear(): void {
    this.#byPartition.clear()
    this.record.next = {}
  }

  /** Of those still in the log. */
  counts(): { known: number; newSinceVisit: number; oldestMs: number | null; newestMs: number | null } {
    let known = 0
    let newSinceVisit = 0
    let oldest = Infinity
    let newest = -Infinity
    for (const entries of this.#byPartition.values()) {
      const partition = entries[0]?.partition ?? 0
      const visited = this.record.visited[partition] ?? 0
      for (let at = firstFrom(entries, this.record.starts[partition] ?? 0); at < entries.length; at++) {
        const entry = entries[at]!
        if (isHidden(entry)) continue
        known += 1
        if (entry.offset >= visited) newSinceVisit += 1
        if (entry.at < oldest) oldest = entry.at
        if (entry.at > newest) newest = entry.at
      }
    }
    return { known, newSinceVisit, oldestMs: known === 0 ? null : oldest, newestMs: known === 0 ? null : newest }
  }

  get write() {
    return indexedTopicsTable.put(this.key, this.record)
  }
}

/** Nobody who reads committed records sees it. */
export function isHidden({ transaction }: FailureEntry): boolean {
  return transaction === 'aborted' || transaction === 'open'
}

export function placeText({ partition, offset }: { readonly partition: number; readonly offset: number }): string {
  return `${partition}/${offset}`
}

export function placeIn({ number }: IndexedTopicRecord, partition: number, offset: number): FailurePlace {
  return { topic: number, partition, offset }
}

export function placeAfter({ number }: IndexedTopicRecord): FailurePlace {
  return { topic: number + 1, partition: 0, offset: 0 }
}

/** Index of the first entry at or after the offset. */
function firstFrom(entries: readonly FailureEntry[], offset: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (entries[middle]!.offset < offset) low = middle + 1
    else high = middle
  }
  return low
}
