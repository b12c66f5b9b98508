// The answers to JoinGroup and SyncGroup that several operations give.
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { ClassicGroup } from './classic-group.ts'
import { type JoinGroupResponse, type Member, NO_ASSIGNMENT, type SyncGroupResponse } from './member.ts'

export function joinError(errorCode: number, memberId = ''): JoinGroupResponse {
  return { errorCode, generationId: -1, protocolType: null, protocolName: null, leader: '', skipAssignment: false, memberId, members: [] }
}

/** The current generation as `member` is told of it; only the leader gets the members and their metadata. */
export function joined(group: ClassicGroup, member: Member): JoinGroupResponse {
  const { generationId, protocolType, protocolName, leaderId } = group
  return {
    errorCode: ErrorCode.NONE,
    generationId,
    protocolType,
    protocolName,
    leader: leaderId ?? '',
    skipAssignment: false,
    memberId: member.memberId,
    members: group.isLeader(member.memberId) ? membersForLeader(group) : [],
  }
}

function membersForLeader({ members, protocolName }: ClassicGroup): JoinGroupResponse['members'] {
  return [...members.values()].map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: member.metadata(protocolName),
  }))
}

export function syncError(errorCode: number): SyncGroupResponse {
  return { errorCode, protocolType: null, protocolName: null, assignment: NO_ASSIGNMENT }
}

export function synced({ protocolType, protocolName }: ClassicGroup, member: Member): SyncGroupResponse {
  return { errorCode: ErrorCode.NONE, protocolType, protocolName, assignment: member.assignment }
}
