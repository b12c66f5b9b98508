// ConsumerGroupHeartbeat: a member joins, or says that it is alive, what it wants and what it owns; and learns what it gets (KIP-848).
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, kafkaError } from '../../protocol/error-codes.ts'
import type { ConsumerGroupHeartbeat } from '../../protocol/messages/consumer-group-heartbeat.ts'
import type { GroupRequestContext } from '../group-request-context.ts'
import { withCurrentTargets, withReconciled, withUpdate } from './advance-group.ts'
import type { HeartbeatRequest } from './check-heartbeat.ts'
import { type Beginning, checkEpoch, joiningMember, memberOf } from './check-member.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerGroupDeps } from './consumer-group-deps.ts'
import type { ConsumerMember } from './consumer-member.ts'
import { followRevocation, scheduleSession } from './member-deadlines.ts'
import { listOf, partitionsOf, sameOwned } from './topic-partitions.ts'

export type HeartbeatResponse = ResponseOf<typeof ConsumerGroupHeartbeat>

/** Throws KafkaError before anything has changed. The answer comes when what it says is durable. */
export async function heartbeat(group: ConsumerGroup, request: HeartbeatRequest, context: GroupRequestContext, deps: ConsumerGroupDeps): Promise<HeartbeatResponse> {
  const owned = request.topicPartitions && partitionsOf(request.topicPartitions)
  const { member: before, replaces } = speakerOf(group, request, deps)
  if (request.memberEpoch !== 0) checkEpoch(before, request.memberEpoch, owned)
  const after = described(before, request, context)
  const updated = withUpdate(group, { before, after, replaces, mayDescribe: context.mayDescribeTopic }, deps)
  const next = withReconciled(group, withCurrentTargets(updated, deps), after.memberId, owned, deps)
  const previous = group.members.get(after.memberId)
  const member = next.members.get(after.memberId)!
  const durable = deps.update(group, next)
  group.needsRefresh = false
  scheduleSession(group, member, deps)
  if (member !== previous) followRevocation(group, member, deps)
  if (!(await durable)) throw kafkaError('COORDINATOR_NOT_AVAILABLE', `Group "${group.groupId}" could not be written.`)
  const isAssignmentWanted = isFull(request) || !sameOwned(before.assigned, member.assigned)
  return answer(group, member, isAssignmentWanted, deps)
}

/** The group cannot take a member that it does not have yet. */
export function checkRoom(memberCount: number, isMember: boolean, deps: ConsumerGroupDeps): void {
  const maxSize = deps.configs.getInt('group.consumer.max.size')
  if (memberCount >= maxSize && !isMember) throw kafkaError('GROUP_MAX_SIZE_REACHED', `The group has ${memberCount} members; it may have at most ${maxSize}.`)
}

function speakerOf(group: ConsumerGroup, { memberId, memberEpoch, instanceId }: HeartbeatRequest, deps: ConsumerGroupDeps): Beginning {
  checkRoom(group.members.size, group.members.has(memberId), deps)
  if (memberEpoch !== 0) return { member: memberOf(group, memberId, instanceId), replaces: memberId }
  return joiningMember(group, memberId === '' ? newMemberId(deps) : memberId, instanceId, false)
}

/** 22 characters, as Kafka gives them to members of version 0. */
function newMemberId({ random }: ConsumerGroupDeps): string {
  return Buffer.from(random.uuid().replaceAll('-', ''), 'hex').toString('base64url')
}

/** What the request leaves out has not changed since the last one. */
function described(member: ConsumerMember, request: HeartbeatRequest, context: GroupRequestContext): ConsumerMember {
  return {
    ...member,
    instanceId: request.instanceId ?? member.instanceId,
    rackId: request.rackId ?? member.rackId,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : request.rebalanceTimeoutMs,
    serverAssignor: request.serverAssignor ?? member.serverAssignor,
    subscribedTopicNames: request.subscribedTopicNames === null ? member.subscribedTopicNames : new Set(request.subscribedTopicNames),
    subscribedTopicRegex: request.subscribedTopicRegex ?? member.subscribedTopicRegex,
    clientId: context.clientId,
    clientHost: context.clientHost,
    classic: null,
  }
}

/** A request with every field is one of a client that does not know where it stands: it wants to be told everything. */
function isFull({ memberEpoch, rebalanceTimeoutMs, subscribedTopicNames, subscribedTopicRegex, topicPartitions }: HeartbeatRequest): boolean {
  if (memberEpoch === 0) return true
  return rebalanceTimeoutMs !== -1 && (subscribedTopicNames !== null || subscribedTopicRegex !== null) && topicPartitions !== null
}

function answer({ groupId }: ConsumerGroup, { memberId, memberEpoch, assigned }: ConsumerMember, isAssignmentWanted: boolean, deps: ConsumerGroupDeps): HeartbeatResponse {
  return {
    errorCode: ErrorCode.NONE,
    memberId,
    memberEpoch,
    heartbeatIntervalMs: deps.groupConfigs.getInt(groupId, 'consumer.heartbeat.interval.ms'),
    assignment: isAssignmentWanted ? { topicPartitions: listOf(assigned) } : null,
  }
}
