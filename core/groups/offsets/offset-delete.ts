// OffsetDelete: an administrator deletes offsets that no member needs (KIP-496).
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { OffsetDelete } from '../../protocol/messages/offset-delete.ts'
import type { OffsetKey } from '../../storage/tables.ts'
import { CONSUMER_PROTOCOL_TYPE } from '../consumer-protocol.ts'
import type { Group } from '../group.ts'
import { isSubscribedTo } from './group-subscription.ts'

export type OffsetDeleteRequest = RequestOf<typeof OffsetDelete>
export type OffsetDeleteResponse = ResponseOf<typeof OffsetDelete>

export interface OffsetDeleteDecision {
  readonly keys: readonly OffsetKey[]
  readonly response: OffsetDeleteResponse
}

export function decideOffsetDelete(group: Group | undefined, request: OffsetDeleteRequest): OffsetDeleteDecision {
  const errorCode = checkGroup(group)
  if (group === undefined || errorCode !== ErrorCode.NONE) return { keys: [], response: { errorCode, topics: [] } }
  const keys: OffsetKey[] = []
  const topics = request.topics.map(({ name: topic, partitions }) => {
    const partitionError = isSubscribedTo(group, topic) ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE
    // As in Kafka, partitions that do not exist count as deleted; negative ones cannot even stand in a key.
    const existing = partitions.filter(({ partitionIndex }) => partitionIndex >= 0)
    if (partitionError === ErrorCode.NONE) keys.push(...existing.map(({ partitionIndex }) => ({ groupId: request.groupId, topic, partition: partitionIndex })))
    return { name: topic, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: partitionError })) }
  })
  return { keys, response: { errorCode: ErrorCode.NONE, topics } }
}

/** Of members that do not speak the consumer protocol nobody knows what they read. */
function checkGroup(group: Group | undefined): number {
  if (group === undefined) return ErrorCode.GROUP_ID_NOT_FOUND
  const isReadable = group.type === 'consumer' || group.state === 'Empty' || group.protocolType === CONSUMER_PROTOCOL_TYPE
  return isReadable ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP
}
