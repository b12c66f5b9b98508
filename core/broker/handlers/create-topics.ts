// CreateTopics (19), versions 2-7: creates each topic, or only says whether it could be created.
// Behaviour: checks run in Kafka's order (name, existence, configs, partitions and replicas), so that a topic that exists always answers
// TOPIC_ALREADY_EXISTS. -1 partitions or replicas mean the default. Manual assignments are checked against the one broker there is.
// A name given twice is INVALID_REQUEST; more than 10,000 partitions in one request are POLICY_VIOLATION for all of it.
// Versions: v4 defaults (KIP-464); v5 the new topic's configs (KIP-525), which everybody may see, so topicConfigErrorCode is 0; v7 its id.
// Not implemented: timeoutMs (the answer follows the commit), quotas (KIP-599), more than one replica.
import type { ConfigEntry } from '../../metadata/config-entries.ts'
import { topicConfigEntries } from '../../metadata/config-entries.ts'
import { exceedsPartitionLimit, tooManyPartitions } from '../../metadata/partition-limit.ts'
import { checkAssignment } from '../../metadata/replica-assignment.ts'
import type { TopicConfigs } from '../../metadata/topic-configs.ts'
import { CLUSTER_METADATA_TOPIC } from '../../metadata/topic-name.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { CreateTopics } from '../../protocol/messages/create-topics.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import { isAuthorized, mayCreateTopic } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'

type Request = RequestOf<typeof CreateTopics>
type Response = ResponseOf<typeof CreateTopics>
type CreatableTopic = Request['topics'][number]
type Result = Response['topics'][number]

const USE_DEFAULT = -1

export const createTopics = handler(CreateTopics, async (request, context): Promise<Response> => {
  const { broker } = context
  const named = Map.groupBy(request.topics, (topic) => topic.name)
  const isTooMuch = exceedsPartitionLimit(request.topics.map((topic) => partitionsAsked(topic, broker)))
  const results = [...named].map(async ([name, [topic, again]]) => {
    if (isTooMuch) return failed(name, tooManyPartitions())
    if (again !== undefined) return failed(name, kafkaError('INVALID_REQUEST', `Topic "${name}" appears twice in the request.`))
    if (!mayCreateTopic(context, name)) return failed(name, kafkaError('TOPIC_AUTHORIZATION_FAILED'))
    const result = await createTopic(topic!, request.validateOnly, broker)
    return isAuthorized(context, 'DESCRIBE_CONFIGS', 'TOPIC', name) ? result : withoutConfigs(result)
  })
  return { topics: await Promise.all(results) }
})

/** Who may create a topic may not see its configs for that. */
function withoutConfigs(result: Result): Result {
  if (result.errorCode !== ErrorCode.NONE) return result
  return { ...result, topicConfigErrorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, numPartitions: -1, replicationFactor: -1, configs: [] }
}

async function createTopic(topic: CreatableTopic, validateOnly: boolean, broker: BrokerContext): Promise<Result> {
  try {
    const configs = configsOf(topic)
    const checked = broker.topics.validate({ name: topic.name, partitionCount: 1, configs })
    const partitionCount = checkedPartitionCount(topic, broker)
    if (validateOnly) return succeeded(topic.name, ZERO_UUID, partitionCount, checked)
    const created = await broker.topics.create({ name: topic.name, partitionCount, configs })
    return succeeded(created.name, created.topicId, created.partitions.length, created.configs)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return failed(topic.name, error)
  }
}

function configsOf({ name: topicName, configs }: CreatableTopic): Record<string, string> {
  if (topicName === CLUSTER_METADATA_TOPIC) {
    throw kafkaError('INVALID_REQUEST', `Topic "${topicName}" belongs to the cluster and cannot be created.`)
  }
  return Object.fromEntries(
    configs.map(({ name, value }) => {
      if (value === null) throw kafkaError('INVALID_CONFIG', `Topic config "${name}" has no value.`)
      return [name, value]
    }),
  )
}

function partitionsAsked({ numPartitions, assignments }: CreatableTopic, { configs }: BrokerContext): number {
  if (assignments.length > 0) return assignments.length
  return numPartitions === USE_DEFAULT ? configs.getInt('num.partitions') : numPartitions
}

function checkedPartitionCount(topic: CreatableTopic, broker: BrokerContext): number {
  if (topic.assignments.length > 0) return assignedPartitionCount(topic, broker)
  const { replicationFactor } = topic
  if (replicationFactor === 0 || replicationFactor < USE_DEFAULT) {
    throw kafkaError('INVALID_REPLICATION_FACTOR', `Replication factor ${replicationFactor} must be at least 1, or -1 for the default.`)
  }
  const partitionCount = partitionsAsked(topic, broker)
  if (partitionCount < 1) {
    throw kafkaError('INVALID_PARTITIONS', `Topic "${topic.name}" needs at least 1 partition, or -1 for the default, not ${partitionCount}.`)
  }
  if (replicationFactor > broker.configs.getInt('headwater.max.replication.factor')) {
    const hint = 'Set headwater.max.replication.factor to accept it all the same'
    throw kafkaError('INVALID_REPLICATION_FACTOR', `Replication factor ${replicationFactor} cannot be reached: there is 1 broker. ${hint}.`)
  }
  return partitionCount
}

/** Manual assignments name every partition from 0 on, in any order, and say the replicas: the counts must then be left to them. */
function assignedPartitionCount({ name, numPartitions, replicationFactor, assignments }: CreatableTopic, { nodeId }: BrokerContext): number {
  if (replicationFactor !== USE_DEFAULT) {
    throw kafkaError('INVALID_REQUEST', `Topic "${name}" has manual assignments; its replication factor must be -1, not ${replicationFactor}.`)
  }
  if (numPartitions !== USE_DEFAULT) {
    throw kafkaError('INVALID_REQUEST', `Topic "${name}" has manual assignments; its partition count must be -1, not ${numPartitions}.`)
  }
  const indexes = new Set<number>()
  for (const { partitionIndex, brokerIds } of assignments) {
    if (indexes.has(partitionIndex)) throw kafkaError('INVALID_REPLICA_ASSIGNMENT', `Partition ${partitionIndex} is assigned twice.`)
    indexes.add(partitionIndex)
    checkAssignment(partitionIndex, brokerIds, nodeId)
  }
  const missing = assignments.findIndex((_, index) => !indexes.has(index))
  if (missing !== -1) {
    throw kafkaError('INVALID_REPLICA_ASSIGNMENT', `Partition ${missing} has no assignment; partitions are numbered from 0 without gaps.`)
  }
  return assignments.length
}

function succeeded(name: string, topicId: string, numPartitions: number, configs: TopicConfigs): Result {
  const shown = topicConfigEntries(configs).map(toConfig)
  return { name, topicId, errorCode: ErrorCode.NONE, errorMessage: null, numPartitions, replicationFactor: 1, configs: shown }
}

function toConfig({ name, value, readOnly, source, isSensitive }: ConfigEntry) {
  return { name, value, readOnly, configSource: source, isSensitive }
}

function failed(name: string, { code, message }: KafkaError): Result {
  return { name, topicId: ZERO_UUID, errorCode: code, errorMessage: message, numPartitions: -1, replicationFactor: -1, configs: [] }
}
