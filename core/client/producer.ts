// Sends one record. The batch is encoded here and not by the library, whose headers are a Map: no duplicates, no nulls, no order kept.
import type { Random } from '../base/random.ts'
import { errorOf, KafkaError, kafkaError } from '../protocol/error-codes.ts'
import { Produce } from '../protocol/messages/produce.ts'
import { encodeBatch } from '../protocol/records/record-batch.ts'
import { ZERO_UUID } from '../protocol/schema.ts'
import { leaderless } from './admin/list-offsets.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import { partitionForKey } from './partitioner.ts'

export interface OutgoingRecord {
  readonly topic: string
  /** null = by key; any partition that has a leader for a null key. */
  readonly partition: number | null
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array | null }[]
}

export interface Produced {
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
}

const TIMEOUT_MS = 30_000
const ALL_IN_SYNC_REPLICAS = -1
const FIRST_VERSION_BY_ID = 13

/** Resolves when all in-sync replicas have it. Sent again only after errors that say that nothing was written. */
export async function produce(cluster: ClusterConnection, record: OutgoingRecord): Promise<Produced> {
  const timestampMs = cluster.clock.now()
  const batch = encodeBatch({ records: [{ key: record.key, value: record.value, headers: record.headers, timestamp: timestampMs }] })
  return cluster.retrying(async () => {
    const topic = await cluster.topic(record.topic)
    const { partition, leader } = choosePartition(cluster.random, topic, record)
    const answer = await sendBatch(cluster, topic, { partition, leader, batch })
    return { partition, offset: answer.baseOffset, timestampMs: answer.logAppendTimeMs >= 0 ? answer.logAppendTimeMs : timestampMs }
  })
}

/** Where a record goes: as it says, by its key, or for a null key to any partition that has a leader. */
export function choosePartition(random: Random, topic: TopicMetadata, { partition, key }: Pick<OutgoingRecord, 'partition' | 'key'>): { partition: number; leader: number } {
  const number = partition ?? (key === null ? anyPartition(random, topic) : partitionForKey(key, topic.partitions.length))
  const chosen = topic.partitions.find((candidate) => candidate.partition === number)
  if (!chosen) {
    throw kafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${topic.name}" has ${topic.partitions.length} partitions; partition ${number} does not exist.`)
  }
  if (chosen.leader < 0) throw leaderless(topic.name, number)
  return chosen
}

function anyPartition(random: Random, topic: TopicMetadata): number {
  const led = topic.partitions.filter(({ leader }) => leader >= 0)
  if (led.length === 0) throw leaderless(topic.name, 0)
  return led[random.below(led.length)]!.partition
}

/** An encoded batch on its way to the leader of its partition. */
export interface LedBatch {
  readonly partition: number
  readonly leader: number
  readonly batch: Buffer
}

/** Rejects what the broker refuses, naming the partition. */
export async function sendBatch(cluster: ClusterConnection, topic: TopicMetadata, led: LedBatch): Promise<{ baseOffset: number; logAppendTimeMs: number }> {
  const answer = await askLeader(cluster, topic, led)
  if (answer.errorCode !== 0) throw produceError(topic.name, led.partition, answer.errorCode, answer.recordErrors[0]?.batchIndexErrorMessage ?? answer.errorMessage)
  return answer
}

type PartitionAnswer = ReturnType<typeof Produce.decodeResponse>['responses'][number]['partitionResponses'][number]

/** What the leader says of the batch, an error code included. */
export async function askLeader(cluster: ClusterConnection, topic: TopicMetadata, { partition, leader, batch }: LedBatch): Promise<PartitionAnswer> {
  const topicData = [{ name: topic.name, topicId: topic.topicId, partitionData: [{ index: partition, records: batch }] }]
  const body = { acks: ALL_IN_SYNC_REPLICAS, timeoutMs: TIMEOUT_MS, topicData }
  const options = topic.topicId === ZERO_UUID ? { maxVersion: FIRST_VERSION_BY_ID - 1 } : {}
  const { responses } = await cluster.request(leader, Produce, body, options)
  const answer = responses[0]?.partitionResponses[0]
  if (!answer) throw kafkaError('UNKNOWN_SERVER_ERROR', `Broker ${leader} answered Produce without naming partition ${partition}.`)
  return answer
}

function produceError(topic: string, partition: number, code: number, told: string | null): KafkaError {
  return new KafkaError(errorOf(code), `Partition ${partition} of "${topic}" did not take the record: ${told ?? errorOf(code).sentence}`)
}
