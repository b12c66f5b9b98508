// The first two of three steps when a member speaks up: its new self joins the group's state, and the group gets a new epoch and targets if
// anything calls for them. The third is reconcile.ts.
import { assignorNames } from '../group-configs.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { type ConsumerGroupState, withMember } from './consumer-group-state.ts'
import type { ConsumerGroupDeps } from './consumer-group-deps.ts'
import { type ConsumerMember, sameNames } from './consumer-member.ts'
import { reconcile } from './reconcile.ts'
import { fingerprintOf, isSubscribed, type MayDescribe, resolveRegexes } from './subscriptions.ts'
import { withTargets } from './target-assignment.ts'
import type { TopicPartitions } from './topic-partitions.ts'

export interface MemberUpdate {
  /** As the group knows it, or as a new member begins. */
  readonly before: ConsumerMember
  /** As it has just described itself; still in its old epoch. */
  readonly after: ConsumerMember
  readonly replaces: string
  readonly mayDescribe: MayDescribe
}

/** The state with the member as it is now, in a new group epoch if its subscription or the topics have changed. Throws INVALID_REGULAR_EXPRESSION. */
export function withUpdate(group: ConsumerGroup, { before, after, replaces, mayDescribe }: MemberUpdate, deps: ConsumerGroupDeps): ConsumerGroupState {
  const known = group.members.get(after.memberId)
  const state = known !== undefined && sameDescription(known, after) ? group.current : withMember(group.current, after, replaces)
  const hasOtherRegex = before.subscribedTopicRegex !== after.subscribedTopicRegex
  const isChanged = state.groupEpoch === 0 || hasOtherRegex || !sameNames(before.subscribedTopicNames, after.subscribedTopicNames)
  if (!isChanged && !group.needsRefresh) return state
  const regexes = resolveRegexes(state.members.values(), state.regexes, group.needsRefresh, deps.topics, mayDescribe)
  const topicsFingerprint = fingerprintOf({ ...state, regexes }, deps.topics)
  const isOutdated = isChanged || regexes !== state.regexes || topicsFingerprint !== state.topicsFingerprint
  return isOutdated ? { ...state, regexes, topicsFingerprint, groupEpoch: nextEpoch(state.groupEpoch) } : state
}

/** The state with targets for its epoch. */
export function withCurrentTargets(state: ConsumerGroupState, deps: ConsumerGroupDeps): ConsumerGroupState {
  if (state.groupEpoch <= state.targetEpoch) return state
  return withTargets(state, deps.topics, assignorNames(deps.configs)[0]!)
}

/** The state with the member one step closer to its target. */
export function withReconciled(group: ConsumerGroup, state: ConsumerGroupState, memberId: string, owned: TopicPartitions | null, deps: ConsumerGroupDeps): ConsumerGroupState {
  const member = state.members.get(memberId)!
  const reconciled = reconcile({
    member,
    targetEpoch: state.targetEpoch,
    owned,
    isSubscribed: (topicId) => isSubscribed(member, state.regexes, topicId, deps.topics),
    isFree: (topicId, partition) => group.owners.isFree(topicId, partition),
  })
  return reconciled === member ? state : withMember(state, reconciled)
}

/** A new group begins with epoch 2, as in Kafka since 4.3, where members that wait for their first assignment are in epoch 1. */
function nextEpoch(groupEpoch: number): number {
  return groupEpoch === 0 ? 2 : groupEpoch + 1
}

/** Everything that a member says of itself; what it owns is not part of it. */
function sameDescription(a: ConsumerMember, b: ConsumerMember): boolean {
  return (
    a.instanceId === b.instanceId &&
    a.rackId === b.rackId &&
    a.clientId === b.clientId &&
    a.clientHost === b.clientHost &&
    a.rebalanceTimeoutMs === b.rebalanceTimeoutMs &&
    a.serverAssignor === b.serverAssignor &&
    a.classic === b.classic &&
    a.subscribedTopicRegex === b.subscribedTopicRegex &&
    sameNames(a.subscribedTopicNames, b.subscribedTopicNames)
  )
}
