// JoinGroup to a consumer group: the member joins with the classic protocol, and its share comes from the server's assignment.
import { ErrorCode, kafkaError } from '../../../protocol/error-codes.ts'
import { ProtocolError } from '../../../protocol/protocol-error.ts'
import type { JoinGroupRequest } from '../../classic/joining.ts'
import type { JoinGroupResponse } from '../../classic/member.ts'
import { joinError } from '../../classic/responses.ts'
import { CONSUMER_PROTOCOL_TYPE, decodeSubscription, type Subscription } from '../../consumer-protocol.ts'
import type { GroupRequestContext } from '../../group-request-context.ts'
import { withCurrentTargets, withReconciled, withUpdate } from '../advance-group.ts'
import { type Beginning, joiningMember, memberOf } from '../check-member.ts'
import type { ConsumerGroup } from '../consumer-group.ts'
import type { ConsumerGroupDeps } from '../consumer-group-deps.ts'
import { checkRoom } from '../consumer-group-heartbeat.ts'
import type { ConsumerGroupState } from '../consumer-group-state.ts'
import type { ClassicMembership, ConsumerMember } from '../consumer-member.ts'
import { downgrade, isDowngradedWithout } from '../conversion/downgrade.ts'
import { expectSync, followRevocation, scheduleSession } from '../member-deadlines.ts'
import { topicPartitionsOf } from './embedded-assignment.ts'

/** From this version on a dynamic member first gets its id (KIP-394). */
const MEMBER_ID_REQUIRED_SINCE = 4

/** Throws KafkaError before anything has changed. */
export async function joinConsumerGroup(group: ConsumerGroup, request: JoinGroupRequest, context: GroupRequestContext, deps: ConsumerGroupDeps): Promise<JoinGroupResponse> {
  const isUnknown = request.memberId === ''
  const memberId = isUnknown ? `${request.groupInstanceId ?? context.clientId}-${deps.random.uuid()}` : request.memberId
  checkRoom(group.members.size, group.members.has(memberId), deps)
  checkProtocols(group, request)
  if (isUnknown && request.groupInstanceId === null && context.apiVersion >= MEMBER_ID_REQUIRED_SINCE) return joinError(ErrorCode.MEMBER_ID_REQUIRED, memberId)
  const subscription = subscriptionOf(request)
  const { member: before, replaces } = beginningOf(group, memberId, request.groupInstanceId, isUnknown)
  const after = described(before, request, subscription, context)
  const updated = withUpdate(group, { before, after, replaces, mayDescribe: context.mayDescribeTopic }, deps)
  const owned = topicPartitionsOf(subscription.ownedPartitions, deps.topics)
  // The last member of the new protocol is replaced by its own instance, which speaks the classic one.
  const isDowngraded = request.groupInstanceId !== null && group.staticMember(request.groupInstanceId)?.classic === null && isDowngradedWithout(group, updated, deps)
  const hasNewSubscription = updated.groupEpoch !== group.current.groupEpoch
  const aimed = isDowngraded ? updated : withCurrentTargets(updated, deps)
  const next = isDowngraded && hasNewSubscription ? updated : withReconciled(group, aimed, memberId, owned, deps)
  const member = next.members.get(memberId)!
  const durable = isDowngraded ? downgrade(group, next, hasNewSubscription, deps) : stayConsumerGroup(group, next, member, deps)
  if (!(await durable)) return joinError(ErrorCode.COORDINATOR_NOT_AVAILABLE, memberId)
  return answer(member)
}

function stayConsumerGroup(group: ConsumerGroup, next: ConsumerGroupState, member: ConsumerMember, deps: ConsumerGroupDeps): Promise<boolean> {
  const durable = deps.update(group, next)
  group.needsRefresh = false
  scheduleSession(group, member, deps)
  followRevocation(group, member, deps)
  expectSync(group, member, deps)
  return durable
}

/** Some protocol that every member of the classic protocol supports. */
function checkProtocols(group: ConsumerGroup, { memberId, protocolType, protocols }: JoinGroupRequest): void {
  const classics = [...group.members.values()].flatMap(({ classic }) => classic ?? [])
  const isShared = protocols.some(({ name }) => classics.every((classic) => classic.protocols.some((known) => known.name === name)))
  if (protocolType === CONSUMER_PROTOCOL_TYPE && isShared) return
  throw kafkaError('INCONSISTENT_GROUP_PROTOCOL', `Member "${memberId}" has no protocol in common with group "${group.groupId}".`)
}

/** All protocols of a consumer carry the same subscription. */
function subscriptionOf({ memberId, protocols }: JoinGroupRequest): Subscription {
  try {
    return decodeSubscription(protocols[0]!.metadata)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw kafkaError('INCONSISTENT_GROUP_PROTOCOL', `Member "${memberId}" does not speak the consumer protocol: ${error.message}`)
  }
}

function beginningOf(group: ConsumerGroup, memberId: string, instanceId: string | null, isUnknown: boolean): Beginning {
  if (instanceId === null || isUnknown) return joiningMember(group, memberId, instanceId, true)
  return { member: memberOf(group, memberId, instanceId), replaces: memberId }
}

function described(member: ConsumerMember, request: JoinGroupRequest, { topics, rackId }: Subscription, context: GroupRequestContext): ConsumerMember {
  return {
    ...member,
    instanceId: request.groupInstanceId ?? member.instanceId,
    rackId: rackId ?? member.rackId,
    // Version 0 knows one timeout for both.
    rebalanceTimeoutMs: request.rebalanceTimeoutMs === -1 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
    subscribedTopicNames: new Set(topics),
    subscribedTopicRegex: '',
    clientId: context.clientId,
    clientHost: context.clientHost,
    classic: membershipOf(request),
  }
}

/** Metadata in a request is a view of its frame: what a member keeps is a copy. */
function membershipOf({ sessionTimeoutMs, protocols }: JoinGroupRequest): ClassicMembership {
  return { sessionTimeoutMs, protocols: protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })) }
}

/** Nobody leads: there is nothing to assign. */
function answer({ memberId, memberEpoch, classic }: ConsumerMember): JoinGroupResponse {
  return {
    errorCode: ErrorCode.NONE,
    generationId: memberEpoch,
    protocolType: CONSUMER_PROTOCOL_TYPE,
    protocolName: classic!.protocols[0]!.name,
    leader: '',
    skipAssignment: false,
    memberId,
    members: [],
  }
}
