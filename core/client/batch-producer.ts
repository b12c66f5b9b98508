// Sends a batch of records with timestamps of their own to one partition.
import { errorOf, KafkaError } from '../protocol/error-codes.ts'
import { type BatchSpec, encodeBatch } from '../protocol/records/record-batch.ts'
import { leaderless } from './admin/list-offsets.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import type { TopicMetadata } from './cluster-metadata.ts'
import { askLeader } from './producer.ts'

export interface OutgoingBatch extends Pick<BatchSpec, 'records' | 'codec'> {
  readonly partition: number
}

/** Resolves to the first record's offset when all in-sync replicas have the batch. Sent once. */
export async function produceBatch(cluster: ClusterConnection, topic: TopicMetadata, { partition, ...batch }: OutgoingBatch): Promise<number> {
  const leader = topic.partitions.find((candidate) => candidate.partition === partition)?.leader ?? -1
  if (leader < 0) throw leaderless(topic.name, partition)
  const answer = await askLeader(cluster, topic, { partition, leader, batch: encodeBatch(batch) })
  if (answer.errorCode === 0) return answer.baseOffset
  const description = errorOf(answer.errorCode)
  throw new KafkaError(description, `Partition ${partition} of "${topic.name}" did not take ${batch.records.length} records: ${answer.errorMessage ?? description.sentence}`)
}
