// Reads one topic partition by partition, following its leaders as they move.
import type { ClusterConnection } from './cluster-connection.ts'
import type { TopicMetadata, TopicPartition } from './cluster-metadata.ts'
import { type ClientRecord, decodeFetched } from './client-record.ts'
import { leaderless, listOffsets, partitionError } from './admin/list-offsets.ts'
import { type FetchedPartition, rawFetch, type RawFetchOptions } from './raw-fetch.ts'
import { decidedOutcomes, type FetchedBatches, type OutcomeOf, undecidedOutcomes } from './transaction-outcomes.ts'
import { kafkaError } from '../protocol/error-codes.ts'

export interface RecordChunk {
  readonly records: ClientRecord[]
  /** Where to go on; equals the offset asked for when nothing more is there. */
  readonly nextOffset: number
  readonly sizeBytes: number
  readonly outcomeOf: OutcomeOf
}

export class TopicReader {
  readonly #cluster: ClusterConnection
  #topic: TopicMetadata
  #isStale = false

  private constructor(cluster: ClusterConnection, topic: TopicMetadata) {
    this.#cluster = cluster
    this.#topic = topic
  }

  static async open(cluster: ClusterConnection, topic: string): Promise<TopicReader> {
    return new TopicReader(cluster, await cluster.topic(topic))
  }

  get topic(): TopicMetadata {
    return this.#topic
  }

  /** Rejects KafkaError UNKNOWN_TOPIC_OR_PARTITION for a partition that does not exist. */
  partition(number: number): TopicPartition {
    const found = this.#topic.partitions.find(({ partition }) => partition === number)
    if (found) return found
    const { name, partitions } = this.#topic
    throw kafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${name}" has ${partitions.length} partitions; partition ${number} does not exist.`)
  }

  async offset(partition: number, timestamp: number): Promise<number> {
    return this.#following(async (topic) => {
      const answers = await listOffsets(this.#cluster, topic, [this.partition(partition)], timestamp)
      const answer = answers.get(partition)!
      if (answer.error) throw answer.error
      return answer.offset
    })
  }

  /** About a mebibyte of records from `offset` on, at least one batch if there is one. */
  async read(partition: number, offset: number): Promise<RecordChunk> {
    const { bytes, outcomeOf } = await this.fetch(partition, offset)
    return { ...decodeFetched(partition, bytes, offset), sizeBytes: bytes.length, outcomeOf }
  }

  /**
   * Whole batches, the first of which holds `offset`; empty when nothing is there. First what is decided is asked for, since only then the broker
   * names what was aborted; `secondLookMs` is how long it may take to find something beyond that.
   */
  async fetch(partition: number, offset: number, { secondLookMs = 0, ...options }: RawFetchOptions & { secondLookMs?: number } = {}): Promise<FetchedBatches> {
    const decided = await this.#fetch(partition, offset, { ...options, readCommitted: true })
    if (decided.records.length > 0) return { bytes: decided.records, outcomeOf: decidedOutcomes(decided.records, decided.aborted) }
    const { records, highWatermark } = await this.#fetch(partition, offset, { ...options, maxWaitMs: secondLookMs })
    return { bytes: records, outcomeOf: undecidedOutcomes(records, highWatermark) }
  }

  #fetch(partition: number, offset: number, options: RawFetchOptions): Promise<FetchedPartition> {
    return this.#following(async (topic) => {
      const { leader } = this.partition(partition)
      if (leader < 0) throw leaderless(topic.name, partition)
      const [fetched] = await rawFetch(this.#cluster, leader, topic, [{ partition, offset }], options)
      if (!fetched || fetched.errorCode !== 0) throw partitionError(topic.name, partition, fetched?.errorCode ?? -1)
      return fetched
    })
  }

  #following<T>(attempt: (topic: TopicMetadata) => Promise<T>): Promise<T> {
    return this.#cluster.retrying(async () => {
      if (this.#isStale) this.#topic = await this.#cluster.topic(this.#topic.name)
      this.#isStale = true
      const result = await attempt(this.#topic)
      this.#isStale = false
      return result
    })
  }
}
