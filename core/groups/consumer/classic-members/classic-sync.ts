// SyncGroup to a consumer group: the member gets what the server has assigned to it in its epoch.
import { ErrorCode, kafkaError } from '../../../protocol/error-codes.ts'
import type { SyncGroupResponse } from '../../classic/member.ts'
import { syncError } from '../../classic/responses.ts'
import type { SyncGroupRequest } from '../../classic/sync-group.ts'
import { CONSUMER_PROTOCOL_TYPE } from '../../consumer-protocol.ts'
import type { ConsumerGroup } from '../consumer-group.ts'
import type { ConsumerGroupDeps } from '../consumer-group-deps.ts'
import type { ConsumerMember } from '../consumer-member.ts'
import { expectJoin, scheduleSession } from '../member-deadlines.ts'
import { classicMemberOf } from './classic-member.ts'
import { embeddedAssignment } from './embedded-assignment.ts'

/** Throws KafkaError. */
export async function syncConsumerGroup(group: ConsumerGroup, request: SyncGroupRequest, deps: ConsumerGroupDeps): Promise<SyncGroupResponse> {
  const member = classicMemberOf(group, request)
  checkProtocol(member, request)
  // Whoever has partitions to give up does that first; the rest learns of the new epoch by joining again.
  if (group.current.groupEpoch > member.memberEpoch && member.state !== 'UNREVOKED_PARTITIONS') {
    expectJoin(group, member, deps)
    throw kafkaError('REBALANCE_IN_PROGRESS', `Group "${group.groupId}" is in epoch ${group.current.groupEpoch}; member "${member.memberId}" must join again.`)
  }
  group.timers.clear(member.memberId, 'sync')
  scheduleSession(group, member, deps)
  const assignment = embeddedAssignment(member, deps.topics)
  if (!(await group.stored)) return syncError(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  return { errorCode: ErrorCode.NONE, protocolType: request.protocolType, protocolName: request.protocolName, assignment }
}

/** KIP-559; before version 5 a request does not say. */
function checkProtocol({ memberId, classic }: ConsumerMember, { protocolType, protocolName }: SyncGroupRequest): void {
  const isOtherType = protocolType !== null && protocolType !== CONSUMER_PROTOCOL_TYPE
  const isOtherName = protocolName !== null && protocolName !== classic!.protocols[0]!.name
  if (isOtherType || isOtherName) throw kafkaError('INCONSISTENT_GROUP_PROTOCOL', `Member "${memberId}" was told another protocol when it joined.`)
}
