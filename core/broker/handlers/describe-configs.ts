// DescribeConfigs (32), versions 1-4: every setting of topics and of the broker, with its value and where that comes from.
// Behaviour: null or empty configurationKeys = all. Broker "1" = this broker; broker "" = the cluster-wide dynamic defaults, of which there
// are none yet. An unknown topic, another broker or another kind of resource is an error of that resource alone. Passwords are never shown.
// Unlike Kafka, a topic config that a broker setting such as log.retention.hours decides names that setting as its source and synonym.
// Versions: v1 sources and synonyms (KIP-226); v3 types and documentation (KIP-569).
// Not implemented: CLIENT_METRICS (KIP-714) and GROUP (KIP-848) resources, answered INVALID_REQUEST.
import type { ConfigEntry } from '../../metadata/config-entries.ts'
import { brokerConfigEntries, brokerLoggerEntries, topicConfigEntries } from '../../metadata/config-entries.ts'
import { validateTopicName } from '../../metadata/topic-name.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { DescribeConfigs } from '../../protocol/messages/describe-configs.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'

type Request = RequestOf<typeof DescribeConfigs>
type Response = ResponseOf<typeof DescribeConfigs>
type Resource = Request['resources'][number]
type Result = Response['results'][number]

/** Kafka's numbers for kinds of config resources. */
const ResourceType = { TOPIC: 2, BROKER: 4, BROKER_LOGGER: 8 } as const

export const describeConfigs = handler(DescribeConfigs, (request, { broker }): Response => ({
  results: request.resources.map((resource) => describe(resource, request, broker)),
}))

function describe(resource: Resource, request: Request, broker: BrokerContext): Result {
  const { resourceType, resourceName } = resource
  try {
    const configs = selected(entriesOf(resource, broker), resource).map((entry) => toResult(entry, request))
    return { errorCode: ErrorCode.NONE, errorMessage: null, resourceType, resourceName, configs }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { errorCode: error.code, errorMessage: error.message, resourceType, resourceName, configs: [] }
  }
}

function entriesOf({ resourceType, resourceName }: Resource, broker: BrokerContext): ConfigEntry[] {
  switch (resourceType) {
    case ResourceType.TOPIC:
      return topicEntries(resourceName, broker)
    case ResourceType.BROKER:
      return resourceName === '' ? [] : brokerEntries(resourceName, broker)
    case ResourceType.BROKER_LOGGER:
      checkIsThisBroker(resourceName, broker)
      return brokerLoggerEntries()
    default:
      throw kafkaError('INVALID_REQUEST', `Resource type ${resourceType} has no configs; topics (2), brokers (4) and broker loggers (8) do.`)
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
  const { host, port } = broker.advertised
  const listener = `PLAINTEXT://${host.includes(':') ? `[${host}]` : host}:${port}`
  return brokerConfigEntries(broker.configs, {
    'node.id': String(broker.nodeId),
    'broker.id': String(broker.nodeId),
    'process.roles': 'broker,controller',
    'listeners': listener,
    'advertised.listeners': listener,
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
    documentation: includeDocumentation ? documentation : null,
  }
}
