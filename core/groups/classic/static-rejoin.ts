// A static member is back under its instance id after a restart (KIP-345): it takes over its old place, without a rebalance if it can.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { type Joining, newMember, park } from './joining.ts'
import type { JoinGroupResponse, Member } from './member.ts'
import { prepareRebalance, rebalanceOrCompleteJoin } from './rebalance.ts'
import { joined } from './responses.ts'
import { scheduleSession } from './session.ts'

/** From this version on a leader can be told that it leads but has nothing to assign (KIP-814). */
const SKIP_ASSIGNMENT_SINCE = 9

export function rejoinStaticMember(joining: Joining, old: Member, memberId: string): void {
  const { group, deps } = joining
  const oldLeaderId = group.leaderId ?? ''
  const member = newMember(joining, memberId, old)
  member.assignment = old.assignment
  group.replaceStaticMember(old, member)
  park(joining, member)
  const reason = `static member ${old.memberId} came back as ${memberId}`
  if (group.state === 'Stable' && group.selectProtocol() === group.protocolName) void takePlace(joining, member, oldLeaderId)
  // The leader may have assigned to the old id already.
  else if (group.state === 'CompletingRebalance') prepareRebalance(group, reason, deps)
  else rebalanceOrCompleteJoin(group, reason, deps)
}

/** Nothing but the id changes: the generation goes on once that is durable. If a rebalance begins meanwhile, the member is in it already. */
async function takePlace(joining: Joining, member: Member, oldLeaderId: string): Promise<void> {
  const { group, deps } = joining
  const isDurable = await deps.store(group)
  if (!isDurable || group.state !== 'Stable' || group.members.get(member.memberId) !== member) return
  member.join.answer(answer(joining, member, oldLeaderId))
  scheduleSession(group, member, deps)
}

function answer({ group, context }: Joining, member: Member, oldLeaderId: string): JoinGroupResponse {
  const response = joined(group, member)
  if (context.apiVersion >= SKIP_ASSIGNMENT_SINCE) return { ...response, skipAssignment: group.isLeader(member.memberId) }
  // A client that does not know SkipAssignment must not take itself for the leader and assign anew.
  return { ...response, errorCode: ErrorCode.NONE, leader: oldLeaderId, members: [] }
}
