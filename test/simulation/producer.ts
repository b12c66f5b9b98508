// A producer as clients are: idempotent ones send up to five batches ahead and resend what was not answered, in order; plain ones never look back.
import type { Random } from '../../core/base/random.ts'
import { ErrorCode, errorOf } from '../../core/protocol/error-codes.ts'
import { InitProducerId } from '../../core/protocol/messages/init-producer-id.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'
import { encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { ConnectionLost, type SocketlessClient } from '../support/socketless-broker.ts'
import { Actor } from './actor.ts'
import type { SentBatch } from './log-model.ts'
import type { Place, Topics } from './topics.ts'
import { Violation, type World } from './world.ts'

export const MAX_IN_FLIGHT = 5

interface Sending {
  readonly batch: SentBatch
  inFlight: boolean
}

/** What goes to one partition, in order. */
interface Lane {
  readonly place: Place
  nextSequence: number
  readonly unacknowledged: Sending[]
  readonly acknowledged: SentBatch[]
}

export class Producer extends Actor {
  readonly #topics: Topics
  readonly #isIdempotent: boolean
  readonly #lanes = new Map<string, Lane>()
  #producerId = -1
  #hasProducerId = false
  #batches = 0

  constructor(name: string, world: World, topics: Topics, isIdempotent: boolean) {
    super(name, world)
    this.#topics = topics
    this.#isIdempotent = isIdempotent
  }

  protected async turn(random: Random): Promise<void> {
    if (random.below(40) === 0) this.disconnect()
    if (random.below(60) === 0) this.#startAnew()
    if (this.#isIdempotent && !this.#hasProducerId && !(await this.#initialise())) return
    const place = this.#topics.pick(random)
    if (place === undefined) return
    const lane = this.#laneOf(place)
    const resend = lane.unacknowledged.find(({ inFlight }) => !inFlight)
    if (resend) return this.#go(lane, resend)
    if (lane.acknowledged.length > 0 && random.below(8) === 0) return this.#repeat(lane, random)
    if (lane.unacknowledged.length < MAX_IN_FLIGHT) this.#go(lane, this.#next(lane, random))
  }

  /** The process is started again: what it had not heard of stays in doubt for ever. */
  #startAnew(): void {
    this.disconnect()
    this.#lanes.clear()
    this.#hasProducerId = false
  }

  async #initialise(): Promise<boolean> {
    const { errorCode, producerId, producerEpoch } = await this.client.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1000 })
    if (errorCode === ErrorCode.KAFKA_STORAGE_ERROR || errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE || errorCode === ErrorCode.UNKNOWN_SERVER_ERROR) return false
    this.world.require(errorCode === 0 && producerEpoch === 0, () => `${this.name}: InitProducerId answered ${errorOf(errorCode).name}, epoch ${producerEpoch}`)
    this.world.require(!this.world.producerIds.has(producerId), () => `producer id ${producerId} was given out twice`)
    this.world.producerIds.add(producerId)
    this.#producerId = producerId
    this.#hasProducerId = true
    return true
  }

  #laneOf(place: Place): Lane {
    const key = place.log.title
    let lane = this.#lanes.get(key)
    if (!lane) this.#lanes.set(key, (lane = { place, nextSequence: 0, unacknowledged: [], acknowledged: [] }))
    return lane
  }

  #next(lane: Lane, random: Random): Sending {
    const count = 1 + random.below(3)
    const isIdempotent = this.#isIdempotent
    const batch: SentBatch = {
      id: `${this.name}:${this.#batches++}`,
      count,
      producerId: isIdempotent ? this.#producerId : -1,
      producerEpoch: isIdempotent ? 0 : -1,
      baseSequence: isIdempotent ? lane.nextSequence : -1,
      timestampMs: this.world.time.now(),
      transaction: null,
      fate: 'unsure',
      baseOffset: -1,
    }
    lane.nextSequence += count
    lane.place.log.sent.set(batch.id, batch)
    const sending = { batch, inFlight: false }
    lane.unacknowledged.push(sending)
    return sending
  }

  /** Sends without waiting, so that several batches are under way. */
  #go(lane: Lane, sending: Sending): void {
    sending.inFlight = true
    const isFirst = lane.unacknowledged[0] === sending
    void this.world.run(async () => {
      try {
        this.#heed(lane, sending, isFirst, await produceBatch(this.client, lane.place, sending.batch))
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error
        sending.inFlight = false
        if (!this.#isIdempotent) remove(lane.unacknowledged, sending)
      }
    })
  }

  #heed(lane: Lane, sending: Sending, wasFirst: boolean, { errorCode, baseOffset }: ProduceAnswer): void {
    const { place, unacknowledged, acknowledged } = lane
    const { batch } = sending
    sending.inFlight = false
    if (errorCode === ErrorCode.NONE) {
      remove(unacknowledged, sending)
      place.log.acknowledged(batch, baseOffset)
      acknowledged.push(batch)
      return
    }
    if (isGone(errorCode, place)) {
      this.#lanes.delete(place.log.title)
      return
    }
    if (!this.#isIdempotent) {
      remove(unacknowledged, sending)
      place.log.refused(batch)
    }
    const isRetriable = errorCode === ErrorCode.KAFKA_STORAGE_ERROR || (errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER && !wasFirst)
    this.world.require(isRetriable, () => `${this.name}: batch ${batch.id} to ${place.log.title} got ${errorOf(errorCode).name}`)
  }

  /** The network delivers one of the last batches again: it has the offset that it had. */
  async #repeat(lane: Lane, random: Random): Promise<void> {
    const { place, acknowledged, unacknowledged } = lane
    const back = 1 + random.below(MAX_IN_FLIGHT)
    const batch = acknowledged.at(-back)
    if (!this.#isIdempotent || batch === undefined || unacknowledged.length > 0) return
    const { errorCode, baseOffset } = await produceBatch(this.client, place, batch)
    if (isGone(errorCode, place) || errorCode === ErrorCode.KAFKA_STORAGE_ERROR) return
    if (errorCode !== ErrorCode.NONE) throw new Violation(`${this.name}: batch ${batch.id} was repeated to ${place.log.title} and got ${errorOf(errorCode).name}`)
    place.log.acknowledged(batch, baseOffset)
  }
}

export interface ProduceAnswer {
  readonly errorCode: number
  readonly baseOffset: number
}

export interface ProduceOptions {
  readonly transactionalId?: string
  readonly version?: number
}

type Sender = SocketlessClient

export async function produceBatch(client: Sender, { topic, index }: Place, batch: SentBatch, { transactionalId, version = 13 }: ProduceOptions = {}): Promise<ProduceAnswer> {
  const records = Array.from({ length: batch.count }, (_, i) => ({ key: Buffer.from(`k${i}`), value: Buffer.from(`${batch.id}/${i}`), timestamp: batch.timestampMs }))
  const encoded = encodeBatch({
    records,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    transactional: transactionalId !== undefined,
  })
  const response = await client.send(Produce, version, {
    transactionalId: transactionalId ?? null,
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: topic.name, topicId: topic.topicId, partitionData: [{ index, records: encoded }] }],
  })
  return response.responses[0]!.partitionResponses[0]!
}

/** The topic is gone, or going. */
export function isGone(errorCode: number, { topic }: Place): boolean {
  if (errorCode !== ErrorCode.UNKNOWN_TOPIC_ID && errorCode !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) return false
  if (topic.fate === 'live') throw new Violation(`topic ${topic.name} (${topic.topicId}) is not found although nobody deleted it`)
  return true
}

function remove<T>(list: T[], item: T): void {
  const index = list.indexOf(item)
  if (index >= 0) list.splice(index, 1)
}
