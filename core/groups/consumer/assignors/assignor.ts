// What a server-side assignor is given, and what it gives back.
import type { TopicPartitions } from '../topic-partitions.ts'

export interface AssignorMember {
  readonly memberId: string
  readonly instanceId: string | null
  /** Of topics that exist. */
  readonly topicIds: ReadonlySet<string>
  /** Its target so far. */
  readonly current: TopicPartitions
}

export interface AssignorInput {
  readonly members: readonly AssignorMember[]
  readonly partitionCountOf: (topicId: string) => number
}

/** The new target of every member, by member id. Every partition of a topic that has a subscriber goes to exactly one. */
export type Assignor = (input: AssignorInput) => Map<string, TopicPartitions>

export function subscribersByTopic(members: readonly AssignorMember[]): Map<string, AssignorMember[]> {
  const subscribers = new Map<string, AssignorMember[]>()
  for (const member of members) {
    for (const topicId of member.topicIds) {
      const known = subscribers.get(topicId)
      if (known) known.push(member)
      else subscribers.set(topicId, [member])
    }
  }
  return subscribers
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
