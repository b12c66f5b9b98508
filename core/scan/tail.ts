// Follows a topic: one long-polling fetch loop per leader, and its reader gets at most ten batches of rows a second.
import { ErrorCode, errorOf, KafkaError } from '../protocol/error-codes.ts'
import { EARLIEST, LATEST, leaderless, listOffsets, type OffsetOrError, partitionError } from '../client/admin/list-offsets.ts'
import type { ClientRecord } from '../client/client-record.ts'
import { type ClusterConnection, hasMoved } from '../client/cluster-connection.ts'
import type { TopicMetadata } from '../client/cluster-metadata.ts'
import { type FetchedPartition, rawFetch } from '../client/raw-fetch.ts'
import type { RequestLane } from '../client/request-lane.ts'
import { filterFor } from './engine/filter-for.ts'
import type { ScanWorkers } from './engine/scan-workers.ts'
import { parseQuery } from './predicate/parse-query.ts'
import type { Filter, Keep } from './record-filter.ts'
import { Slices } from '../base/slices.ts'
import { type TailBatch, TailBuffer } from './tail-buffer.ts'

export interface TailOptions<T> {
  /** Next offset per partition; the others begin at their end. */
  readonly from?: readonly { readonly partition: number; readonly offset: number }[] | undefined
  /** All if left out, those that are added later among them. */
  readonly partitions?: readonly number[] | undefined
  /** As `parseQuery` reads it; '' or left out = every record. */
  readonly query?: string
  /** Who searches; nobody = it is done here. */
  readonly workers?: ScanWorkers | null
  readonly project: (record: ClientRecord) => T
  readonly signal: AbortSignal
  /** Rows kept for a reader that is slower than the topic. */
  readonly maxRows?: number
}

const EVENT_PERIOD_MS = 100
/** Ten times a second this many rows are more than a page has to draw, and no more than it can take in at once. */
const MAX_BATCH_ROWS = 1_000
const MAX_WAITING_ROWS = 10_000
const MAX_WAIT_MS = 1_000
const RETRY_DELAY_MS = 1_000
/** Small, so that catching up does not mean looking at very much at once. */
const PARTITION_MAX_BYTES = 512 * 1024
/** How often leaders and new partitions are looked for. */
const METADATA_PERIOD_MS = 10_000

const ALL: Keep = { which: 'first', count: Infinity }

/** The first batch comes once the positions are known. Ends when the signal aborts; the fetches end with it. Rejects QueryError. */
export async function* tail<T>(cluster: ClusterConnection, topic: string, options: TailOptions<T>): AsyncGenerator<TailBatch<T>, void> {
  const follower = await TopicFollower.start(cluster, topic, options)
  try {
    while (await follower.buffer.news()) {
      yield follower.buffer.take()
      await cluster.pause(EVENT_PERIOD_MS, options.signal)
    }
  } finally {
    await follower.stop()
  }
}

class TopicFollower<T> {
  readonly buffer: TailBuffer<T>
  readonly #cluster: ClusterConnection
  readonly #options: TailOptions<T>
  readonly #wanted: ReadonlySet<number> | null
  readonly #filter: Filter
  readonly #slices: Slices
  readonly #lane: RequestLane
  readonly #stopping = new AbortController()
  /** Next offset per partition. */
  readonly #positions = new Map<number, number>()
  /** Partitions that were there at the start: without a position they begin at their end, later ones at their first record. */
  readonly #original: Set<number>
  #topic: TopicMetadata
  #roundEnd = 0
  #running: Promise<void> = Promise.resolve()

  static async start<T>(cluster: ClusterConnection, topic: string, options: TailOptions<T>): Promise<TopicFollower<T>> {
    const follower = new TopicFollower(cluster, await cluster.topic(topic), options)
    for (const { partition, offset } of options.from ?? []) if (follower.#isWanted(partition)) follower.#moveTo(partition, offset)
    await follower.#placeMissing()
    follower.#running = follower.#follow()
    return follower
  }

  private constructor(cluster: ClusterConnection, topic: TopicMetadata, options: TailOptions<T>) {
    this.#cluster = cluster
    this.#topic = topic
    this.#original = new Set(topic.partitions.map(({ partition }) => partition))
    this.#options = options
    this.#wanted = options.partitions ? new Set(options.partitions) : null
    const search = { topic: topic.name, predicate: parseQuery(options.query ?? ''), fromTimestamp: null, untilTimestamp: null, withAborted: true }
    this.#slices = new Slices(cluster.clock, this.#stopping.signal)
    this.#filter = filterFor(search, options.workers ?? null, this.#slices, this.#stopping.signal)
    this.#lane = cluster.openLane()
    this.buffer = new TailBuffer(options.maxRows ?? MAX_WAITING_ROWS, MAX_BATCH_ROWS)
    options.signal.addEventListener('abort', () => void this.stop(), { once: true })
    if (options.signal.aborted) void this.stop()
  }

  /** Closing the lane ends the fetches in progress at once. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.buffer.close()
    await this.#cluster.closeLane(this.#lane)
    await this.#running
  }

  /** Rounds of fetch loops, one per leader; a round ends when the metadata should be looked at again. */
  async #follow(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const placed = this.#topic.partitions.filter(({ partition }) => this.#positions.has(partition))
      const byLeader = Map.groupBy(placed, ({ leader }) => leader)
      this.#roundEnd = this.#cluster.clock.monotonic() + METADATA_PERIOD_MS
      await Promise.all(Array.from(byLeader, async ([leader, led]) => this.#followLeader(leader, led.map(({ partition }) => partition))))
      if (placed.length === 0) await this.#cluster.pause(RETRY_DELAY_MS, signal)
      if (!signal.aborted) await this.#refresh()
    }
  }

  async #followLeader(leader: number, partitions: readonly number[]): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted && this.#cluster.clock.monotonic() < this.#roundEnd) {
      try {
        if (leader < 0) throw leaderless(this.#topic.name, partitions[0]!)
        const targets = partitions.map((partition) => ({ partition, offset: this.#positions.get(partition)! }))
        const fetched = await rawFetch(this.#cluster, leader, this.#topic, targets, { lane: this.#lane, maxWaitMs: MAX_WAIT_MS, partitionMaxBytes: PARTITION_MAX_BYTES })
        if (!(await this.#acceptAll(fetched))) await this.#cluster.pause(RETRY_DELAY_MS, signal)
      } catch (error) {
        if (signal.aborted) return
        for (const partition of partitions) this.buffer.fail(partition, (error as Error).message)
        this.#roundEnd = 0
        await this.#cluster.pause(RETRY_DELAY_MS, signal)
      }
    }
  }

  /** One after the other: looking at records is what takes the time. False when one could not be read. */
  async #acceptAll(fetched: readonly FetchedPartition[]): Promise<boolean> {
    let isAccepted = true
    for (const answer of fetched) isAccepted = (await this.#accept(answer)) && isAccepted
    return isAccepted
  }

  /** False when the partition could not be read: trying again at once would not help. */
  async #accept({ partition, errorCode, records: bytes }: FetchedPartition): Promise<boolean> {
    const offset = this.#positions.get(partition)!
    if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) return this.#placeInRange(partition, offset)
    try {
      if (errorCode !== 0) throw partitionError(this.#topic.name, partition, errorCode)
      this.buffer.recover(partition)
      if (bytes.length === 0) return true
      await this.#look(partition, offset, bytes)
      return true
    } catch (error) {
      if (hasMoved(error)) this.#roundEnd = 0
      this.buffer.fail(partition, error instanceof KafkaError ? error.message : `Partition ${partition} of "${this.#topic.name}" at offset ${offset}: ${(error as Error).message}`)
      return false
    }
  }

  async #look(partition: number, offset: number, bytes: Buffer): Promise<void> {
    const found: ClientRecord[] = []
    this.#slices.begin()
    const piece = { bytes, outcomeOf: () => null }
    const { nextOffset, scannedRecords: received, failed } = await this.#filter.filter(piece, { partition, from: offset, until: Infinity }, ALL, (record) => found.push(record) > 0)
    if (this.#stopping.signal.aborted) return
    this.#positions.set(partition, nextOffset)
    this.buffer.add({ partition, received, found, nextOffset, project: this.#options.project })
    if (failed) throw failed.error
  }

  /** Retention has passed the position, or the topic was made anew: go on at the nearest offset there is, and say so. */
  async #placeInRange(partition: number, offset: number): Promise<boolean> {
    this.buffer.fail(partition, `Offset ${offset} of partition ${partition} is gone: ${errorOf(ErrorCode.OFFSET_OUT_OF_RANGE).sentence}`)
    const start = await this.#ask([partition], EARLIEST)
    if ((start.get(partition)?.offset ?? 0) > offset) this.#moveAll(start)
    else this.#moveAll(await this.#ask([partition], LATEST))
    return false
  }

  async #refresh(): Promise<void> {
    try {
      const topic = await this.#cluster.topic(this.#topic.name)
      if (topic.topicId !== this.#topic.topicId) this.#startOver()
      this.#topic = topic
      await this.#placeMissing()
    } catch (error) {
      for (const partition of this.#positions.keys()) this.buffer.fail(partition, (error as Error).message)
      await this.#cluster.pause(RETRY_DELAY_MS, this.#stopping.signal)
    }
  }

  /** Another topic has the name now: its offsets begin anew. */
  #startOver(): void {
    this.#positions.clear()
    this.#original.clear()
  }

  async #placeMissing(): Promise<void> {
    const missing = this.#topic.partitions.map(({ partition }) => partition).filter((partition) => this.#isWanted(partition) && !this.#positions.has(partition))
    const [original, added] = [missing.filter((partition) => this.#original.has(partition)), missing.filter((partition) => !this.#original.has(partition))]
    this.#moveAll(await this.#ask(original, LATEST))
    this.#moveAll(await this.#ask(added, EARLIEST))
  }

  #isWanted(partition: number): boolean {
    return this.#wanted === null || this.#wanted.has(partition)
  }

  #ask(partitions: readonly number[], timestamp: number): Promise<Map<number, OffsetOrError>> {
    const asked = this.#topic.partitions.filter(({ partition }) => partitions.includes(partition))
    return listOffsets(this.#cluster, this.#topic, asked, timestamp)
  }

  #moveAll(answers: ReadonlyMap<number, OffsetOrError>): void {
    for (const [partition, answer] of answers) {
      if (answer.error) this.buffer.fail(partition, answer.error.message)
      else this.#moveTo(partition, answer.offset)
    }
  }

  #moveTo(partition: number, offset: number): void {
    this.#positions.set(partition, offset)
    this.buffer.moveTo(partition, offset)
  }
}
