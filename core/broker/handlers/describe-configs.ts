// DescribeConfigs (32), versions 1-4: every setting of topics, brokers, loggers, client metrics and groups, with its value and where that comes from.
// Behaviour: null or empty configurationKeys = all. Broker "1" = this broker; broker "" = what was set cluster-wide. Groups and client metrics are
// described whether they exist or not. An unknown topic, another broker or another kind of resource is an error of that resource alone.
// Passwords are never shown, nor values of configs that Headwater does not know.
// Unlike Kafka, a topic config that a broker setting such as log.retention.hours decides names that setting as its source and synonym.
// Versions: v1 sources and synonyms (KIP-226); v3 types and documentation (KIP-569).
import type { ConfigEntry } from '../../metadata/config-entries.ts'
import {
  brokerConfigEntries, brokerLoggerEntries, clientMetricsConfigEntries, clusterWideConfigEntries, groupConfigEntries, topicConfigEntries,
} from '../../metadata/config-entries.ts'
import { ConfigResourceType } from '../../metadata/config-resource-type.ts'
import { validateTopicName } from '../../metadata/topic-name.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { DescribeConfigs } from '../../protocol/messages/describe-configs.ts'
import { requireConfigsAllowed } from '../authorize-configs.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler, type RequestContext } from '../handler.ts'
import { listenerUrl } from '../listeners.ts'

type Request = RequestOf<typeof DescribeConfigs>
type Response = ResponseOf<typeof DescribeConfigs>
type Resource = Request['resources'][number]
type Result = Response['results'][number]

export const describeConfigs = handler(DescribeConfigs, (request, context): Response => ({
  results: request.resources.map((resource) => describe(resource, request, context)),
}))

function describe(resource: Resource, request: Request, context: RequestContext): Result {
  const { resourceType, resourceName } = resource
  try {
    requireConfigsAllowed(context, 'DESCRIBE_CONFIGS', resource)
    const configs = selected(entriesOf(resource, context.broker), resource).map((entry) => toResult(entry, request))
    return { errorCode: ErrorCode.NONE, errorMessage: '', resourceType, resourceName, configs }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { errorCode: error.code, errorMessage: error.message, resourceType, resourceName, configs: [] }
  }
}

function entriesOf({ resourceType, resourceName }: Resource, broker: BrokerContext): ConfigEntry[] {
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      return topicEntries(resourceName, broker)
    case ConfigResourceType.BROKER:
      return resourceName === '' ? clusterWideConfigEntries(broker.configs) : brokerEntries(resourceName, broker)
    case ConfigResourceType.BROKER_LOGGER:
      checkIsThisBroker(resourceName, broker)
      return brokerLoggerEntries(broker.logger.level)
    case ConfigResourceType.GROUP:
      if (resourceName === '') throw kafkaError('INVALID_REQUEST', 'A group id is needed.')
      return groupConfigEntries(resourceName, broker.groupConfigs)
    case ConfigResourceType.CLIENT_METRICS:
      if (resourceName === '') throw kafkaError('INVALID_REQUEST', 'The name of a client metrics subscription is needed.')
      return clientMetricsConfigEntries(broker.dynamicConfigs.own(resourceType, resourceName))
    default:
      throw kafkaError('INVALID_REQUEST', `Resource type ${resourceType} has no configs; topics (2), brokers (4), loggers (8), client metrics (16) and groups (32) do.`)
  }
}

function topicEntries(name: string, { topics }: BrokerContext): ConfigEntry[] {
  const problem = validateTopicName(name)
  if (problem !== null) throw kafkaError('INVALID_TOPIC_EXCEPTION', problem)
  const topic = topics.get(name)
  if (topic === undefined) throw kafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${name}" does not exist.`)
  return topicConfigEntries(topic.configs)
}

function brokerEntries(name: string, broker: BrokerContext): ConfigEntry[] {
  checkIsThisBroker(name, broker)
  const listeners = broker.listeners.map(listenerUrl).join(',')
  return brokerConfigEntries(broker.configs, {
    'node.id': String(broker.nodeId),
    'broker.id': String(broker.nodeId),
    'process.roles': 'broker,controller',
    'listeners': listeners,
    'advertised.listeners': listeners,
    'log.dirs': broker.storage.directory,
  })
}

function checkIsThisBroker(name: string, { nodeId }: BrokerContext): void {
  if (name === '') throw kafkaError('INVALID_REQUEST', 'A broker id is needed.')
  if (!/^-?\d+$/.test(name)) throw kafkaError('INVALID_REQUEST', `Broker id "${name}" is not a whole number.`)
  if (Number(name) !== nodeId) throw kafkaError('INVALID_REQUEST', `Broker ${name} does not exist; this is broker ${nodeId}.`)
}

function selected(entries: ConfigEntry[], { configurationKeys }: Resource): ConfigEntry[] {
  if (configurationKeys === null || configurationKeys.length === 0) return entries
  const wanted = new Set(configurationKeys)
  return entries.filter(({ name }) => wanted.has(name))
}

function toResult(entry: ConfigEntry, { includeSynonyms, includeDocumentation }: Request): Result['configs'][number] {
  const { name, value, readOnly, source, isSensitive, synonyms, configType, documentation } = entry
  return {
    name,
    value,
    readOnly,
    configSource: source,
    isSensitive,
    synonyms: includeSynonyms ? synonyms : [],
    configType,
    documentation: includeDocumentation || documentation === '' ? documentation : null,
  }
}
