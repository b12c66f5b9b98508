// LeaveGroup: members leave at once; since version 3 several in one request, and static ones by their instance id alone (KIP-345).
import type { RequestOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { LeaveGroup } from '../../protocol/messages/leave-group.ts'
import type { ClassicGroup } from './classic-group.ts'
import type { ClassicGroupDeps } from './classic-group-deps.ts'
import { completeJoinIfAllJoined, rebalanceOrCompleteJoin, removeMember } from './rebalance.ts'

export type LeavingMember = RequestOf<typeof LeaveGroup>['members'][number]

export interface LeftMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly errorCode: number
}

export function leftMember({ memberId, groupInstanceId }: LeavingMember, errorCode: number): LeftMember {
  return { memberId, groupInstanceId, errorCode }
}

export function leaveGroup(group: ClassicGroup, leaving: readonly LeavingMember[], deps: ClassicGroupDeps): LeftMember[] {
  const left = leaving.map((member) => leftMember(member, remove(group, member)))
  const gone = left.filter(({ errorCode }) => errorCode === ErrorCode.NONE)
  if (gone.length === 0) return left
  const reason = `left: ${gone.map(({ memberId, groupInstanceId }) => memberId || groupInstanceId).join(', ')}`
  if (group.state === 'PreparingRebalance') completeJoinIfAllJoined(group, deps)
  else if (group.state !== 'Empty') rebalanceOrCompleteJoin(group, reason, deps)
  return left
}

function remove(group: ClassicGroup, { memberId, groupInstanceId }: LeavingMember): number {
  if (memberId !== '' && group.forgetPendingJoin(memberId)) return ErrorCode.NONE
  const member = memberId === '' ? memberOfInstance(group, groupInstanceId) : group.memberFor(memberId, groupInstanceId)
  if (typeof member === 'number') return member
  removeMember(group, member)
  return ErrorCode.NONE
}

/** An administrator removes a static member without knowing its member id. */
function memberOfInstance(group: ClassicGroup, groupInstanceId: string | null) {
  return (groupInstanceId === null ? undefined : group.staticMember(groupInstanceId)) ?? ErrorCode.UNKNOWN_MEMBER_ID
}
