// Makes the target assignment of a group epoch: who should own what, once everybody has got there.
import type { TopicLookup } from '../topic-lookup.ts'
import type { ConsumerGroupState } from './consumer-group-state.ts'
import type { ConsumerMember } from './consumer-member.ts'
import { ASSIGNORS } from './assignors/assignors.ts'
import { subscribedTopicIds } from './subscriptions.ts'
import { NO_PARTITIONS, samePartitions } from './topic-partitions.ts'

/** The assignor that most members ask for; without a wish, the first that the broker is set to. */
export function preferredAssignor(members: Iterable<ConsumerMember>, defaultAssignor: string): string {
  const votes = new Map<string, number>()
  for (const { serverAssignor } of members) if (serverAssignor !== null) votes.set(serverAssignor, (votes.get(serverAssignor) ?? 0) + 1)
  const [winner] = [...votes].sort(([, a], [, b]) => b - a)
  return winner?.[0] ?? defaultAssignor
}

/** The state with targets for its group epoch. Members whose target stays the same stay the same objects. */
export function withTargets(state: ConsumerGroupState, topics: TopicLookup, defaultAssignor: string): ConsumerGroupState {
  const members = [...state.members.values()]
  const assign = ASSIGNORS[preferredAssignor(members, defaultAssignor)]!
  const targets = assign({
    members: members.map((member) => ({
      memberId: member.memberId,
      instanceId: member.instanceId,
      topicIds: subscribedTopicIds(member, state.regexes, topics),
      current: member.target,
    })),
    partitionCountOf: (topicId) => topics.partitionCountOf(topics.topicNameOf(topicId)!)!,
  })
  const aimed = members.map((member): [string, ConsumerMember] => {
    const target = targets.get(member.memberId) ?? NO_PARTITIONS
    return [member.memberId, samePartitions(member.target, target) ? member : { ...member, target }]
  })
  return { ...state, targetEpoch: state.groupEpoch, members: new Map(aimed) }
}
