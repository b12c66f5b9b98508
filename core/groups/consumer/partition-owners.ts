// Who has which partition assigned or has yet to give it up. A partition without an owner is free, and two owners are a bug.
import { assert } from '../../base/assert.ts'
import type { ConsumerMember } from './consumer-member.ts'
import { eachPartition } from './topic-partitions.ts'

export class PartitionOwners {
  readonly #byTopic = new Map<string, Map<number, string>>()

  isFree(topicId: string, partition: number): boolean {
    return this.#byTopic.get(topicId)?.has(partition) !== true
  }

  ownerOf(topicId: string, partition: number): string | undefined {
    return this.#byTopic.get(topicId)?.get(partition)
  }

  /** Everything of `removed` is given up before anything of `added` is taken. */
  update(removed: readonly ConsumerMember[], added: readonly ConsumerMember[]): void {
    for (const member of removed) this.#release(member)
    for (const member of added) this.#take(member)
  }

  #release(member: ConsumerMember): void {
    for (const owned of [member.assigned, member.pendingRevocation]) {
      for (const [topicId, partition] of eachPartition(owned)) {
        const owners = this.#byTopic.get(topicId)
        owners?.delete(partition)
        if (owners?.size === 0) this.#byTopic.delete(topicId)
      }
    }
  }

  #take(member: ConsumerMember): void {
    for (const owned of [member.assigned, member.pendingRevocation]) {
      for (const [topicId, partition] of eachPartition(owned)) {
        const owners = this.#byTopic.get(topicId) ?? new Map<number, string>()
        const owner = owners.get(partition)
        assert(owner === undefined, `partition ${partition} of topic ${topicId} belongs to ${owner} and to ${member.memberId}`)
        owners.set(partition, member.memberId)
        this.#byTopic.set(topicId, owners)
      }
    }
  }
}
