// OffsetDelete: an administrator deletes offsets that no member needs (KIP-496).
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { OffsetDelete } from '../../protocol/messages/offset-delete.ts'
import type { OffsetKey } from '../../storage/tables.ts'
import { CONSUMER_PROTOCOL_TYPE } from '../consumer-protocol.ts'
import type { Group } from '../group.ts'
import type { TopicLookup } from '../topic-lookup.ts'
import { isSubscribedTo } from './group-subscription.ts'

export type OffsetDeleteRequest = RequestOf<typeof OffsetDelete>
export type OffsetDeleteResponse = ResponseOf<typeof OffsetDelete>

export interface OffsetDeleteDecision {
  readonly keys: readonly OffsetKey[]
  readonly response: OffsetDeleteResponse
}

/** As in Kafka, the group is looked at first: where it is none, nobody hears of topics. */
export function decideOffsetDelete(group: Group | undefined, request: OffsetDeleteRequest, topicLookup: TopicLookup): OffsetDeleteDecision {
  const errorCode = checkGroup(request.groupId, group)
  if (errorCode !== ErrorCode.NONE) return { keys: [], response: { errorCode, topics: [] } }
  const topics = request.topics.map(({ name, partitions }) => answerOf(name, partitions, group, topicLookup))
  const keys = topics.flatMap(({ name: topic, partitions }) => partitions.filter(isNone).map(({ partitionIndex }) => ({ groupId: request.groupId, topic, partition: partitionIndex })))
  return { keys, response: { errorCode, topics } }
}

type Partitions = OffsetDeleteRequest['topics'][number]['partitions']

function answerOf(name: string, partitions: Partitions, group: Group | undefined, topics: TopicLookup): OffsetDeleteResponse['topics'][number] {
  const count = topics.partitionCountOf(name) ?? 0
  const topicError = group !== undefined && isSubscribedTo(group, name) ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE
  const answers = partitions.map(({ partitionIndex }) => {
    const isThere = partitionIndex >= 0 && partitionIndex < count
    return { partitionIndex, errorCode: isThere ? topicError : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }
  })
  return { name, partitions: answers }
}

function isNone({ errorCode }: { readonly errorCode: number }): boolean {
  return errorCode === ErrorCode.NONE
}

/** Of members that do not speak the consumer protocol nobody knows what they read. */
function checkGroup(groupId: string, group: Group | undefined): number {
  if (groupId === '') return ErrorCode.INVALID_GROUP_ID
  if (group === undefined) return ErrorCode.GROUP_ID_NOT_FOUND
  const isReadable = group.type === 'consumer' || group.state === 'Empty' || group.protocolType === CONSUMER_PROTOCOL_TYPE
  return isReadable ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP
}
