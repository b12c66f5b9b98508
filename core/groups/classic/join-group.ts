// JoinGroup: a member asks to be part of the next generation, and is parked until that begins.
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { GroupConfigs } from '../group-configs.ts'
import { isLegalGroupId } from '../group-id.ts'
import { clientReason, type JoinGroupRequest, type Joining, newMember, park, updateMember } from './joining.ts'
import type { Member } from './member.ts'
import { completeJoinIfAllJoined, rebalanceOrCompleteJoin, removeMember } from './rebalance.ts'
import { joined, joinError } from './responses.ts'
import { NEW_MEMBER_JOIN_TIMEOUT_MS, scheduleSession } from './session.ts'
import { addPendingJoin } from './session-expiry.ts'
import { rejoinStaticMember } from './static-rejoin.ts'

/** From this version on a dynamic member first gets its id, so that a lost response leaves no ghost behind (KIP-394). */
const MEMBER_ID_REQUIRED_SINCE = 4

/** What is wrong with the request whatever the group; NONE if nothing. */
export function checkJoin({ groupId, sessionTimeoutMs }: JoinGroupRequest, configs: GroupConfigs): number {
  if (!isLegalGroupId(groupId)) return ErrorCode.INVALID_GROUP_ID
  const isTooShort = sessionTimeoutMs < configs.getInt('group.min.session.timeout.ms')
  const isTooLong = sessionTimeoutMs > configs.getInt('group.max.session.timeout.ms')
  return isTooShort || isTooLong ? ErrorCode.INVALID_SESSION_TIMEOUT : ErrorCode.NONE
}

export function joinGroup(joining: Joining): void {
  const { group, request, reply } = joining
  if (!hasRoomFor(joining)) return turnAway(joining)
  if (!group.supportsProtocols(request.protocolType, request.protocols)) {
    return reply(joinError(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, request.memberId))
  }
  if (request.memberId !== '') return joinWithId(joining)
  if (request.groupInstanceId !== null) return joinStatic(joining, request.groupInstanceId)
  joinDynamic(joining)
}

/**
 * While a rebalance is prepared, the members that wait for it count, not the group's size: that may be above a limit that was lowered,
 * and this way it is the last ones to come back that are turned away.
 */
function hasRoomFor({ group, request, deps }: Joining): boolean {
  const maxSize = deps.configs.getInt('group.max.size')
  const member = group.members.get(request.memberId)
  if (group.state === 'Empty') return true
  if (group.state !== 'PreparingRebalance') return member !== undefined || group.members.size < maxSize
  const waiting = [...group.members.values()].filter(({ join }) => join.isWaiting).length
  return member?.join.isWaiting === true || waiting < maxSize
}

function turnAway({ group, request, deps, reply }: Joining): void {
  const member = group.members.get(request.memberId)
  if (member) removeMember(group, member)
  group.forgetPendingJoin(request.memberId)
  reply(joinError(ErrorCode.GROUP_MAX_SIZE_REACHED))
  completeJoinIfAllJoined(group, deps)
}

function joinDynamic(joining: Joining): void {
  const { group, request, context, deps, reply } = joining
  const memberId = `${context.clientId}-${deps.random.uuid()}`
  if (context.apiVersion < MEMBER_ID_REQUIRED_SINCE) return addMember(joining, memberId)
  addPendingJoin(group, memberId, request.sessionTimeoutMs, deps)
  reply(joinError(ErrorCode.MEMBER_ID_REQUIRED, memberId))
}

function joinStatic(joining: Joining, groupInstanceId: string): void {
  const memberId = `${groupInstanceId}-${joining.deps.random.uuid()}`
  const existing = joining.group.staticMember(groupInstanceId)
  if (existing) rejoinStaticMember(joining, existing, memberId)
  else addMember(joining, memberId)
}

function joinWithId(joining: Joining): void {
  const { group, request, reply } = joining
  // An id that was given out to a dynamic member does not become a static one.
  if (group.pendingJoins.has(request.memberId) && request.groupInstanceId === null) return addMember(joining, request.memberId)
  const member = group.memberFor(request.memberId, request.groupInstanceId)
  if (typeof member === 'number') reply(joinError(member, request.memberId))
  else if (mayKeepGeneration(joining, member)) reply(joined(group, member))
  else joinAgain(joining, member)
}

/** Whoever has nothing new to say gets the current generation again; a leader of a Stable group that joins wants a rebalance. */
function mayKeepGeneration({ group, request }: Joining, member: Member): boolean {
  const hasGeneration = group.state === 'CompletingRebalance' || (group.state === 'Stable' && !group.isLeader(member.memberId))
  return hasGeneration && member.hasSameProtocols(request.protocols)
}

function joinAgain(joining: Joining, member: Member): void {
  updateMember(joining, member)
  park(joining, member)
  rebalanceOrCompleteJoin(joining.group, `member ${member.memberId} joined again${clientReason(joining)}`, joining.deps)
}

function addMember(joining: Joining, memberId: string): void {
  const { group, request, deps } = joining
  const member = newMember(joining, memberId)
  member.isNew = true
  if (group.isInitialRebalance) group.newMemberAdded = true
  group.add(member, request.protocolType)
  park(joining, member)
  scheduleSession(group, member, deps, NEW_MEMBER_JOIN_TIMEOUT_MS)
  rebalanceOrCompleteJoin(group, `member ${memberId} joined${clientReason(joining)}`, deps)
}
