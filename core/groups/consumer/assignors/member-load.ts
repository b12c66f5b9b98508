// What one member carries while an assignment is being made.
import type { TopicPartitions } from '../topic-partitions.ts'
import type { AssignorMember } from './assignor.ts'

export class MemberLoad {
  readonly member: AssignorMember
  /** By topic id, in the order in which they came: what the member keeps, then what is new. */
  readonly partitions = new Map<string, number[]>()
  size = 0

  constructor(member: AssignorMember) {
    this.member = member
  }

  add(topicId: string, partition: number): void {
    const known = this.partitions.get(topicId)
    if (known) known.push(partition)
    else this.partitions.set(topicId, [partition])
    this.size += 1
  }

  /** Gives away the partition of the topic that came last: so rather a new one than one that it could keep. */
  giveAway(topicId: string): number {
    const own = this.partitions.get(topicId)!
    const partition = own.pop()!
    if (own.length === 0) this.partitions.delete(topicId)
    this.size -= 1
    return partition
  }

  get target(): TopicPartitions {
    return new Map([...this.partitions].map(([topicId, partitions]) => [topicId, new Set(partitions)]))
  }
}
