// Sets the deadlines of members; whoever misses one is removed.
import type { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerGroupDeps } from './consumer-group-deps.ts'
import type { ConsumerMember } from './consumer-member.ts'

/** Something was heard of the member: its session starts again. */
export function scheduleSession(group: ConsumerGroup, { memberId, classic }: ConsumerMember, deps: ConsumerGroupDeps): void {
  const timeoutMs = classic?.sessionTimeoutMs ?? deps.groupConfigs.getInt(group.groupId, 'consumer.session.timeout.ms')
  const cancel = deps.timers.after(timeoutMs, () => deps.memberExpired(group, memberId, 'nothing was heard of it in time'))
  group.timers.set(memberId, 'session', cancel)
}

/** A member that must give up partitions has its rebalance timeout for that, counted from its last step. */
export function followRevocation(group: ConsumerGroup, member: ConsumerMember, deps: ConsumerGroupDeps): void {
  const { memberId, memberEpoch, rebalanceTimeoutMs } = member
  // Members of the classic protocol have their own deadlines, for joining and for syncing.
  if (member.state !== 'UNREVOKED_PARTITIONS' || member.classic !== null) return group.timers.clear(memberId, 'rebalance')
  const cancel = deps.timers.after(rebalanceTimeoutMs, () => {
    if (group.members.get(memberId)?.memberEpoch !== memberEpoch) return
    deps.memberExpired(group, memberId, `it did not give up its partitions within ${rebalanceTimeoutMs} ms`)
  })
  group.timers.set(memberId, 'rebalance', cancel)
}

/** A member of the classic protocol was told to join again. */
export function expectJoin(group: ConsumerGroup, { memberId, rebalanceTimeoutMs }: ConsumerMember, deps: ConsumerGroupDeps): void {
  if (group.timers.has(memberId, 'join')) return
  const cancel = deps.timers.after(rebalanceTimeoutMs, () => deps.memberExpired(group, memberId, `no JoinGroup came within ${rebalanceTimeoutMs} ms`))
  group.timers.set(memberId, 'join', cancel)
}

/** A member of the classic protocol has joined. */
export function expectSync(group: ConsumerGroup, { memberId, rebalanceTimeoutMs }: ConsumerMember, deps: ConsumerGroupDeps): void {
  group.timers.clear(memberId, 'join')
  const cancel = deps.timers.after(rebalanceTimeoutMs, () => deps.memberExpired(group, memberId, `no SyncGroup came within ${rebalanceTimeoutMs} ms`))
  group.timers.set(memberId, 'sync', cancel)
}

/** After a start: everybody gets a fresh session. */
export function resumeMembers(group: ConsumerGroup, deps: ConsumerGroupDeps): void {
  for (const member of group.members.values()) {
    scheduleSession(group, member, deps)
    followRevocation(group, member, deps)
  }
}
