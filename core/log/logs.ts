// All partition logs of the broker by partition id: created with their topics, reloaded after a failed commit, kept in bounds.
import type { Clock } from '../base/clock.ts'
import { Slices } from '../base/slices.ts'
import type { ExtentLimits } from '../storage/extents.ts'
import type { Storage } from '../storage/storage.ts'
import { abortedTransactionsTable, producersTable, type Write } from '../storage/tables.ts'
import type { LogConfigs } from './log-configs.ts'
import { PartitionLog } from './partition-log.ts'

const DAY_MS = 86_400_000
/** However short a retention is, a roll costs a file and a copy of all metadata. */
const MIN_GENERATION_MS = 10_000
/** With ten thousands of partitions a look at every one takes long. */
const BOUNDS_PERIOD_MS = 5000
const UNLIMITED: ExtentLimits = { bytes: Number.POSITIVE_INFINITY, ms: Number.POSITIVE_INFINITY }

export class Logs {
  readonly #storage: Storage
  readonly #clock: Clock
  readonly #logs = new Map<number, PartitionLog>()
  #known: Bounds | undefined

  constructor(storage: Storage, clock: Clock) {
    this.#storage = storage
    this.#clock = clock
  }

  create(partitionId: number, configs: LogConfigs): PartitionLog {
    const log = new PartitionLog(partitionId, this.#storage, configs, this.#clock)
    this.#logs.set(partitionId, log)
    return log
  }

  get(partitionId: number): PartitionLog | undefined {
    return this.#logs.get(partitionId)
  }

  /** Takes the log out of service; its data dies with the commit that drops the partition. */
  remove(partitionId: number): void {
    this.#logs.delete(partitionId)
  }

  get count(): number {
    return this.#logs.size
  }

  /** Reads producers and aborted transactions of all logs from the store: once after the logs were created at start-up. */
  restoreProducers(): void {
    for (const [{ partition, producerId }, record] of this.#storage.entries(producersTable)) this.#logs.get(partition)?.restoreProducer(producerId, record)
    for (const [{ partition, lastOffset }, record] of this.#storage.entries(abortedTransactionsTable)) {
      this.#logs.get(partition)?.restoreAbortedTransaction({ ...record, lastOffset })
    }
  }

  /** After a failed commit: every log falls back to what is durable. */
  reload(): void {
    for (const log of this.#logs.values()) log.reload()
    this.restoreProducers()
  }

  /** How long a generation may take records before it is sealed: an eighth of the shortest retention, at most a day. */
  generationMs(): number {
    return Math.max(MIN_GENERATION_MS, Math.min(DAY_MS, this.#bounds().shortestMs / 8))
  }

  /** How much of a partition may be one extent, so that retention and compaction, which take extents whole, have something to take. */
  extentLimits(partitionId: number): ExtentLimits {
    return this.#logs.get(partitionId)?.extentLimits ?? UNLIMITED
  }

  /** Whether any partition is bounded by retention.bytes. */
  isSizeBounded(): boolean {
    return this.#bounds().isSizeBounded
  }

  all(): Iterable<PartitionLog> {
    return this.#logs.values()
  }

  /**
   * Moves log starts past what retention.ms and retention.bytes allow, of all logs or of those given. Resolves once durable, with the number of
   * partitions moved.
   */
  async applyRetention(partitionIds: Iterable<number> = this.#logs.keys()): Promise<number> {
    const logStarts: { partition: number; offset: number }[] = []
    const slices = new Slices(this.#clock)
    for (const id of partitionIds) {
      const log = this.#logs.get(id)
      const offset = log?.retainedFrom()
      if (offset !== undefined && offset > log!.logStartOffset) logStarts.push({ partition: id, offset })
      if (slices.isOver) await slices.next()
    }
    if (logStarts.length > 0) await this.#storage.commit({ logStarts })
    return logStarts.length
  }

  /** Forgets producers idle for longer than `producer.id.expiration.ms`, and aborted transactions of which nothing is left. */
  async expireProducers(expirationMs: number): Promise<void> {
    const beforeMs = this.#clock.now() - expirationMs
    const writes: Write[] = []
    for (const log of this.#logs.values()) writes.push(...log.expireProducers(beforeMs), ...log.expireAbortedTransactions())
    if (writes.length > 0) await this.#storage.commit({ writes })
  }

  /** What retention asks of data files, from a look at every log that may be a few seconds old. */
  #bounds(): Bounds {
    const nowMs = this.#clock.monotonic()
    if (this.#known && this.#known.count === this.#logs.size && nowMs - this.#known.seenMs < BOUNDS_PERIOD_MS) return this.#known
    let shortestMs = Number.POSITIVE_INFINITY
    let isSizeBounded = false
    for (const log of this.#logs.values()) {
      shortestMs = Math.min(shortestMs, log.retentionMs)
      isSizeBounded ||= log.retentionBytes !== Number.POSITIVE_INFINITY
    }
    this.#known = { shortestMs, isSizeBounded, count: this.#logs.size, seenMs: nowMs }
    return this.#known
  }
}

interface Bounds {
  readonly shortestMs: number
  readonly isSizeBounded: boolean
  /** Of logs, and when they were looked at. */
  readonly count: number
  readonly seenMs: number
}
