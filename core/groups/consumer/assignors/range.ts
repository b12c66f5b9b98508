// The assignor `range`: of every topic, each subscriber gets one run of partitions. Topics with the same number of partitions and the same
// subscribers are co-partitioned: partition n of all of them goes to the same member.
import type { TopicPartitions } from '../topic-partitions.ts'
import { type AssignorInput, type AssignorMember, compareText, subscribersByTopic } from './assignor.ts'

export function assignRanges({ members, partitionCountOf }: AssignorInput): Map<string, TopicPartitions> {
  const targets = new Map(members.map(({ memberId }) => [memberId, new Map<string, Set<number>>()]))
  for (const [topicId, subscribers] of subscribersByTopic(members.toSorted(compareMembers))) {
    const count = partitionCountOf(topicId)
    const share = Math.floor(count / subscribers.length)
    const withOneMore = count % subscribers.length
    let next = 0
    for (const [i, { memberId }] of subscribers.entries()) {
      const size = share + (i < withOneMore ? 1 : 0)
      if (size > 0) targets.get(memberId)!.set(topicId, new Set(Array.from({ length: size }, (_, k) => next + k)))
      next += size
    }
  }
  return targets
}

/** Static members first, by an id that outlives their restarts: so their ranges do too. */
function compareMembers(a: AssignorMember, b: AssignorMember): number {
  if (a.instanceId !== null && b.instanceId !== null) return compareText(a.instanceId, b.instanceId)
  if (a.instanceId !== null || b.instanceId !== null) return a.instanceId !== null ? -1 : 1
  return compareText(a.memberId, b.memberId)
}
