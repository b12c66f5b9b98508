// Members leave a consumer group for good, or for a while: by their own word, an administrator's, or because a deadline has passed.
import type { ConsumerGroup } from './consumer-group.ts'
import { withMember, withoutMembers } from './consumer-group-state.ts'
import type { ConsumerGroupDeps } from './consumer-group-deps.ts'
import { type ConsumerMember, STATIC_LEAVE_EPOCH } from './consumer-member.ts'
import { isDowngradedWithout, downgrade } from './conversion/downgrade.ts'
import { fingerprintOf, resolveRegexes } from './subscriptions.ts'
import { NOTHING_OWNED } from './topic-partitions.ts'

/** What they had is free; the others hear of it with their next heartbeats. True once durable. */
export function removeMembers(group: ConsumerGroup, members: readonly ConsumerMember[], reason: string, deps: ConsumerGroupDeps): Promise<boolean> {
  if (members.length === 0) return group.stored
  const memberIds = new Set(members.map(({ memberId }) => memberId))
  deps.logger.info(`Group "${group.groupId}" loses ${[...memberIds].join(', ')}: ${reason}`)
  const rest = withoutMembers(group.current, memberIds)
  if (isDowngradedWithout(group, rest, deps)) return downgrade(group, rest, true, deps)
  const regexes = resolveRegexes(rest.members.values(), rest.regexes, false, deps.topics, () => true)
  const topicsFingerprint = fingerprintOf({ ...rest, regexes }, deps.topics)
  return deps.update(group, { ...rest, regexes, topicsFingerprint, groupEpoch: rest.groupEpoch + 1 })
}

/** A static member will be back: its partitions are kept for it until its session ends. */
export function leaveForAWhile(group: ConsumerGroup, member: ConsumerMember, deps: ConsumerGroupDeps): Promise<boolean> {
  group.timers.clear(member.memberId, 'rebalance')
  return deps.update(group, withMember(group.current, { ...member, memberEpoch: STATIC_LEAVE_EPOCH, pendingRevocation: NOTHING_OWNED }))
}
