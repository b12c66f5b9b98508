// What happens to members, and to ids that were given out, of which nothing is heard in time.
import type { ClassicGroup } from './classic-group.ts'
import type { ClassicGroupDeps } from './classic-group-deps.ts'
import type { Member } from './member.ts'
import { completeJoin, rebalanceOrCompleteJoin, removeMember } from './rebalance.ts'

export function expireSession(group: ClassicGroup, member: Member, deps: ClassicGroupDeps): void {
  if (member.isAlive) return // The session starts again with the answer that it waits for.
  const reason = `nothing was heard of member ${member.memberId} in time`
  removeMember(group, member)
  if (group.state !== 'PreparingRebalance') rebalanceOrCompleteJoin(group, reason, deps)
  else if (group.haveAllJoined) completeJoin(group, deps)
}

/** MEMBER_ID_REQUIRED gave out an id: it counts as not yet joined until it comes back, leaves or expires. */
export function addPendingJoin(group: ClassicGroup, memberId: string, sessionTimeoutMs: number, deps: ClassicGroupDeps): void {
  const expire = (): void => {
    group.forgetPendingJoin(memberId)
    if (group.state === 'PreparingRebalance' && group.haveAllJoined) completeJoin(group, deps)
    deps.vacated(group)
  }
  group.pendingJoins.set(memberId, deps.timers.after(sessionTimeoutMs, expire))
}
