// What one member carries while an assignment is being made.
import type { TopicPartitions } from '../topic-partitions.ts'
import type { AssignorMember } from './assignor.ts'

export class MemberLoad {
  readonly member: AssignorMember
  readonly partitions = new Map<string, Set<number>>()
  size = 0

  constructor(member: AssignorMember) {
    this.member = member
  }

  add(topicId: string, partition: number): void {
    const known = this.partitions.get(topicId)
    if (known) known.add(partition)
    else this.partitions.set(topicId, new Set([partition]))
    this.size += 1
  }

  /** Gives away a partition of the topic: rather one that the member had not before, else the last. */
  giveAway(topicId: string): number {
    const own = this.partitions.get(topicId)!
    const before = this.member.current.get(topicId)
    let chosen = -1
    for (const partition of own) {
      const isNew = before?.has(partition) !== true
      const isChosenNew = chosen >= 0 && before?.has(chosen) !== true
      if (chosen < 0 || (isNew && !isChosenNew) || (isNew === isChosenNew && partition > chosen)) chosen = partition
    }
    own.delete(chosen)
    if (own.size === 0) this.partitions.delete(topicId)
    this.size -= 1
    return chosen
  }

  get target(): TopicPartitions {
    return this.partitions
  }
}
