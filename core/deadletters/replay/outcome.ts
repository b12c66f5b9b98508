// What becomes of records after they were sent: read by the group that had failed on them, or back in the dead-letter topic. Only ever reads.
import type { Clock } from '../../base/clock.ts'
import { committedOffsets } from '../../client/admin/committed-offsets.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { hasMoved } from '../../client/cluster-connection.ts'
import { ConnectionFailed } from '../../client/connection-errors.ts'
import { KafkaError } from '../../protocol/error-codes.ts'
import type { Write } from '../../storage/tables.ts'
import { type OutcomeRow, replayOutcomesTable } from '../../storage/workbench-tables.ts'
import type { FailureKey } from '../failure.ts'
import { type Bounce, type BounceAnswer, BounceReader } from './bounces.ts'
import { chainWrites, othersInChain } from './chains.ts'
import type { JobRecord, OutcomeCounts } from './jobs/job-record.ts'
import type { JobStore } from './jobs/job-store.ts'
import type { PlanSource } from './jobs/plan-feed.ts'
import { forgetOriginConsumed, originConsumedWrites } from './origin-consumed.ts'
import { isFileLine } from './plan.ts'
import { groupsReading } from './reading-groups.ts'
import type { SentPlace } from './senders/sender.ts'

export interface OutcomeTrackerOptions {
  readonly jobs: JobStore
  readonly job: JobRecord
  readonly source: PlanSource
  /** null for a plan from a file: nothing comes back to it. */
  readonly sourceCluster: () => ClusterConnection | null
  readonly targetCluster: () => ClusterConnection
  readonly clock: Clock
  /** What has become of dead letters. */
  readonly marked?: (keys: readonly FailureKey[], mark: OutcomeMark, jobId: string) => Promise<void>
}

/** `consumed-as-other`: another dead letter of the same record was; `came-back-as-other`: and then it came back all the same. */
export type OutcomeMark = 'replayed' | 'consumed' | 'bounced' | 'consumed-as-other' | 'came-back-as-other'

/** Where a record went, and who is to read it there; null = whoever reads the topic. */
interface Waiting {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly group: string | null
}

const RECENT = 50
const GROUPS_PERIOD_MS = 10_000

export class OutcomeTracker {
  readonly #options: OutcomeTrackerOptions
  readonly #bounces: BounceReader
  readonly #waiting = new Map<number, Waiting>()
  #counts = { consumed: 0, bounced: 0 }
  /** The last that were sent in this run. */
  #recent: number[] = []
  readonly #bouncedNow = new Set<number>()
  #readers = new Map<string, readonly string[]>()
  #readersAtMs = Number.NEGATIVE_INFINITY
  #polling: Promise<void> | null = null
  /** Sent, and not told to `marked` yet. */
  #unmarked: number[] = []

  constructor(options: OutcomeTrackerOptions) {
    this.#options = options
    this.#bounces = new BounceReader(options)
    this.#load()
  }

  /** From here on the dead-letter topics are watched; to be called before the first record is sent. */
  async begin(): Promise<void> {
    await this.#bounces.begin(this.#sourceTopics())
  }

  /** What was known to have been read, or to have come back, before a crash is not waited for once more. */
  land(sent: readonly SentPlace[]): void {
    let [waiting, untracked] = [0, 0]
    for (const { topic, partition, indexes, baseOffset } of sent) {
      for (const [i, index] of indexes.entries()) {
        if (this.#outcome(index) !== undefined) continue
        const { group } = this.#await(index, topic, partition, baseOffset < 0 ? -1 : baseOffset + i)
        if (this.#isTracked(topic, group)) waiting++
        else untracked++
      }
      this.#recent = [...this.#recent, ...indexes].slice(-RECENT)
      this.#unmarked.push(...indexes)
    }
    const { job } = this.#options
    job.outcomes = { ...job.outcomes, waiting: job.outcomes.waiting + waiting, untracked: job.outcomes.untracked + untracked }
  }

  /** A resumed job is judged by what it sends from then on. */
  forgetRecent(): void {
    this.#recent = []
    this.#bouncedNow.clear()
  }

  /** Of the last 50 that were sent. */
  get recentBounces(): number {
    return this.#recent.filter((index) => this.#bouncedNow.has(index)).length
  }

  isWaiting(index: number): boolean {
    return this.#waiting.has(index)
  }

  hasBounced(index: number): boolean {
    return this.#outcome(index) === 'bounced'
  }

  #outcome(index: number): OutcomeRow['outcome'] | undefined {
    return this.#options.jobs.store.get(replayOutcomesTable, { jobId: this.#options.job.jobId, index })?.outcome
  }

  /** Groups that are to read what was sent. */
  get groups(): readonly string[] {
    return [...new Set([...this.#waiting.values()].flatMap(({ group, topic }) => group ?? this.#readers.get(topic) ?? []))]
  }

  /** Looks once; one look at a time. What cannot be reached now is looked at the next time. */
  async poll(): Promise<void> {
    this.#polling ??= this.#poll().finally(() => (this.#polling = null))
    return this.#polling
  }

  async #poll(): Promise<void> {
    const unmarked = this.#unmarked
    this.#unmarked = []
    await this.#mark(unmarked, 'replayed')
    // What was read may come back all the same: frameworks commit after they have put it away.
    if (this.#waiting.size + this.#counts.consumed === 0) return
    try {
      await this.#look()
    } catch (error) {
      if (!(error instanceof ConnectionFailed || error instanceof KafkaError || hasMoved(error))) throw error
    }
  }

  async #look(): Promise<void> {
    // What was read first, what came back then: consumers put a record into the dead-letter topic before they commit past it.
    const consumed = await this.#consumed()
    const { found, watched } = await this.#bounces.read((record) => this.#indexOf(record))
    const rows = new Map<number, OutcomeRow>(found.map(({ index, at }) => [index, { outcome: 'bounced', atMs: this.#now, bouncedTo: at }]))
    for (const index of consumed) if (!rows.has(index)) rows.set(index, { outcome: 'consumed', atMs: this.#now })
    const gone = consumed.filter((index) => rows.get(index)!.outcome === 'consumed')
    const back = found.map(({ index }) => index)
    const notGone = back.filter((index) => this.#outcome(index) === 'consumed')
    const others = { gone: this.#othersOf(gone), notGone: this.#othersOf(notGone) }
    await this.#keep(rows, [...watched, ...this.#links(found), ...gone.flatMap((index) => this.#originGone(index)), ...notGone.flatMap((index) => this.#originBack(index))])
    await this.#mark(gone, 'consumed')
    await this.#tellOf(others.gone, 'consumed-as-other')
    await this.#mark(back, 'bounced')
    await this.#tellOf(others.notGone, 'came-back-as-other')
  }

  #links(found: readonly Bounce[]): Write[] {
    const { jobs, job } = this.#options
    const links = found.flatMap(({ index, at }) => this.#sourceOf(index).map((earlier) => ({ earlier, later: { ...at, clusterId: earlier.clusterId }, cameBy: { jobId: job.jobId, index } })))
    return chainWrites(jobs.store, links)
  }

  #originGone(index: number): Write[] {
    const { job, source } = this.#options
    const { topic } = this.#waiting.get(index)!
    return originConsumedWrites(source.items(index, 1)[0], { clusterId: job.targetClusterId, topic }, { jobId: job.jobId, index }, this.#now)
  }

  #originBack(index: number): Write[] {
    const { jobs, job, source } = this.#options
    const topic = jobs.row(job.jobId, index)?.topic ?? ''
    return forgetOriginConsumed(jobs.store, source.items(index, 1)[0], { clusterId: job.targetClusterId, topic }, { jobId: job.jobId, index })
  }

  /** Dead letters of the same records, before these or after them. */
  #othersOf(indexes: readonly number[]): FailureKey[] {
    if (this.#options.job.isSandbox) return []
    return indexes.flatMap((index) => this.#sourceOf(index).flatMap((source) => othersInChain(this.#options.jobs.store, source)))
  }

  async #mark(indexes: readonly number[], mark: OutcomeMark): Promise<void> {
    if (indexes.length > 0) await this.#tellOf(indexes.flatMap((index) => this.#sourceOf(index)), mark)
  }

  async #tellOf(keys: readonly FailureKey[], mark: OutcomeMark): Promise<void> {
    if (keys.length > 0) await this.#options.marked?.(keys, mark, this.#options.job.jobId)
  }

  async #keep(rows: ReadonlyMap<number, OutcomeRow>, watched: readonly Write[]): Promise<void> {
    const { jobs, job } = this.#options
    if (rows.size + watched.length === 0) return
    const writes = Array.from(rows, ([index, row]) => replayOutcomesTable.put({ jobId: job.jobId, index }, row))
    await jobs.store.commit([...writes, ...watched])
    for (const [index, { outcome }] of rows) {
      if (outcome === 'bounced' && !this.#waiting.has(index) && !this.#bouncedNow.has(index)) this.#counts.consumed--
      this.#waiting.delete(index)
      this.#counts[outcome]++
      if (outcome === 'bounced') this.#bouncedNow.add(index)
    }
    this.#tell()
    if (rows.size > 0) await jobs.save(job)
  }

  /** A record of this job that is in a dead-letter topic again; what was read and comes back later has bounced all the same. */
  #indexOf({ index }: BounceAnswer): number | null {
    const { job } = this.#options
    return index !== null && index < job.total && !this.#bouncedNow.has(index) && !this.hasBounced(index) ? index : null
  }

  async #consumed(): Promise<number[]> {
    if (this.#waiting.size === 0) return []
    await this.#findReaders()
    const cluster = this.#options.targetCluster()
    const committed = new Map(
      await Promise.all(
        this.groups.map(async (group) => {
          const offsets = await committedOffsets(cluster, group)
          return [group, new Map(offsets.map(({ topic, partition, offset }) => [`${topic}:${partition}`, offset ?? -1]))] as const
        }),
      ),
    )
    const isRead = ({ topic, partition, offset, group }: Waiting): boolean => {
      const groups = group === null ? (this.#readers.get(topic) ?? []) : [group]
      return offset >= 0 && groups.some((reader) => (committed.get(reader)?.get(`${topic}:${partition}`) ?? -1) > offset)
    }
    return [...this.#waiting].flatMap(([index, waiting]) => (isRead(waiting) ? [index] : []))
  }

  /** Where the headers do not say whose failure it was, whoever reads the topic will do. */
  async #findReaders(): Promise<void> {
    const topics = new Set([...this.#waiting.values()].flatMap(({ group, topic }) => (group === null ? [topic] : [])))
    if (topics.size === 0 || this.#options.clock.monotonic() - this.#readersAtMs < GROUPS_PERIOD_MS) return
    this.#readersAtMs = this.#options.clock.monotonic()
    this.#readers = await groupsReading(this.#options.targetCluster(), topics)
  }

  #load(): void {
    const { jobs, job } = this.#options
    const known = new Set<number>()
    const range = [{ jobId: job.jobId, index: 0 }, { jobId: job.jobId, index: job.total }] as const
    jobs.store.visit(replayOutcomesTable, ...range, ({ index }, { outcome }) => {
      known.add(index)
      this.#counts[outcome]++
    })
    jobs.visitLedger(job.jobId, 0, job.total, (index, { state, topic, partition, offset }) => {
      if (state === 'SENT' && !known.has(index)) this.#await(index, topic, partition, offset)
    })
    this.#tell()
  }

  #await(index: number, topic: string, partition: number, offset: number): Waiting {
    const group = this.#options.source.items(index, 1)[0]?.origin?.group ?? null
    const waiting = { topic, partition, offset, group }
    this.#waiting.set(index, waiting)
    this.#bounces.expect(index, topic, partition, offset)
    return waiting
  }

  #tell(): void {
    const waiting = [...this.#waiting.values()].filter(({ topic, group }) => this.#isTracked(topic, group)).length
    const counts: OutcomeCounts = { ...this.#counts, waiting, untracked: this.#waiting.size - waiting }
    this.#options.job.outcomes = counts
  }

  #isTracked(topic: string, group: string | null): boolean {
    return group !== null || (this.#readers.get(topic)?.length ?? 0) > 0
  }

  #sourceTopics(): string[] {
    const { source } = this.#options
    const topics = new Set<string>()
    for (let index = 0; index < source.plan.itemCount; index += STEP) {
      for (const item of source.items(index, STEP)) if (!isFileLine(item.source)) topics.add(item.source.topic)
    }
    return [...topics]
  }

  #sourceOf(index: number): FailureKey[] {
    const source = this.#options.source.items(index, 1)[0]?.source
    return source === undefined || isFileLine(source) ? [] : [source]
  }

  get #now(): number {
    return this.#options.clock.now()
  }
}

const STEP = 256
