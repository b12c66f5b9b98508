// One consumer group (KIP-848): its current state, and what can be looked up in it. It changes by taking over a next state, and only so.
import type { ConsumerMember } from './consumer-member.ts'
import { type ConsumerGroupPhase, type ConsumerGroupState, NEW_GROUP, phaseOf } from './consumer-group-state.ts'
import { MemberTimers } from './member-timers.ts'
import { PartitionOwners } from './partition-owners.ts'

export interface MemberChanges {
  /** As they were. */
  readonly removed: readonly ConsumerMember[]
  /** As they are. */
  readonly added: readonly ConsumerMember[]
}

export class ConsumerGroup {
  readonly type = 'consumer'
  /** What JoinGroup would call it. */
  readonly protocolType = 'consumer'
  readonly groupId: string
  readonly timers = new MemberTimers()
  readonly owners = new PartitionOwners()
  /** Topics may have changed since the group's subscriptions were last resolved; so they are after a start. */
  needsRefresh = true
  /** The latest write of this group; false when it failed. */
  stored: Promise<boolean> = Promise.resolve(true)
  readonly #memberIdByInstance = new Map<string, string>()
  #state = NEW_GROUP

  constructor(groupId: string, state: ConsumerGroupState = NEW_GROUP) {
    this.groupId = groupId
    this.become(state)
  }

  get state(): ConsumerGroupPhase {
    return phaseOf(this.#state)
  }

  get current(): ConsumerGroupState {
    return this.#state
  }

  get members(): ReadonlyMap<string, ConsumerMember> {
    return this.#state.members
  }

  get hasRegex(): boolean {
    return this.#state.regexes.size > 0
  }

  staticMember(instanceId: string): ConsumerMember | undefined {
    const memberId = this.#memberIdByInstance.get(instanceId)
    return memberId === undefined ? undefined : this.members.get(memberId)
  }

  /** Topic names of all subscriptions, patterns included. */
  isSubscribedTo(topic: string): boolean {
    for (const topics of this.#state.regexes.values()) if (topics.has(topic)) return true
    for (const { subscribedTopicNames } of this.members.values()) if (subscribedTopicNames.has(topic)) return true
    return false
  }

  become(next: ConsumerGroupState): void {
    const { removed, added } = changesBetween(this.#state, next)
    this.owners.update(removed, added)
    for (const { memberId, instanceId } of removed) {
      if (!next.members.has(memberId)) this.timers.forget(memberId)
      if (instanceId !== null) this.#memberIdByInstance.delete(instanceId)
    }
    for (const { memberId, instanceId } of added) if (instanceId !== null) this.#memberIdByInstance.set(instanceId, memberId)
    this.#state = next
  }

  /** The end of this object: no timer of it fires any more. */
  die(): void {
    this.timers.forgetAll()
  }
}

/** A member is a value: another object is another state of it. */
export function changesBetween(before: ConsumerGroupState, after: ConsumerGroupState): MemberChanges {
  if (before.members === after.members) return { removed: [], added: [] }
  const removed = [...before.members.values()].filter((member) => after.members.get(member.memberId) !== member)
  const added = [...after.members.values()].filter((member) => before.members.get(member.memberId) !== member)
  return { removed, added }
}
