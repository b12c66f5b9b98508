// What is wrong with a ConsumerGroupHeartbeat whatever the group.
import type { RequestOf } from '../../protocol/define-api.ts'
import { kafkaError } from '../../protocol/error-codes.ts'
import type { ConsumerGroupHeartbeat } from '../../protocol/messages/consumer-group-heartbeat.ts'
import { isStorableGroupId } from '../group-id.ts'
import { LEAVE_EPOCH, STATIC_LEAVE_EPOCH } from './consumer-member.ts'

export type HeartbeatRequest = RequestOf<typeof ConsumerGroupHeartbeat>

/** From this version on members make their own id, so that a lost response leaves no ghost behind (KIP-1082). */
const OWN_MEMBER_ID_SINCE = 1
/** It is part of a key on disk. */
const MAX_MEMBER_ID_BYTES = 512

/** Throws the KafkaError that the request deserves. */
export function checkHeartbeat(request: HeartbeatRequest, apiVersion: number, assignors: readonly string[]): void {
  const { memberId, memberEpoch, groupId, serverAssignor } = request
  const needsMemberId = apiVersion >= OWN_MEMBER_ID_SINCE || memberEpoch > 0 || memberEpoch === LEAVE_EPOCH
  if (needsMemberId) checkNotBlank('MemberId', memberId)
  checkNotBlank('GroupId', groupId)
  checkNotBlank('InstanceId', request.instanceId)
  checkNotBlank('RackId', request.rackId)
  if (memberEpoch === 0) checkJoin(request)
  if (memberEpoch === STATIC_LEAVE_EPOCH && request.instanceId === null) throw invalid('InstanceId must be set to leave for a while (member epoch -2).')
  if (memberEpoch < STATIC_LEAVE_EPOCH) throw invalid(`MemberEpoch ${memberEpoch} means nothing.`)
  if (Buffer.byteLength(memberId) > MAX_MEMBER_ID_BYTES) throw invalid(`MemberId is longer than ${MAX_MEMBER_ID_BYTES} bytes.`)
  if (!isStorableGroupId(groupId)) throw kafkaError('INVALID_GROUP_ID', 'GroupId is too long.')
  if (serverAssignor !== null && !assignors.includes(serverAssignor)) {
    throw kafkaError('UNSUPPORTED_ASSIGNOR', `ServerAssignor "${serverAssignor}" is not supported; there are ${assignors.join(', ')}.`)
  }
}

function checkJoin({ rebalanceTimeoutMs, topicPartitions, subscribedTopicNames, subscribedTopicRegex }: HeartbeatRequest): void {
  if (rebalanceTimeoutMs === -1) throw invalid('RebalanceTimeoutMs must be set to join.')
  if (topicPartitions?.length !== 0) throw invalid('TopicPartitions must be empty to join.')
  if (subscribedTopicNames === null && subscribedTopicRegex === null) throw invalid('SubscribedTopicNames or SubscribedTopicRegex must be set to join.')
}

function checkNotBlank(field: string, value: string | null): void {
  if (value?.trim() === '') throw invalid(`${field} must not be empty.`)
}

const invalid = (message: string) => kafkaError('INVALID_REQUEST', message)
