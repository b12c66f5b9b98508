// Sends a batch of records with timestamps of their own to one partition.
import { errorOf, KafkaError, kafkaError } from '../protocol/error-codes.ts'
import { Produce } from '../protocol/messages/produce.ts'
import { type BatchSpec, encodeBatch } from '../protocol/records/record-batch.ts'
import { ZERO_UUID } from '../protocol/schema.ts'
import { leaderless } from './admin/list-offsets.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import type { TopicMetadata } from './cluster-metadata.ts'

export interface OutgoingBatch extends Pick<BatchSpec, 'records' | 'codec'> {
  readonly partition: number
}

const TIMEOUT_MS = 30_000
const ALL_IN_SYNC_REPLICAS = -1
const FIRST_VERSION_BY_ID = 13

/** Resolves to the first record's offset when all in-sync replicas have the batch. Sent once. */
export async function produceBatch(cluster: ClusterConnection, topic: TopicMetadata, { partition, ...batch }: OutgoingBatch): Promise<number> {
  const leader = topic.partitions.find((candidate) => candidate.partition === partition)?.leader ?? -1
  if (leader < 0) throw leaderless(topic.name, partition)
  const topicData = [{ name: topic.name, topicId: topic.topicId, partitionData: [{ index: partition, records: encodeBatch(batch) }] }]
  const body = { acks: ALL_IN_SYNC_REPLICAS, timeoutMs: TIMEOUT_MS, topicData }
  const { responses } = await cluster.request(leader, Produce, body, topic.topicId === ZERO_UUID ? { maxVersion: FIRST_VERSION_BY_ID - 1 } : {})
  const answer = responses[0]?.partitionResponses[0]
  if (!answer) throw kafkaError('UNKNOWN_SERVER_ERROR', `Broker ${leader} answered Produce without naming partition ${partition}.`)
  if (answer.errorCode === 0) return answer.baseOffset
  const description = errorOf(answer.errorCode)
  throw new KafkaError(description, `Partition ${partition} of "${topic.name}" did not take ${batch.records.length} records: ${answer.errorMessage ?? description.sentence}`)
}
