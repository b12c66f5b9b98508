// The rebalance: PreparingRebalance gathers the members, CompletingRebalance waits for their SyncGroups.
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { ClassicGroup } from './classic-group.ts'
import type { ClassicGroupDeps } from './classic-group-deps.ts'
import { mayGo } from './group-states.ts'
import { type Member, NO_ASSIGNMENT } from './member.ts'
import { joined, joinError, syncError } from './responses.ts'
import { scheduleSession } from './session.ts'

export function rebalanceOrCompleteJoin(group: ClassicGroup, reason: string, deps: ClassicGroupDeps): void {
  if (mayGo(group.state, 'PreparingRebalance')) prepareRebalance(group, reason, deps)
  else completeJoinIfAllJoined(group, deps)
}

export function prepareRebalance(group: ClassicGroup, reason: string, deps: ClassicGroupDeps): void {
  if (group.state === 'CompletingRebalance') refuseSyncs(group, deps)
  group.setSyncTimer(null)
  group.newMemberAdded = false
  group.goTo('PreparingRebalance', deps.clock.now())
  deps.logger.info(`Group "${group.groupId}" rebalances from generation ${group.generationId}: ${reason}`)
  if (group.isInitialRebalance) gatherFirstMembers(group, deps)
  else if (group.haveAllJoined) completeJoin(group, deps)
  else scheduleJoinDeadline(group, deps)
}

/** An initial rebalance ends by its timer only: more members are likely to be on their way. */
export function completeJoinIfAllJoined(group: ClassicGroup, deps: ClassicGroupDeps): void {
  if (group.state === 'PreparingRebalance' && !group.isInitialRebalance && group.haveAllJoined) completeJoin(group, deps)
}

/** Ends the join phase with whoever is there; dynamic members that are not have left, static ones keep their place until their session ends. */
export function completeJoin(group: ClassicGroup, deps: ClassicGroupDeps): void {
  group.setJoinTimer(null)
  for (const member of [...group.members.values()]) {
    if (!member.join.isWaiting && !member.isStatic) removeMember(group, member)
  }
  if (!group.electJoinedLeader() && group.members.size > 0) return scheduleJoinDeadline(group, deps)
  group.startNextGeneration(deps.clock.now())
  if (group.state === 'Empty') void deps.store(group)
  else startSyncPhase(group, deps)
}

/** Whatever the member waits for is answered UNKNOWN_MEMBER_ID, so that a client that is alive after all joins again. */
export function removeMember(group: ClassicGroup, member: Member): void {
  member.join.answer(joinError(ErrorCode.UNKNOWN_MEMBER_ID))
  member.sync.answer(syncError(ErrorCode.UNKNOWN_MEMBER_ID))
  group.remove(member)
}

function gatherFirstMembers(group: ClassicGroup, deps: ClassicGroupDeps): void {
  const delayMs = deps.configs.getInt('group.initial.rebalance.delay.ms')
  const wait = (forMs: number, remainingMs: number): void => {
    group.setJoinTimer(
      deps.timers.after(forMs, () => {
        if (!group.newMemberAdded || remainingMs === 0) return completeJoin(group, deps)
        group.newMemberAdded = false
        wait(Math.min(delayMs, remainingMs), Math.max(remainingMs - forMs, 0))
      }),
    )
  }
  wait(delayMs, Math.max(group.rebalanceTimeoutMs - delayMs, 0))
}

function scheduleJoinDeadline(group: ClassicGroup, deps: ClassicGroupDeps): void {
  group.setJoinTimer(deps.timers.after(Math.max(group.rebalanceTimeoutMs, 1), () => completeJoin(group, deps)))
}

function startSyncPhase(group: ClassicGroup, deps: ClassicGroupDeps): void {
  for (const member of group.members.values()) {
    member.isNew = false
    member.join.answer(joined(group, member))
    group.pendingSyncs.add(member.memberId)
    scheduleSession(group, member, deps)
  }
  group.setSyncTimer(deps.timers.after(group.rebalanceTimeoutMs, () => removeUnsynced(group, deps)))
}

function removeUnsynced(group: ClassicGroup, deps: ClassicGroupDeps): void {
  const late = [...group.pendingSyncs]
  for (const memberId of late) removeMember(group, group.members.get(memberId)!)
  prepareRebalance(group, `no SyncGroup came in time from ${late.join(', ')}`, deps)
}

function refuseSyncs(group: ClassicGroup, deps: ClassicGroupDeps): void {
  for (const member of group.members.values()) {
    member.assignment = NO_ASSIGNMENT
    if (member.sync.answer(syncError(ErrorCode.REBALANCE_IN_PROGRESS))) scheduleSession(group, member, deps)
  }
}
