// Settings of topics: all of one with what is known about each, or some of many in one request.
import { errorOf, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { DescribeConfigs } from '../../protocol/messages/describe-configs.ts'
import type { ClusterConnection } from '../cluster-connection.ts'

const TOPIC_RESOURCE = 2

const SOURCES: Record<number, string> = {
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

/** By Kafka's numbers (KIP-569). */
const TYPES: readonly (string | null)[] = [null, 'BOOLEAN', 'STRING', 'INT', 'SHORT', 'LONG', 'DOUBLE', 'LIST', 'CLASS', 'PASSWORD']

export interface TopicConfigEntry {
  readonly name: string
  /** null also for sensitive settings, which a broker never tells. */
  readonly value: string | null
  readonly source: string
  readonly isDefault: boolean
  readonly isSensitive: boolean
  readonly readOnly: boolean
  /** null where the broker is too old to tell. */
  readonly type: string | null
  readonly documentation: string | null
}

export async function describeTopicConfigs(cluster: ClusterConnection, topic: string): Promise<TopicConfigEntry[]> {
  const resources = [{ resourceType: TOPIC_RESOURCE, resourceName: topic, configurationKeys: null }]
  const { results } = await cluster.request('any', DescribeConfigs, { resources, includeSynonyms: false, includeDocumentation: true })
  const result = results[0]
  if (!result) throw unanswered(topic)
  if (result.errorCode !== 0) throw refused(result)
  return result.configs.map((config) => ({
    name: config.name,
    value: config.value,
    source: SOURCES[config.configSource] ?? `UNKNOWN (${config.configSource})`,
    isDefault: config.configSource !== OWN_CONFIG,
    isSensitive: config.isSensitive,
    readOnly: config.readOnly,
    type: TYPES[config.configType] ?? null,
    documentation: config.documentation,
  }))
}

/** Values by topic and name; an error in the place of a topic that the broker does not tell of. */
export async function topicConfigValues(
  cluster: ClusterConnection,
  topics: readonly string[],
  names: readonly string[],
): Promise<Map<string, ReadonlyMap<string, string | null> | Error>> {
  if (topics.length === 0) return new Map()
  const resources = topics.map((topic) => ({ resourceType: TOPIC_RESOURCE, resourceName: topic, configurationKeys: [...names] }))
  try {
    const { results } = await cluster.request('any', DescribeConfigs, { resources, includeSynonyms: false, includeDocumentation: false })
    const told = new Map(results.map((result) => [result.resourceName, result]))
    return new Map(
      topics.map((topic) => {
        const result = told.get(topic)
        if (!result) return [topic, unanswered(topic)]
        return [topic, result.errorCode === 0 ? new Map(result.configs.map(({ name, value }) => [name, value])) : refused(result)]
      }),
    )
  } catch (error) {
    return new Map(topics.map((topic) => [topic, error as Error]))
  }
}

function unanswered(topic: string): KafkaError {
  return kafkaError('UNKNOWN_SERVER_ERROR', `The broker answered DescribeConfigs for "${topic}" with nothing.`)
}

function refused({ errorCode, errorMessage }: { readonly errorCode: number; readonly errorMessage: string | null }): KafkaError {
  // Apache Kafka says nothing about a topic that is not there.
  return new KafkaError(errorOf(errorCode), errorMessage === null || errorMessage === '' ? errorOf(errorCode).sentence : errorMessage)
}
