// DescribeTopicPartitions (75), version 0: topics with their partitions, page by page (KIP-966).
// Behaviour: no topics = all; answered in the order of their names, at most responsePartitionLimit partitions and never more than
// max.request.partition.size.limit. Where that ends stands in nextCursor, which the next request brings back: names before it are left out, and of its
// topic the partitions before it. A cursor whose topic is not among those asked for, or with a negative partition, is INVALID_REQUEST for every topic.
// A cursor past the last partition of its topic gives that topic without partitions. Leader epochs are 0 for ever; the eligible leaders (ELR) are none.
// Topics that the client may not see come last, without their ids, and only when they were named.
import { isInternalTopic, validateTopicName } from '../../metadata/topic-name.ts'
import type { Topic } from '../../metadata/topics.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DescribeTopicPartitions } from '../../protocol/messages/describe-topic-partitions.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import { authorizedOperations, isAuthorized } from '../authorize.ts'
import { handler, type RequestContext } from '../handler.ts'

type Request = RequestOf<typeof DescribeTopicPartitions>
type Response = ResponseOf<typeof DescribeTopicPartitions>
type TopicAnswer = Response['topics'][number]
type Cursor = NonNullable<Request['cursor']>

export const describeTopicPartitions = handler(DescribeTopicPartitions, (request, context): Response => {
  const namesAll = request.topics.length === 0
  const names = namesFrom(request.cursor, namesAll ? [...context.broker.topics.all()] : request.topics)
  if (!isCursorValid(request.cursor, namesAll, names)) return { topics: request.topics.map(({ name }) => failed(name, ErrorCode.INVALID_REQUEST)) }
  const visible = names.filter((name) => isAuthorized(context, 'DESCRIBE', 'TOPIC', name))
  const page = pageOf(visible, request, context)
  const seen = new Set(visible)
  const hidden = namesAll ? [] : names.filter((name) => !seen.has(name)).map((name) => failed(name, ErrorCode.TOPIC_AUTHORIZATION_FAILED))
  return { ...page, topics: [...page.topics, ...hidden] }
})

/** Each name once, in Kafka's order, from the cursor on. */
function namesFrom(cursor: Cursor | null, topics: readonly { readonly name: string }[]): string[] {
  const first = cursor?.topicName ?? ''
  return [...new Set(topics.map(({ name }) => name))].filter((name) => name >= first).sort()
}

function isCursorValid(cursor: Cursor | null, namesAll: boolean, names: readonly string[]): boolean {
  return cursor === null || (cursor.partitionIndex >= 0 && (namesAll || names.includes(cursor.topicName)))
}

function pageOf(names: readonly string[], { cursor, responsePartitionLimit }: Request, context: RequestContext): Response {
  const { broker } = context
  let remaining = Math.max(1, Math.min(broker.configs.getInt('max.request.partition.size.limit'), responsePartitionLimit))
  const topics: TopicAnswer[] = []
  for (const name of names) {
    const topic = broker.topics.get(name)
    const from = cursor?.topicName === name ? cursor.partitionIndex : 0
    if (remaining === 0) return { topics, nextCursor: { topicName: name, partitionIndex: 0 } }
    if (topic === undefined) {
      topics.push(missing(name, context))
      continue
    }
    const end = Math.min(topic.partitions.length, from + remaining)
    topics.push(answer(topic, from, end, context))
    if (end < topic.partitions.length) return { topics, nextCursor: { topicName: name, partitionIndex: end } }
    remaining -= Math.max(0, end - from)
  }
  return { topics, nextCursor: null }
}

function answer({ name, topicId, isInternal, partitions }: Topic, from: number, end: number, context: RequestContext): TopicAnswer {
  const { nodeId } = context.broker
  const described = partitions.slice(from, Math.max(from, end)).map((_, i) => ({
    errorCode: ErrorCode.NONE,
    partitionIndex: from + i,
    leaderId: nodeId,
    leaderEpoch: 0,
    replicaNodes: [nodeId],
    isrNodes: [nodeId],
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
    offlineReplicas: [],
  }))
  return { errorCode: ErrorCode.NONE, name, topicId, isInternal, partitions: described, topicAuthorizedOperations: authorizedOperations(context, 'TOPIC', name) }
}

function missing(name: string, context: RequestContext): TopicAnswer {
  const errorCode = validateTopicName(name) === null ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION
  return { ...failed(name, errorCode), isInternal: isInternalTopic(name), topicAuthorizedOperations: authorizedOperations(context, 'TOPIC', name) }
}

const failed = (name: string, errorCode: number): TopicAnswer => ({ errorCode, name, topicId: ZERO_UUID, partitions: [] })
