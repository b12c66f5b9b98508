// Topics of a cluster: list, create, widen, delete.
import { ErrorCode, errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { CreatePartitions } from '../../protocol/messages/create-partitions.ts'
import { CreateTopics } from '../../protocol/messages/create-topics.ts'
import { DeleteTopics } from '../../protocol/messages/delete-topics.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import { type ClusterConnection, topicError } from '../cluster-connection.ts'
import type { TopicMetadata } from '../cluster-metadata.ts'

const TIMEOUT_MS = 30_000

/** By name. Topics that came with an error (being created, not authorised) are left in. */
export async function listTopics(cluster: ClusterConnection): Promise<TopicMetadata[]> {
  const { topics } = await cluster.metadata(null)
  return topics.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export interface NewTopic {
  readonly name: string
  /** Left out = the cluster's default (brokers since 2.4). */
  readonly partitionCount?: number | undefined
  readonly replicationFactor?: number | undefined
  readonly configs?: Readonly<Record<string, string>> | undefined
}

export async function createTopic(cluster: ClusterConnection, topic: NewTopic): Promise<void> {
  const spec = {
    name: topic.name,
    numPartitions: topic.partitionCount ?? -1,
    replicationFactor: topic.replicationFactor ?? -1,
    assignments: [],
    configs: Object.entries(topic.configs ?? {}).map(([name, value]) => ({ name, value })),
  }
  await cluster.retrying(async () => {
    const { topics } = await cluster.request('controller', CreateTopics, { topics: [spec], timeoutMs: TIMEOUT_MS })
    throwIfFailed(topics[0]?.errorCode ?? -1, topics[0]?.errorMessage ?? null)
  })
}

/** The cluster chooses where the added partitions are kept. */
export async function addPartitions(cluster: ClusterConnection, name: string, totalCount: number): Promise<void> {
  const body = { topics: [{ name, count: totalCount, assignments: null }], timeoutMs: TIMEOUT_MS, validateOnly: false }
  await cluster.retrying(async () => {
    const { results } = await cluster.request('controller', CreatePartitions, body)
    const { errorCode = -1, errorMessage = null } = results[0] ?? {}
    if (errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) throw topicError(name, errorCode)
    throwIfFailed(errorCode, errorMessage)
  })
}

export async function deleteTopic(cluster: ClusterConnection, name: string): Promise<void> {
  await cluster.retrying(async () => {
    const { responses } = await cluster.request('controller', DeleteTopics, { topics: [{ name, topicId: ZERO_UUID }], topicNames: [name], timeoutMs: TIMEOUT_MS })
    const { errorCode = -1, errorMessage = null } = responses[0] ?? {}
    // Kafka's own words for it are of partitions that some server does not host.
    if (errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) throw topicError(name, errorCode)
    throwIfFailed(errorCode, errorMessage)
  })
}

function throwIfFailed(code: number, message: string | null): void {
  if (code !== 0) throw new KafkaError(errorOf(code), message ?? errorOf(code).sentence)
}
