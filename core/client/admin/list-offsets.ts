// Where partitions begin and end, asked of each leader once.
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { ListOffsets } from '../../protocol/messages/list-offsets.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import type { TopicMetadata, TopicPartition } from '../cluster-metadata.ts'

/** What ListOffsets is asked for instead of a timestamp. */
export const EARLIEST = -2
export const LATEST = -1

export type OffsetOrError = { readonly offset: number; readonly error: null } | { readonly offset: null; readonly error: Error }

/** One answer per partition that was asked for, by its number; a failing leader spoils its own partitions only. */
export async function listOffsets(
  cluster: ClusterConnection,
  topic: TopicMetadata,
  partitions: readonly TopicPartition[],
  timestamp: number,
): Promise<Map<number, OffsetOrError>> {
  const byLeader = Map.groupBy(partitions, (partition) => partition.leader)
  const answers = await Promise.all([...byLeader].map(async ([leader, led]) => askLeader(cluster, leader, topic, led, timestamp)))
  return new Map(answers.flat())
}

async function askLeader(
  cluster: ClusterConnection,
  leader: number,
  topic: TopicMetadata,
  partitions: readonly TopicPartition[],
  timestamp: number,
): Promise<[number, OffsetOrError][]> {
  if (leader < 0) return partitions.map(({ partition }) => [partition, failed(leaderless(topic.name, partition))])
  try {
    const asked = partitions.map(({ partition }) => ({ partitionIndex: partition, timestamp }))
    const body = { replicaId: -1, isolationLevel: 0, topics: [{ name: topic.name, partitions: asked }], timeoutMs: 30_000 }
    const response = await cluster.request(leader, ListOffsets, body)
    const answered = new Map(response.topics.flatMap((answer) => answer.partitions).map((answer) => [answer.partitionIndex, answer]))
    return partitions.map(({ partition }) => {
      const answer = answered.get(partition)
      return [partition, answer?.errorCode === 0 ? { offset: answer.offset, error: null } : failed(partitionError(topic.name, partition, answer?.errorCode ?? -1))]
    })
  } catch (error) {
    return partitions.map(({ partition }) => [partition, failed(error as Error)])
  }
}

function failed(error: Error): OffsetOrError {
  return { offset: null, error }
}

export function partitionError(topic: string, partition: number, code: number): KafkaError {
  const description = errorOf(code)
  return new KafkaError(description, `Partition ${partition} of "${topic}": ${description.sentence}`)
}

export function leaderless(topic: string, partition: number): KafkaError {
  return partitionError(topic, partition, 5)
}
