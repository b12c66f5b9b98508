// Topics of a cluster: list, describe, create, delete.
import { ErrorCode, errorOf, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { CreateTopics } from '../../protocol/messages/create-topics.ts'
import { DeleteTopics } from '../../protocol/messages/delete-topics.ts'
import { DescribeConfigs } from '../../protocol/messages/describe-configs.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import { type ClusterConnection, topicError } from '../cluster-connection.ts'
import type { TopicMetadata } from '../cluster-metadata.ts'

const TIMEOUT_MS = 30_000
const TOPIC_RESOURCE = 2

const CONFIG_SOURCES: Record<number, string> = {
  1: 'DYNAMIC_TOPIC_CONFIG',
  2: 'DYNAMIC_BROKER_CONFIG',
  3: 'DYNAMIC_DEFAULT_BROKER_CONFIG',
  4: 'STATIC_BROKER_CONFIG',
  5: 'DEFAULT_CONFIG',
  6: 'DYNAMIC_BROKER_LOGGER_CONFIG',
  7: 'CLIENT_METRICS_CONFIG',
  8: 'GROUP_CONFIG',
}
const OWN_CONFIG = 1

export interface TopicConfigEntry {
  readonly name: string
  /** null also for sensitive settings, which a broker never tells. */
  readonly value: string | null
  readonly source: string
  readonly isDefault: boolean
  readonly readOnly: boolean
  readonly documentation: string | null
}

/** By name. Topics that came with an error (being created, not authorised) are left in. */
export async function listTopics(cluster: ClusterConnection): Promise<TopicMetadata[]> {
  const { topics } = await cluster.metadata(null)
  return topics.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export async function describeTopicConfigs(cluster: ClusterConnection, topic: string): Promise<TopicConfigEntry[]> {
  const resources = [{ resourceType: TOPIC_RESOURCE, resourceName: topic, configurationKeys: null }]
  const { results } = await cluster.request('any', DescribeConfigs, { resources, includeSynonyms: false, includeDocumentation: true })
  const result = results[0]
  if (!result) throw kafkaError('UNKNOWN_SERVER_ERROR', `The broker answered DescribeConfigs for "${topic}" with nothing.`)
  throwIfFailed(result.errorCode, result.errorMessage)
  return result.configs.map((config) => ({
    name: config.name,
    value: config.value,
    source: CONFIG_SOURCES[config.configSource] ?? `UNKNOWN (${config.configSource})`,
    isDefault: config.configSource !== OWN_CONFIG,
    readOnly: config.readOnly,
    documentation: config.documentation,
  }))
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
