// Reads ranges of a topic from their beginning to their end and hands out what is found, chunk by chunk: for who wants all of it, not a list in order of time.
import type { ClientRecord } from '../../client/client-record.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { EARLIEST, LATEST, listOffsets } from '../../client/admin/list-offsets.ts'
import { TopicReader } from '../../client/topic-reader.ts'
import type { TransactionOutcome } from '../../client/transaction-outcomes.ts'
import { Slices } from '../../base/slices.ts'
import { ForwardSource } from '../forward-source.ts'
import { PartitionReader } from '../partition-reader.ts'
import type { Predicate } from '../predicate/predicate.ts'
import type { Budget } from '../reading.ts'
import type { Filter, LookedAt } from '../record-filter.ts'
import { closingSentence } from './closing-sentence.ts'
import { filterFor } from './filter-for.ts'
import type { ScanWorkers } from './scan-workers.ts'

export interface ScanRange {
  readonly partition: number
  /** Included; below the first record there is it begins there. */
  readonly fromOffset: number
  /** Not included; null = as far as there is something when the scan begins. */
  readonly untilOffset: number | null
}

/** Its bytes are views: they are good until `onChunk` is done. */
export interface ScannedRecord {
  readonly record: ClientRecord
  /** null = it is in no transaction. */
  readonly outcome: TransactionOutcome | null
}

export interface ScanChunk {
  readonly partition: number
  /** In order of their offsets. */
  readonly records: readonly ScannedRecord[]
  /** Everything of the partition before this has been handed out or holds nothing that was asked for. */
  readonly nextOffset: number
}

export interface ScanOptions {
  readonly topic: string
  /** All partitions, whole, if left out. */
  readonly ranges?: readonly ScanRange[] | undefined
  /** null = every record. */
  readonly predicate?: Predicate | null
  /** Records of aborted transactions too. */
  readonly withAborted?: boolean
  readonly workers?: ScanWorkers | null
  /** One after the other; reading waits for it. What it throws ends the scan. Chunks without records tell how far it came. */
  readonly onChunk: (chunk: ScanChunk) => void | Promise<void>
  /** At most ten times a second. */
  readonly onProgress?: (progress: ScanProgress) => void
  /** null = as much as it takes. */
  readonly budget?: Budget | null
  readonly signal: AbortSignal
}

export interface PartitionScan {
  readonly partition: number
  /** [startOffset, endOffset) was to be read, [startOffset, nextOffset) has been. */
  readonly startOffset: number
  readonly endOffset: number
  readonly nextOffset: number
  readonly matched: number
  /** Offsets that were asked for and that retention has removed. */
  readonly belowRetention: number
  readonly error: Error | null
}

export interface ScanProgress extends LookedAt {
  readonly partitions: readonly PartitionScan[]
  readonly matched: number
  readonly scannedBytes: number
}

export interface ScanResult extends ScanProgress {
  readonly ended: 'complete' | 'budget' | 'stopped'
  /** How far it came, and whether that was all. */
  readonly closing: string
}

/** Read at the same time: one is looked at while others are fetched. */
const PARTITIONS_AT_ONCE = 4
const CHUNK_RECORDS = 512
const FETCH_BYTES = 1024 * 1024
const PROGRESS_MS = 100

export async function scan(cluster: ClusterConnection, options: ScanOptions): Promise<ScanResult> {
  const topic = await TopicReader.open(cluster, options.topic)
  const scanner = new Scanner(cluster, topic, options)
  return scanner.run(await plan(cluster, topic, options.ranges))
}

interface Planned extends PartitionScan {
  readonly askedFrom: number
}

async function plan(cluster: ClusterConnection, topic: TopicReader, ranges: readonly ScanRange[] | undefined): Promise<Planned[]> {
  const asked = ranges ?? topic.topic.partitions.map(({ partition }) => ({ partition, fromOffset: 0, untilOffset: null }))
  const wanted = asked.map(({ partition }) => topic.partition(partition))
  const [earliest, latest] = await Promise.all([listOffsets(cluster, topic.topic, wanted, EARLIEST), listOffsets(cluster, topic.topic, wanted, LATEST)])
  return asked.map(({ partition, fromOffset, untilOffset }) => {
    const [first, last] = [earliest.get(partition)!, latest.get(partition)!]
    const error = first.error ?? last.error
    if (first.error || last.error) return { partition, askedFrom: 0, startOffset: 0, endOffset: 0, nextOffset: 0, matched: 0, belowRetention: 0, error }
    const within = (offset: number): number => Math.min(Math.max(offset, first.offset), last.offset)
    const startOffset = within(fromOffset)
    // Who asks for a whole topic does not ask for what is gone.
    const askedFrom = ranges === undefined ? startOffset : Math.min(fromOffset, startOffset)
    return { partition, askedFrom, startOffset, endOffset: Math.max(startOffset, within(untilOffset ?? last.offset)), nextOffset: startOffset, matched: 0, belowRetention: 0, error: null }
  })
}

class Scanner {
  readonly #cluster: ClusterConnection
  readonly #options: ScanOptions
  readonly #reader: PartitionReader
  readonly #filter: Filter
  readonly #stop: AbortController
  readonly #stopping: AbortSignal
  readonly #slices: Slices
  readonly #beganMs: number
  #partitions: Planned[] = []
  /** A partition may have several ranges. */
  readonly #sources = new Map<Planned, ForwardSource<ScannedRecord>>()
  readonly #matched = new Map<Planned, number>()
  #toldMs = -Infinity
  #telling: Promise<void> = Promise.resolve()
  #isOverBudget = false

  constructor(cluster: ClusterConnection, topic: TopicReader, options: ScanOptions) {
    this.#cluster = cluster
    this.#options = options
    this.#stop = new AbortController()
    this.#stopping = AbortSignal.any([options.signal, this.#stop.signal])
    this.#slices = new Slices(cluster.clock, this.#stopping)
    this.#reader = new PartitionReader(cluster, topic)
    this.#beganMs = cluster.clock.monotonic()
    const search = { topic: options.topic, predicate: options.predicate ?? null, fromTimestamp: null, untilTimestamp: null, withAborted: options.withAborted ?? false }
    this.#filter = filterFor(search, options.workers ?? null, this.#slices, this.#stopping)
  }

  async run(partitions: Planned[]): Promise<ScanResult> {
    this.#partitions = partitions
    const left = partitions.filter(({ error }) => error === null)
    const lanes = Array.from({ length: PARTITIONS_AT_ONCE }, async () => {
      for (let next = left.shift(); next !== undefined && !this.#stopping.aborted; next = left.shift()) await this.#read(next)
    })
    try {
      await this.#unlessStopped(Promise.all(lanes))
    } finally {
      this.#stop.abort()
      await this.#reader.close()
    }
    const progress = this.#progress()
    const ended = this.#isOverBudget ? 'budget' : this.#options.signal.aborted ? 'stopped' : 'complete'
    return { ...progress, ended, closing: closingSentence(progress, ended) }
  }

  /** Whoever stops a scan does not wait for what a broker or a worker is still at. */
  #unlessStopped(running: Promise<unknown>): Promise<unknown> {
    const { signal } = this.#options
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    return Promise.race([running, stopped])
  }

  async #read(planned: Planned): Promise<void> {
    const { partition, startOffset, endOffset } = planned
    const options = { filter: this.#filter, project: (record: ClientRecord, outcome: TransactionOutcome | null) => ({ record, outcome }), pageRows: CHUNK_RECORDS, maxPageRows: CHUNK_RECORDS }
    const source = new ForwardSource<ScannedRecord>(this.#reader, { partition, startOffset, endOffset, position: startOffset }, { ...options, firstFetchBytes: FETCH_BYTES, maxFetchBytes: FETCH_BYTES })
    this.#sources.set(planned, source)
    while (source.isOpen && !this.#stopping.aborted) {
      const fetching = source.wantsFetch ? source.fetch(this.#cluster.clock.monotonic()) : null
      if (!source.isReady) {
        await fetching
        continue
      }
      this.#slices.begin()
      await source.digest()
      const records: ScannedRecord[] = []
      while (source.head) records.push(source.take().row)
      if (!this.#stopping.aborted) await this.#hand(planned, { partition, records, nextOffset: source.coverage.toOffset })
      this.#checkBudget()
    }
  }

  #hand(planned: Planned, chunk: ScanChunk): Promise<void> {
    this.#telling = this.#telling.then(async () => {
      if (this.#stopping.aborted) return
      await this.#options.onChunk(chunk)
      this.#matched.set(planned, (this.#matched.get(planned) ?? 0) + chunk.records.length)
      const nowMs = this.#cluster.clock.monotonic()
      if (!this.#options.onProgress || nowMs - this.#toldMs < PROGRESS_MS) return
      this.#toldMs = nowMs
      this.#options.onProgress(this.#progress())
    })
    return this.#telling
  }

  #checkBudget(): void {
    const { budget } = this.#options
    if (!budget) return
    if (this.#reader.fetchedBytes < budget.maxBytes && this.#cluster.clock.monotonic() - this.#beganMs < budget.maxMs) return
    if (Array.from(this.#sources.values()).every(({ isOpen }) => !isOpen) && this.#sources.size === this.#partitions.length) return
    this.#isOverBudget = true
    this.#stop.abort()
  }

  #progress(): ScanProgress {
    const partitions = this.#partitions.map((planned): PartitionScan => {
      const { askedFrom, ...range } = planned
      const { startOffset, toOffset, error } = this.#sources.get(planned)?.coverage ?? { startOffset: range.startOffset, toOffset: range.nextOffset, error: range.error }
      const matched = this.#matched.get(planned) ?? 0
      return { ...range, startOffset, nextOffset: toOffset, matched, belowRetention: startOffset - askedFrom, error }
    })
    const matched = partitions.reduce((sum, one) => sum + one.matched, 0)
    return { ...this.#filter.lookedAt, partitions, matched, scannedBytes: this.#reader.fetchedBytes }
  }
}
