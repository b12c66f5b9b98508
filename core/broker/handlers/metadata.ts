// Metadata (3), versions 0-13: the brokers, and the topics with their partitions and leaders.
// Behaviour: topics null = all, empty = none (v0: empty = all). An unknown name is created at once and answered ready when
// auto.create.topics.enable and the request allow it; internal topics are never created this way. Leader epochs are 0 for ever.
// Versions: v4 allowAutoTopicCreation (before: true); v8 authorized operations (KIP-430), of the cluster only up to v10 (KIP-700);
// v10 topic ids in the answer; v12 asking by id; v13 top-level error, always 0 here (a wrong cluster is told by ApiVersions v5).
// Not implemented: LEADER_NOT_AVAILABLE while a topic appears, because it is there before the answer; racks; offline replicas.
import { isInternalTopic, validateTopicName } from '../../metadata/topic-name.ts'
import type { Topic } from '../../metadata/topics.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError } from '../../protocol/error-codes.ts'
import { Metadata } from '../../protocol/messages/metadata.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import { authorizedOperations, clusterOperations, isAuthorized, mayCreateTopic, OPERATIONS_NOT_REQUESTED } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler, type RequestContext } from '../handler.ts'
import { advertisedTo } from '../listeners.ts'

type Request = RequestOf<typeof Metadata>
type Response = ResponseOf<typeof Metadata>
type RequestedTopic = NonNullable<Request['topics']>[number]
type TopicAnswer = Response['topics'][number]

export const metadata = handler(Metadata, async (request, context): Promise<Response> => {
  const { broker, apiVersion } = context
  if (!isWellFormed(request, apiVersion)) return refused(request)
  const topics = asksForAll(request, apiVersion) ? everyTopic(request, context) : await requestedTopics(request, context)
  return {
    brokers: [{ nodeId: broker.nodeId, ...advertisedTo(context), rack: null }],
    clusterId: broker.identity.clusterId,
    // kafkajs looks the controller up in the list of brokers.
    controllerId: broker.nodeId,
    topics,
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations ? clusterOperations(context) : OPERATIONS_NOT_REQUESTED,
    errorCode: ErrorCode.NONE,
  }
})

/** v10 and v11 have a field for the id that brokers never served; since v12 a topic needs an id or a name. */
function isWellFormed({ topics }: Request, apiVersion: number): boolean {
  return (topics ?? []).every(({ name, topicId }) => {
    const hasId = topicId !== ZERO_UUID
    return apiVersion < 12 ? name !== null && !hasId : name !== null || hasId
  })
}

function refused({ topics }: Request): Response {
  const answers = (topics ?? []).map(({ name, topicId }) => failure(ErrorCode.INVALID_REQUEST, name ?? '', topicId))
  return { brokers: [], topics: answers, errorCode: ErrorCode.INVALID_REQUEST }
}

function asksForAll({ topics }: Request, apiVersion: number): boolean {
  return topics === null || (apiVersion === 0 && topics.length === 0)
}

function everyTopic(request: Request, context: RequestContext): TopicAnswer[] {
  const visible = [...context.broker.topics.all()].filter(({ name }) => isAuthorized(context, 'DESCRIBE', 'TOPIC', name))
  return visible.sort((a, b) => (a.name < b.name ? -1 : 1)).map((topic) => described(topic, request, context))
}

async function requestedTopics(request: Request, context: RequestContext): Promise<TopicAnswer[]> {
  const answers = await Promise.all((request.topics ?? []).map((requested) => requestedTopic(requested, request, context)))
  // One answer per topic, however often it was asked for.
  return [...new Map(answers.map((answer) => [answer.name ?? answer.topicId, answer])).values()]
}

async function requestedTopic({ name, topicId }: RequestedTopic, request: Request, context: RequestContext): Promise<TopicAnswer> {
  const { broker } = context
  if (topicId !== ZERO_UUID || name === null) {
    const topic = broker.topics.getById(topicId)
    if (topic === undefined) return failure(ErrorCode.UNKNOWN_TOPIC_ID, null, topicId)
    return isAuthorized(context, 'DESCRIBE', 'TOPIC', topic.name) ? described(topic, request, context) : failure(ErrorCode.TOPIC_AUTHORIZATION_FAILED, null, topicId)
  }
  // Whether there is such a topic is told to nobody who may not see it.
  if (!isAuthorized(context, 'DESCRIBE', 'TOPIC', name)) return hidden(name)
  const topic = broker.topics.get(name)
  if (topic !== undefined) return described(topic, request, context)
  if (validateTopicName(name) !== null) return failure(ErrorCode.INVALID_TOPIC_EXCEPTION, name)
  if (!createsItself(name, request, broker)) return failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, name)
  return mayCreateTopic(context, name) ? created(name, request, context) : failure(ErrorCode.TOPIC_AUTHORIZATION_FAILED, name)
}

function createsItself(name: string, request: Request, { configs }: BrokerContext): boolean {
  return request.allowAutoTopicCreation && configs.getBoolean('auto.create.topics.enable') && !isInternalTopic(name)
}

async function created(name: string, request: Request, context: RequestContext): Promise<TopicAnswer> {
  const { broker } = context
  try {
    const topic = await broker.topics.getOrCreate({ name, partitionCount: broker.configs.getInt('num.partitions'), configs: {} })
    return described(topic, request, context)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return failure(error.code, name)
  }
}

function described(topic: Topic, request: Request, context: RequestContext): TopicAnswer {
  const { nodeId } = context.broker
  const replicas = [nodeId]
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.topicId,
    isInternal: topic.isInternal,
    partitions: topic.partitions.map((_, partitionIndex) => ({
      errorCode: ErrorCode.NONE,
      partitionIndex,
      leaderId: nodeId,
      leaderEpoch: 0,
      replicaNodes: replicas,
      isrNodes: replicas,
      offlineReplicas: [],
    })),
    topicAuthorizedOperations: request.includeTopicAuthorizedOperations ? authorizedOperations(context, 'TOPIC', topic.name) : OPERATIONS_NOT_REQUESTED,
  }
}

function hidden(name: string): TopicAnswer {
  return { errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, name, topicId: ZERO_UUID, isInternal: false, partitions: [] }
}

function failure(errorCode: number, name: string | null, topicId = ZERO_UUID): TopicAnswer {
  return { errorCode, name, topicId, isInternal: name !== null && isInternalTopic(name), partitions: [] }
}
