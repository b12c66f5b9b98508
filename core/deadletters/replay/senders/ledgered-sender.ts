// Mode W: what is to be sent is written down first, with where the target ended; after a crash the target is searched. At least once, and never again in doubt.
import { LATEST, leaderOffsets, placeKey } from '../../../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../../../client/cluster-connection.ts'
import type { TopicMetadata } from '../../../client/cluster-metadata.ts'
import { initProducerId } from '../../../client/producer-id.ts'
import { type BatchOutcome, SequencedProducer } from '../../../client/sequenced-producer.ts'
import { isOfRecord } from '../jobs/pause-job.ts'
import type { KnownProgress } from '../register.ts'
import { searchFlight } from './search-flight.ts'
import { type Delivery, NOTHING_UNDER_WAY, type OutgoingBatch, type OutgoingPlace, partitionRecordsOf, type RefusedPlace, type Recovery, type Sender, type SentPlace } from './sender.ts'
import type { TargetGuard } from './target-guard.ts'

export interface LedgeredSenderOptions {
  readonly cluster: ClusterConnection
  readonly target: TargetGuard
  readonly deliveryTimeoutMs?: number
  readonly replayIdOf: (index: number) => string | null
  readonly signal: AbortSignal
}

const DELIVERY_TIMEOUT_MS = 30_000

export class LedgeredSender implements Sender {
  readonly #options: LedgeredSenderOptions
  #producer: SequencedProducer | undefined

  constructor(options: LedgeredSenderOptions) {
    this.#options = options
  }

  async recover({ flight, committed }: KnownProgress): Promise<Recovery> {
    const { cluster, target, replayIdOf, signal } = this.#options
    this.#producer = undefined
    if (flight === null) return { ...NOTHING_UNDER_WAY, next: committed }
    const found = await searchFlight(cluster, flight, { replayIdOf, signal, fromOffset: (topic, partition) => target.startOffset(topic, partition) })
    return { ...found, next: committed }
  }

  async send(batch: OutgoingBatch, writeDown: (endOffsets: readonly number[]) => Promise<void>): Promise<Delivery> {
    const { cluster, target } = this.#options
    const topics = await target.check(batch.places.map(({ topic }) => topic))
    const producer = await this.#open()
    await writeDown(await endsOf(cluster, batch.places, topics))
    const outcomes = await producer.send(batch.places.map((place) => partitionRecordsOf(place, cluster.clock.now())), topics)
    // Sequences of what was not taken have a gap: the next batch comes from another producer.
    if (outcomes.some(({ error }) => error !== null)) this.#producer = undefined
    return deliveryOf(batch.places, outcomes)
  }

  async close(): Promise<void> {
    this.#producer = undefined
  }

  async #open(): Promise<SequencedProducer> {
    const { cluster, signal, deliveryTimeoutMs = DELIVERY_TIMEOUT_MS } = this.#options
    if (this.#producer) return this.#producer
    const identity = await initProducerId(cluster, { transactionalId: null, transactionTimeoutMs: 0, deliveryTimeoutMs, signal })
    // Not ended by the signal: what has been sent is waited for, so that it is not in doubt.
    this.#producer = new SequencedProducer(cluster, { identity, transactionalId: null, deliveryTimeoutMs })
    return this.#producer
  }
}

async function endsOf(cluster: ClusterConnection, places: readonly OutgoingPlace[], topics: ReadonlyMap<string, TopicMetadata>): Promise<number[]> {
  const led = places.map(({ topic, partition }) => ({ topic, partition, leader: topics.get(topic)?.partitions.find((candidate) => candidate.partition === partition)?.leader ?? -1 }))
  const ends = await leaderOffsets(cluster, led, LATEST)
  return led.map((place) => {
    const { offset, error } = ends.get(placeKey(place))!
    if (error) throw error
    return offset
  })
}

function deliveryOf(places: readonly OutgoingPlace[], outcomes: readonly BatchOutcome[]): Delivery {
  const sent: SentPlace[] = []
  const refused: RefusedPlace[] = []
  const inDoubt: { indexes: number[]; error: Error }[] = []
  for (const [i, { topic, partition, items }] of places.entries()) {
    const { baseOffset, error, isInDoubt, refused: suspects } = outcomes[i]!
    const indexes = items.map(({ index }) => index)
    if (error === null) sent.push({ topic, partition, indexes, baseOffset })
    else if (isInDoubt) inDoubt.push({ indexes, error })
    else refused.push({ topic, partition, indexes, error, suspects: suspects.map((at) => items[at]!.index) })
  }
  // What the job as a whole is refused for is nobody's failure; nothing of that was written, and the rest of the batch counts.
  const stopped = refused.find(({ error }) => !isOfRecord(error))?.error ?? null
  return { sent, refused: refused.filter(({ error }) => isOfRecord(error)), inDoubt, stopped, throttleMs: Math.max(0, ...outcomes.map(({ throttleMs }) => throttleMs)) }
}
