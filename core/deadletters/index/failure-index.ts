// The index of dead letters: what was read of each topic, kept on disk and in memory, brought up to date by reading only what is new.
import type { Clock } from '../../base/clock.ts'
import { Event } from '../../base/event.ts'
import { Slices } from '../../base/slices.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { Write } from '../../storage/tables.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { failuresTable, failureStacksTable, indexedTopicsTable, type IndexedTopicRecord, type TriageRecord, triageTable } from '../../storage/workbench-tables.ts'
import { HeaderFields } from '../dialects/header-fields.ts'
import { HeaderView } from '../dialects/header-view.ts'
import { decodeFailure, type DecodeContext, type Failure, type FailureKey } from '../failure.ts'
import { REPLAY_ID } from '../replay-mark.ts'
import { columnsOf, DECODER_VERSION, type FailureColumns, failureOf, stackOf } from './failure-columns.ts'
import { entryOf, type FailureEntry, type TriageState } from './failure-entry.ts'
import { type FailureFilter, selectEntries } from './failure-filter.ts'
import { GroupNotes } from './group-notes.ts'
import { sameRecords } from './same-records.ts'
import { joinStack, splitStack, stackIdOf } from './stack-text.ts'
import { placeAfter, placeIn, placeText, TopicIndex } from './topic-index.ts'
import { type ReadPiece, type ReadRecord, TopicReading } from './topic-reading.ts'

export interface RefreshSource {
  readonly cluster: ClusterConnection
  readonly clusterId: string
  readonly topic: string
  readonly context: DecodeContext
  /** Digest of what a person has said about this topic and dialects. */
  readonly rules: string
  readonly signal: AbortSignal
  readonly onProgress?: (progress: RefreshProgress) => void
}

export interface RefreshProgress {
  readonly scannedOffsets: number
  readonly totalOffsets: number
}

export interface Refreshed extends RefreshProgress {
  readonly index: TopicIndex
  /** New or changed entries. */
  readonly arrived: number
  readonly unreadable: number
  readonly partitionCount: number
  readonly isComplete: boolean
  /** Of the first partition that could not be looked at. */
  readonly error: Error | null
}

export interface Arrivals {
  readonly clusterId: string
  readonly topic: string
  readonly entries: readonly FailureEntry[]
}

/** Why a state was set, for the history of a case. */
export interface Mark {
  readonly text: string
  readonly jobId: string | null
}

/** How many deletions are written at once. */
const WRITES_AT_ONCE = 5_000

export class FailureIndex {
  /** New dead letters of a topic, once they are durable here. */
  readonly arrivals = new Event<Arrivals>()
  readonly groups: GroupNotes
  readonly #store: WorkbenchStore
  readonly #clock: Clock
  readonly #topics = new Map<string, Promise<TopicIndex>>()
  readonly #working = new Map<string, Promise<unknown>>()
  readonly #storedStacks = new Set<string>()
  #version = 0

  constructor({ store, clock }: { store: WorkbenchStore; clock: Clock }) {
    this.#store = store
    this.#clock = clock
    this.groups = new GroupNotes(store, clock, () => this.#changed())
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version
  }

  /** What is known of a topic, without asking its cluster. */
  async topic(clusterId: string, topicId: string, topic: string): Promise<TopicIndex> {
    const key = `${clusterId}/${topicId}`
    let opening = this.#topics.get(key)
    if (opening === undefined) {
      opening = this.#open(clusterId, topicId, topic)
      this.#topics.set(key, opening)
      opening.catch(() => this.#topics.delete(key))
    }
    return opening
  }

  /** Of a cluster, those that were opened since start. */
  async loaded(clusterId: string): Promise<TopicIndex[]> {
    const opened = await Promise.all(this.#topics.values())
    return opened.filter((topic) => topic.clusterId === clusterId)
  }

  /** Reads what is new. Rejects what the cluster rejects. */
  async refresh(source: RefreshSource): Promise<Refreshed> {
    return this.#alone(`${source.clusterId}/${source.topic}`, async () => this.#refresh(source))
  }

  /** Forgets what was read of a topic's records; states and notes stay. */
  async rebuild(clusterId: string, topicId: string, topic: string): Promise<void> {
    const index = await this.topic(clusterId, topicId, topic)
    await this.#alone(`${clusterId}/${topic}`, async () => {
      index.clear()
      index.record.version = 0
      await this.#forgetRows(index)
    })
    this.#changed()
  }

  select(topics: readonly TopicIndex[], clusterId: string, filter: FailureFilter): FailureEntry[] {
    return selectEntries(topics, filter, {
      groupOf: this.groups.groupOf(clusterId),
      framesContain: (stackId, contains) => contains(this.#store.get(failureStacksTable, stackId) ?? ''),
    })
  }

  /** The whole failure, as it was read; undefined where the index does not have it. */
  get(index: TopicIndex, partition: number, offset: number): Failure | undefined {
    const columns = this.#store.get(failuresTable, placeIn(index.record, partition, offset)) as FailureColumns | undefined
    if (columns === undefined) return undefined
    const failure = failureOf({ clusterId: index.clusterId, topic: index.topic, topicId: index.topicId, partition, offset }, columns)
    const { stackId, heads } = stackOf(columns)
    const frames = stackId === '' ? undefined : this.#store.get(failureStacksTable, stackId)
    return frames === undefined ? failure : { ...failure, error: { ...failure.error, stack: joinStack({ frames, heads }) } }
  }

  triageOf(index: TopicIndex, place: { partition: number; offset: number }): TriageRecord {
    return index.triage.get(placeText(place)) ?? { state: 'new', note: '', history: [] }
  }

  /** Says what has become of dead letters; those that are in that state already are left alone. Returns how many changed. */
  async mark(index: TopicIndex, places: readonly { partition: number; offset: number }[], state: TriageState, { text, jobId }: Mark): Promise<number> {
    const atMs = this.#clock.now()
    const changed = places.filter((place) => this.triageOf(index, place).state !== state)
    for (let at = 0; at < changed.length; at += WRITES_AT_ONCE) {
      await this.#triage(index, changed.slice(at, at + WRITES_AT_ONCE), (triage) => ({ ...triage, state, history: [...triage.history, { atMs, text, jobId }] }))
    }
    return changed.length
  }

  async setNote(index: TopicIndex, place: { partition: number; offset: number }, note: string): Promise<void> {
    await this.#triage(index, [place], (triage) => ({ ...triage, note }))
  }

  /** The same over topics: what replays tell of. `isMeant` looks at what is known of each before. */
  async markOutcome(keys: readonly FailureKey[], state: TriageState, mark: Mark, isMeant: (before: TriageRecord) => boolean = () => true): Promise<number> {
    let changed = 0
    for (const [, ofTopic] of Map.groupBy(keys, ({ clusterId, topicId }) => `${clusterId}/${topicId}`)) {
      const { clusterId, topicId, topic } = ofTopic[0]!
      const index = await this.topic(clusterId, topicId, topic)
      changed += await this.mark(index, ofTopic.filter((place) => isMeant(this.triageOf(index, place))), state, mark)
    }
    return changed
  }

  /** Other dead letters of the same records, in topics that were opened since start. */
  async sameRecords(keys: readonly FailureKey[]): Promise<FailureKey[]> {
    return sameRecords(keys, await Promise.all(this.#topics.values()))
  }

  /** A person has seen what there is. */
  async markVisited(index: TopicIndex): Promise<void> {
    index.record.visited = { ...index.record.next }
    await this.#store.commit([index.write])
    this.#changed()
  }

  /** One at a time per topic: what one reads another would forget, or read again. */
  async #alone<T>(place: string, work: () => Promise<T>): Promise<T> {
    const before = this.#working.get(place)
    const working = (async () => {
      // Its failure is its own caller's.
      await before?.catch(() => {})
      return work()
    })()
    this.#working.set(place, working)
    try {
      return await working
    } finally {
      if (this.#working.get(place) === working) this.#working.delete(place)
    }
  }

  async #triage(index: TopicIndex, places: readonly { partition: number; offset: number }[], change: (triage: TriageRecord) => TriageRecord): Promise<void> {
    const records = places.map((place) => ({ place, triage: change(this.triageOf(index, place)) }))
    await this.#store.commit(records.map(({ place, triage }) => triageTable.put(placeIn(index.record, place.partition, place.offset), triage)))
    for (const { place, triage } of records) {
      index.triage.set(placeText(place), triage)
      const entry = index.get(place.partition, place.offset)
      if (entry) entry.state = triage.state as TriageState
    }
    this.#changed()
  }

  async #open(clusterId: string, topicId: string, topic: string): Promise<TopicIndex> {
    const key = `${clusterId}/${topicId}`
    const known = this.#store.get(indexedTopicsTable, key)
    if (known) return TopicIndex.load(this.#store, this.#clock, clusterId, topicId, known)
    const record: IndexedTopicRecord = { version: DECODER_VERSION, number: this.#nextNumber(), topic, rules: '', next: {}, starts: {}, visited: {} }
    // Written in the same turn as its number was found: nobody else gets it.
    await this.#store.commit([indexedTopicsTable.put(key, record)])
    return new TopicIndex(clusterId, topicId, record)
  }

  #lastNumber = 0

  #nextNumber(): number {
    if (this.#lastNumber === 0) this.#store.visit(indexedTopicsTable, null, null, (_, { number }) => void (this.#lastNumber = Math.max(this.#lastNumber, number)))
    return ++this.#lastNumber
  }

  async #refresh({ cluster, clusterId, topic, context, rules, signal, onProgress }: RefreshSource): Promise<Refreshed> {
    const reading = await TopicReading.open(cluster, topic)
    try {
      const { partitions, topicId } = reading.bounds
      const index = await this.topic(clusterId, topicId, topic)
      if (index.record.version !== DECODER_VERSION || index.record.rules !== rules) await this.#beginAnew(index, rules)
      await this.#noteStarts(index, partitions)
      const ranges = partitions.flatMap(({ partition, start, end, error }) => (error ? [] : [{ partition, from: Math.max(start, index.record.next[partition] ?? 0), end }]))
      const totalOffsets = ranges.reduce((sum, { from, end }) => sum + Math.max(0, end - from), 0)
      let [scannedOffsets, arrived, unreadable] = [0, 0, 0]
      for (const { partition, from, end } of ranges) {
        let at = from
        for await (const piece of reading.pieces(partition, from, end, signal)) {
          arrived += await this.#take(index, piece, context)
          unreadable += piece.unreadable
          scannedOffsets += Math.min(end, piece.nextOffset) - at
          at = Math.min(end, piece.nextOffset)
          onProgress?.({ scannedOffsets, totalOffsets })
        }
      }
      const error = partitions.find((partition) => partition.error)?.error ?? null
      return { index, arrived, unreadable, scannedOffsets, totalOffsets, partitionCount: partitions.length, isComplete: error === null && scannedOffsets >= totalOffsets, error }
    } finally {
      await reading.close()
    }
  }

  async #beginAnew(index: TopicIndex, rules: string): Promise<void> {
    index.clear()
    await this.#forgetRows(index)
    index.record.version = DECODER_VERSION
    index.record.rules = rules
    await this.#store.commit([index.write])
  }

  async #forgetRows(index: TopicIndex): Promise<void> {
    for (;;) {
      const keys = this.#store.keys(failuresTable, placeIn(index.record, 0, 0), placeAfter(index.record), WRITES_AT_ONCE)
      await this.#store.commit([...keys.map((key) => failuresTable.remove(key)), index.write])
      if (keys.length < WRITES_AT_ONCE) return
    }
  }

  /** Where partitions begin now: what lies before has left the log. */
  async #noteStarts(index: TopicIndex, partitions: TopicReading['bounds']['partitions']): Promise<void> {
    const moved = partitions.filter(({ partition, start, error }) => error === null && start !== (index.record.starts[partition] ?? 0))
    if (moved.length === 0) return
    index.record.starts = { ...index.record.starts, ...Object.fromEntries(moved.map(({ partition, start }) => [partition, start])) }
    await this.#store.commit([index.write])
    this.#changed()
  }

  /** Rows and how far was read are one commit: after a crash nothing is missing and nothing is there twice. */
  async #take(index: TopicIndex, { partition, records, decidedOffset }: ReadPiece, context: DecodeContext): Promise<number> {
    const writes: Write[] = []
    const entries: FailureEntry[] = []
    const slices = new Slices(this.#clock)
    for (const record of records) {
      const known = index.get(partition, record.offset)
      if (known && known.transaction === record.transaction) continue
      if (slices.isOver) await slices.next()
      entries.push(this.#indexed(index, record, context, writes))
    }
    if (entries.length === 0 && index.record.next[partition] === decidedOffset) return 0
    const next = { ...index.record.next, [partition]: decidedOffset }
    await this.#store.commit([...writes, indexedTopicsTable.put(index.key, { ...index.record, next })]).catch((error: unknown) => {
      this.#storedStacks.clear()
      throw error
    })
    index.record.next = next
    for (const entry of entries) index.put(entry)
    if (entries.length === 0) return 0
    this.#changed()
    this.arrivals.emit({ clusterId: index.clusterId, topic: index.topic, entries })
    return entries.length
  }

  #indexed(index: TopicIndex, record: ReadRecord, context: DecodeContext, writes: Write[]): FailureEntry {
    const failure = decodeFailure(record, context)
    const stack = failure.error.stack === undefined ? null : splitStack(failure.error.stack)
    const stackId = stack === null ? '' : stackIdOf(stack.frames)
    if (stack !== null && !this.#storedStacks.has(stackId)) {
      this.#storedStacks.add(stackId)
      writes.push(failureStacksTable.put(stackId, stack.frames))
    }
    const replayId = record.headers.length === 0 ? null : (new HeaderFields(new HeaderView(record.headers), 'last').word(REPLAY_ID) ?? null)
    const entry = entryOf({ record, failure, sizeBytes: record.sizeBytes, transaction: record.transaction, replayId, stackId })
    writes.push(failuresTable.put(placeIn(index.record, record.partition, record.offset), columnsOf(failure, entry, stack?.heads ?? [])))
    return entry
  }

  #changed(): void {
    this.#version += 1
  }
}
