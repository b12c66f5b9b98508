// Sends numbered batches of several partitions at once, one per partition, and repeats them until it knows what became of each: a repeated batch is written once.
import { errorOf, KafkaError, kafkaError } from '../protocol/error-codes.ts'
import { Produce } from '../protocol/messages/produce.ts'
import type { Codec } from '../protocol/records/compression.ts'
import { encodeBatch, type RecordSpec } from '../protocol/records/record-batch.ts'
import { leaderless } from './admin/list-offsets.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import { DeliveryDeadline, isTransient } from './delivery-deadline.ts'
import type { ProducerIdentity } from './producer-id.ts'

export interface PartitionRecords {
  readonly topic: string
  readonly partition: number
  /** At least one; they become one batch. */
  readonly records: readonly RecordSpec[]
  readonly codec?: Codec
}

export interface BatchOutcome {
  readonly topic: string
  readonly partition: number
  /** Of the first record; -1 with an error, or where the broker has it but no longer knows where. */
  readonly baseOffset: number
  readonly error: Error | null
  /** With an error: whether it may be in the log all the same. */
  readonly isInDoubt: boolean
  /** Positions in the batch of the records that the broker refuses, where it names them. */
  readonly refused: readonly number[]
  /** How long the broker's quota asks to be quiet. */
  readonly throttleMs: number
}

export interface SequencedProducerOptions {
  readonly identity: ProducerIdentity
  /** null: idempotent only. */
  readonly transactionalId: string | null
  readonly deliveryTimeoutMs: number
  readonly signal?: AbortSignal
}

interface Unsent {
  readonly index: number
  readonly batch: PartitionRecords
  readonly bytes: Buffer
  isInDoubt: boolean
}

const ALL_IN_SYNC_REPLICAS = -1
const TIMEOUT_MS = 30_000
/** From version 12 a transactional batch adds its partition to the transaction, which changes the rules of epochs (KIP-890). */
const LAST_VERSION = 11
const SEQUENCES = 0x8000_0000
/** The broker has it, and has forgotten where. */
const DUPLICATE = 'DUPLICATE_SEQUENCE_NUMBER'
/** Answers that do not say whether the batch was kept. */
const DOUBTFUL = new Set(['REQUEST_TIMED_OUT', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'NETWORK_EXCEPTION', 'UNKNOWN_SERVER_ERROR', 'KAFKA_STORAGE_ERROR'])

export class SequencedProducer {
  readonly #cluster: ClusterConnection
  readonly #options: SequencedProducerOptions
  /** The next sequence of each partition. */
  readonly #sequences = new Map<string, number>()

  constructor(cluster: ClusterConnection, options: SequencedProducerOptions) {
    this.#cluster = cluster
    this.#options = options
  }

  /**
   * One outcome per batch, in their order. After an error this producer must not be used for that partition any more: its sequence has a gap or is in doubt.
   * `topics` tells the leaders; it is asked for anew when they have moved.
   */
  async send(batches: readonly PartitionRecords[], topics: ReadonlyMap<string, TopicMetadata>): Promise<BatchOutcome[]> {
    const outcomes: BatchOutcome[] = []
    const deadline = new DeliveryDeadline(this.#cluster, this.#options.deliveryTimeoutMs, this.#options.signal)
    let unsent = batches.map((batch, index): Unsent => ({ index, batch, bytes: this.#encode(batch), isInDoubt: false }))
    for (let known = topics; unsent.length > 0; ) {
      const failed = (await Promise.all(Array.from(byLeader(unsent, known), async ([leader, led]) => this.#sendTo(leader, led, outcomes)))).flat()
      if (failed.length === 0) break
      const next = await this.#leadersAgain(failed, deadline)
      for (const { unsent: lost, error } of next.lost) outcomes[lost.index] = failure(lost, error)
      unsent = next.unsent
      known = next.topics
    }
    return outcomes
  }

  #encode({ topic, partition, records, codec = 0 }: PartitionRecords): Buffer {
    const { producerId, producerEpoch } = this.#options.identity
    const key = `${topic}:${partition}`
    const baseSequence = this.#sequences.get(key) ?? 0
    this.#sequences.set(key, (baseSequence + records.length) % SEQUENCES)
    return encodeBatch({ records, codec, producerId, producerEpoch, baseSequence, transactional: this.#options.transactionalId !== null })
  }

  /** Writes what is settled into `outcomes`; resolves to what has to be sent again. */
  async #sendTo(leader: number, led: readonly Unsent[], outcomes: BatchOutcome[]): Promise<Failed[]> {
    if (leader < 0) return led.map((unsent) => ({ unsent, error: leaderless(unsent.batch.topic, unsent.batch.partition) }))
    const topicData = Array.from(
      Map.groupBy(led, ({ batch }) => batch.topic),
      ([name, ofTopic]) => ({ name, partitionData: ofTopic.map(({ batch, bytes }) => ({ index: batch.partition, records: bytes })) }),
    )
    const body = { transactionalId: this.#options.transactionalId, acks: ALL_IN_SYNC_REPLICAS, timeoutMs: TIMEOUT_MS, topicData }
    try {
      const { responses, throttleTimeMs } = await this.#cluster.request(leader, Produce, body, { maxVersion: LAST_VERSION })
      const answers = new Map(responses.flatMap(({ name, partitionResponses }) => partitionResponses.map((answer) => [`${name}:${answer.index}`, answer] as const)))
      return led.flatMap((unsent) => settle(unsent, { ...answers.get(`${unsent.batch.topic}:${unsent.batch.partition}`), throttleTimeMs }, outcomes) ?? [])
    } catch (error) {
      for (const unsent of led) unsent.isInDoubt = true
      return led.map((unsent) => ({ unsent, error: error as Error }))
    }
  }

  /** Waits, and asks who leads now; gives up on all of them when time is over or what they say will not pass. */
  async #leadersAgain(failed: readonly Failed[], deadline: DeliveryDeadline): Promise<{ unsent: Unsent[]; topics: ReadonlyMap<string, TopicMetadata>; lost: readonly Failed[] }> {
    const lasting = failed.filter(({ error }) => !isTransient(error))
    const passing = failed.filter(({ error }) => isTransient(error))
    if (passing.length === 0) return { unsent: [], topics: new Map(), lost: lasting }
    try {
      await deadline.again(passing[0]!.error)
      const topics = await deadline.retrying(async () => topicsByName(this.#cluster, [...new Set(passing.map(({ unsent }) => unsent.batch.topic))]))
      return { unsent: passing.map(({ unsent }) => unsent), topics, lost: lasting }
    } catch (error) {
      return { unsent: [], topics: new Map(), lost: [...lasting, ...passing.map(({ unsent }) => ({ unsent, error: error as Error }))] }
    }
  }
}

/** Those of them that are there. */
export async function topicsThere(cluster: ClusterConnection, names: readonly string[]): Promise<Map<string, TopicMetadata>> {
  const { topics } = await cluster.metadata(names)
  return new Map(topics.filter(({ errorCode }) => errorCode === 0).map((topic) => [topic.name, topic]))
}

/** Rejects KafkaError where one is missing. */
export async function topicsByName(cluster: ClusterConnection, names: readonly string[]): Promise<ReadonlyMap<string, TopicMetadata>> {
  const { topics } = await cluster.metadata(names)
  const found = new Map(topics.filter(({ errorCode }) => errorCode === 0).map((topic) => [topic.name, topic]))
  for (const name of names) {
    if (found.has(name)) continue
    const description = errorOf(topics.find((topic) => topic.name === name)?.errorCode ?? 3)
    throw new KafkaError(description, description.name === 'UNKNOWN_TOPIC_OR_PARTITION' ? `There is no topic "${name}".` : `Topic "${name}": ${description.sentence}`)
  }
  return found
}

interface Failed {
  readonly unsent: Unsent
  readonly error: Error
}

function byLeader(unsent: readonly Unsent[], topics: ReadonlyMap<string, TopicMetadata>): Map<number, Unsent[]> {
  return Map.groupBy(unsent, ({ batch }) => topics.get(batch.topic)?.partitions.find(({ partition }) => partition === batch.partition)?.leader ?? -1)
}

type Answer = ReturnType<typeof Produce.decodeResponse>['responses'][number]['partitionResponses'][number]

function settle(unsent: Unsent, answer: Partial<Answer> & { throttleTimeMs: number }, outcomes: BatchOutcome[]): Failed[] | undefined {
  const { topic, partition } = unsent.batch
  const { errorCode, baseOffset = -1, recordErrors = [], throttleTimeMs: throttleMs } = answer
  if (errorCode === undefined) {
    unsent.isInDoubt = true
    return [{ unsent, error: kafkaError('UNKNOWN_SERVER_ERROR', `Produce was answered without naming partition ${partition} of "${topic}".`) }]
  }
  const { name, code, sentence } = errorOf(errorCode)
  if (code === 0 || name === DUPLICATE) {
    outcomes[unsent.index] = { topic, partition, baseOffset: code === 0 ? baseOffset : -1, error: null, isInDoubt: false, refused: [], throttleMs }
    return undefined
  }
  if (DOUBTFUL.has(name)) unsent.isInDoubt = true
  const told = recordErrors[0]?.batchIndexErrorMessage ?? answer.errorMessage ?? sentence
  const error = new KafkaError(errorOf(code), `Partition ${partition} of "${topic}" did not take the records: ${told}`)
  if (isTransient(error)) return [{ unsent, error }]
  outcomes[unsent.index] = { ...failure(unsent, error), throttleMs, refused: recordErrors.map(({ batchIndex }) => batchIndex) }
  return undefined
}

function failure({ batch: { topic, partition }, isInDoubt }: Unsent, error: Error): BatchOutcome {
  return { topic, partition, baseOffset: -1, error, isInDoubt, refused: [], throttleMs: 0 }
}
