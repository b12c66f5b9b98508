// Sends many records in order: batches of one partition one after the other, a few partitions at once, no faster than told, up to the first refusal.
import { KafkaError } from '../protocol/error-codes.ts'
import { encodeBatch, type RecordSpec } from '../protocol/records/record-batch.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import { ConnectionFailed } from './connection-errors.ts'
import { choosePartition, type OutgoingRecord, type Produced, sendBatch } from './producer.ts'

export interface ProduceManyOptions {
  readonly topic: string
  readonly count: number
  /** The `seq`th record, from 1; asked for once, in order, shortly before it is sent. */
  readonly recordAt: (seq: number) => Omit<OutgoingRecord, 'topic'>
  /** Asked again and again: why nothing more may be sent, or null. */
  readonly refusal: () => Error | null
  /** null = as fast as it goes. */
  readonly perSecond: number | null
  readonly signal: AbortSignal
}

export interface SendingProgress {
  readonly acknowledged: number
  /** Of those that were sent, how many were not acknowledged; nothing was sent after them. */
  readonly failed: number
  readonly failure: Error | null
  /** The latest ones acknowledged since the last time, at most `MOST_LATEST`. */
  readonly latest: Produced[]
  readonly done: boolean
}

const EVENT_PERIOD_MS = 100
const MOST_LATEST = 100
/** What is under way at once: so much is sent after somebody says stop. */
const WAVE_RECORDS = 500
const WAVE_BYTES = 512 * 1024
/** Waves are small enough that a rate looks even. */
const WAVES_PER_SECOND = 20

/** At most ten events a second, the last one with `done`. Ends without one when the signal aborts, after what is under way. */
export async function* produceMany(cluster: ClusterConnection, options: ProduceManyOptions): AsyncGenerator<SendingProgress, void> {
  const leaving = new AbortController()
  const stop = AbortSignal.any([options.signal, leaving.signal])
  const sending = new Sending(cluster, await cluster.topic(options.topic), { ...options, signal: stop })
  const over = new AbortController()
  const running = sending.run().finally(() => over.abort())
  // A failure is told by `await running` below.
  running.catch(() => {})
  try {
    for (let isDone = false; !isDone && !stop.aborted; ) {
      await cluster.pause(EVENT_PERIOD_MS, sending.hasTold ? stop : AbortSignal.any([stop, over.signal]))
      isDone = over.signal.aborted
      if (isDone) await running
      if (!stop.aborted) yield sending.take(isDone)
    }
  } finally {
    leaving.abort()
    await running
  }
}

class Sending {
  readonly #cluster: ClusterConnection
  readonly #options: ProduceManyOptions
  #topic: TopicMetadata
  #next = 1
  #acknowledged = 0
  #failed = 0
  #failure: Error | null = null
  #latest: Produced[] = []
  #hasTold = false
  readonly #beganMs: number

  constructor(cluster: ClusterConnection, topic: TopicMetadata, options: ProduceManyOptions) {
    this.#cluster = cluster
    this.#topic = topic
    this.#options = options
    this.#beganMs = cluster.clock.monotonic()
  }

  get hasTold(): boolean {
    return this.#hasTold
  }

  take(done: boolean): SendingProgress {
    const latest = this.#latest
    this.#latest = []
    this.#hasTold = true
    return { acknowledged: this.#acknowledged, failed: this.#failed, failure: this.#failure, latest, done }
  }

  async run(): Promise<void> {
    const { count, signal } = this.#options
    while (this.#next <= count && this.#failure === null && !signal.aborted) {
      const allowed = await this.#allowed()
      if (signal.aborted) return
      this.#failure = this.#options.refusal()
      if (this.#failure === null) await this.#sendWave(allowed)
    }
  }

  /** How many may be sent now; waits until it is at least one. */
  async #allowed(): Promise<number> {
    const { perSecond, signal } = this.#options
    if (perSecond === null) return WAVE_RECORDS
    const dueMs = this.#beganMs + ((this.#next - 1) * 1_000) / perSecond
    await this.#cluster.pause(Math.max(0, dueMs - this.#cluster.clock.monotonic()), signal)
    return Math.min(WAVE_RECORDS, Math.max(1, Math.ceil(perSecond / WAVES_PER_SECOND)))
  }

  async #sendWave(most: number): Promise<void> {
    const { byPartition, error } = this.#nextWave(most)
    const outcomes = await Promise.all(Array.from(byPartition, async ([partition, records]) => this.#sendAll(partition, records)))
    if (error) this.#failed++
    this.#failure = outcomes.find((outcome) => outcome !== null) ?? error
  }

  /** `error`: why the record behind the wave cannot be sent at all. */
  #nextWave(most: number): { byPartition: Map<number, RecordSpec[]>; error: Error | null } {
    const byPartition = new Map<number, RecordSpec[]>()
    const last = Math.min(this.#options.count, this.#next + most - 1)
    try {
      for (let bytes = 0; this.#next <= last && bytes < WAVE_BYTES; this.#next++) {
        const record = this.#options.recordAt(this.#next)
        const { partition } = choosePartition(this.#cluster.random, this.#topic, record)
        const records = byPartition.get(partition) ?? []
        records.push({ key: record.key, value: record.value, headers: record.headers, timestamp: this.#cluster.clock.now() })
        byPartition.set(partition, records)
        bytes += sizeOf(record)
      }
    } catch (error) {
      return { byPartition, error: expected(error) }
    }
    return { byPartition, error: null }
  }

  /** In order; null when all of them were acknowledged. */
  async #sendAll(partition: number, records: readonly RecordSpec[]): Promise<Error | null> {
    try {
      const { baseOffset, logAppendTimeMs } = await this.#sendBatch(partition, records)
      this.#acknowledged += records.length
      const told = records.slice(-MOST_LATEST).map(({ timestamp }, i) => {
        const offset = baseOffset + Math.max(0, records.length - MOST_LATEST) + i
        return { partition, offset, timestampMs: logAppendTimeMs >= 0 ? logAppendTimeMs : timestamp! }
      })
      this.#latest = [...this.#latest, ...told].slice(-MOST_LATEST)
      return null
    } catch (error) {
      if (isTooLarge(error) && records.length > 1) return this.#sendHalves(partition, records)
      this.#failed += records.length
      return expected(error)
    }
  }

  /** The topic takes smaller batches than ours: each record may still fit. */
  async #sendHalves(partition: number, records: readonly RecordSpec[]): Promise<Error | null> {
    const middle = records.length >> 1
    return (await this.#sendAll(partition, records.slice(0, middle))) ?? this.#sendAll(partition, records.slice(middle))
  }

  async #sendBatch(partition: number, records: readonly RecordSpec[]): ReturnType<typeof sendBatch> {
    const batch = encodeBatch({ records })
    let isRepeated = false
    return this.#cluster.retrying(async () => {
      if (isRepeated) this.#topic = await this.#cluster.topic(this.#topic.name)
      isRepeated = true
      const { leader } = choosePartition(this.#cluster.random, this.#topic, { partition, key: null })
      return sendBatch(this.#cluster, this.#topic, { partition, leader, batch })
    })
  }
}

function sizeOf({ key, value, headers }: Omit<OutgoingRecord, 'topic'>): number {
  const headerBytes = headers.reduce((sum, header) => sum + header.key.length + (header.value?.length ?? 0), 0)
  return (key?.length ?? 0) + (value?.length ?? 0) + headerBytes
}

function isTooLarge(error: unknown): boolean {
  return error instanceof KafkaError && error.errorName === 'MESSAGE_TOO_LARGE'
}

/** What a cluster can do to us; anything else is a bug, and no refusal. */
function expected(error: unknown): Error {
  if (error instanceof KafkaError || error instanceof ConnectionFailed) return error
  throw error
}
