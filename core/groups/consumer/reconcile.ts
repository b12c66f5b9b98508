// Brings one member a step closer to its target: it gives up first, and is given only what nobody has (KIP-848).
import type { ConsumerMember } from './consumer-member.ts'
import { isReconciledTo } from './consumer-member.ts'
import { hasPartition, type OwnedPartitions, sameOwned, type TopicPartitions } from './topic-partitions.ts'

export interface Reconciling {
  readonly member: ConsumerMember
  readonly targetEpoch: number
  /** What the client says it owns; null when it does not say, which acknowledges nothing. */
  readonly owned: TopicPartitions | null
  isSubscribed(topicId: string): boolean
  /** No member has the partition assigned or has yet to give it up. */
  isFree(topicId: string, partition: number): boolean
}

interface Difference {
  readonly kept: OwnedPartitions
  readonly toRevoke: OwnedPartitions
  readonly toAssign: OwnedPartitions
  readonly isWaitingForOthers: boolean
}

/** The member after this step; the same object when nothing changes. */
export function reconcile(step: Reconciling): ConsumerMember {
  const { member, targetEpoch } = step
  const hasStrayTopic = [...member.assigned.keys()].some((topicId) => !step.isSubscribed(topicId))
  if (isReconciledTo(member, targetEpoch)) return hasStrayTopic ? withoutStrayTopics(step) : member
  if (member.state === 'UNREVOKED_PARTITIONS' && stillOwns(step, member.pendingRevocation)) return hasStrayTopic ? withoutStrayTopics(step) : member
  return advance(step)
}

function advance(step: Reconciling): ConsumerMember {
  const { member, targetEpoch } = step
  const { kept, toRevoke, toAssign, isWaitingForOthers } = differenceOf(step)
  if (toRevoke.size > 0 && stillOwns(step, toRevoke)) {
    return moved(member, { state: 'UNREVOKED_PARTITIONS', memberEpoch: member.memberEpoch, assigned: kept, pendingRevocation: toRevoke })
  }
  const state = isWaitingForOthers ? 'UNRELEASED_PARTITIONS' : 'STABLE'
  const next = moved(member, { state, memberEpoch: targetEpoch, assigned: union(kept, toAssign), pendingRevocation: new Map() })
  return isSame(member, next) ? member : next
}

function differenceOf(step: Reconciling): Difference {
  const { member, targetEpoch } = step
  const kept = new Map<string, Map<number, number>>()
  const toRevoke = new Map<string, Map<number, number>>()
  const toAssign = new Map<string, Map<number, number>>()
  let isWaitingForOthers = false
  const isWanted = (topicId: string, partition: number): boolean => step.isSubscribed(topicId) && hasPartition(member.target, topicId, partition)
  for (const [topicId, epochs] of member.assigned) {
    for (const [partition, epoch] of epochs) put(isWanted(topicId, partition) ? kept : toRevoke, topicId, partition, epoch)
  }
  for (const [topicId, partitions] of member.target) {
    if (!step.isSubscribed(topicId)) continue
    for (const partition of partitions) {
      if (hasPartition(member.assigned, topicId, partition)) continue
      // What it has yet to give up itself is its own again.
      const isAvailable = step.isFree(topicId, partition) || hasPartition(member.pendingRevocation, topicId, partition)
      if (isAvailable) put(toAssign, topicId, partition, targetEpoch)
      else isWaitingForOthers = true
    }
  }
  return { kept, toRevoke, toAssign, isWaitingForOthers }
}

/** The subscription shrank, or a topic is gone, while there is nothing else to do: the epoch stays, only those topics go. */
function withoutStrayTopics(step: Reconciling): ConsumerMember {
  const { member } = step
  const kept = new Map([...member.assigned].filter(([topicId]) => step.isSubscribed(topicId)))
  const stray = new Map([...member.assigned].filter(([topicId]) => !step.isSubscribed(topicId)))
  const pendingRevocation = union(member.pendingRevocation, stray)
  if (!stillOwns(step, pendingRevocation)) return moved(member, { ...member, assigned: kept })
  return moved(member, { ...member, state: 'UNREVOKED_PARTITIONS', assigned: kept, pendingRevocation })
}

function stillOwns({ owned }: Reconciling, partitions: OwnedPartitions): boolean {
  if (owned === null) return true
  return [...owned].some(([topicId, numbers]) => [...numbers].some((partition) => hasPartition(partitions, topicId, partition)))
}

type Position = Pick<ConsumerMember, 'state' | 'memberEpoch' | 'assigned' | 'pendingRevocation'>

function moved(member: ConsumerMember, { state, memberEpoch, assigned, pendingRevocation }: Position): ConsumerMember {
  return { ...member, state, memberEpoch, previousMemberEpoch: member.memberEpoch, assigned, pendingRevocation }
}

function isSame(a: ConsumerMember, b: ConsumerMember): boolean {
  return a.state === b.state && a.memberEpoch === b.memberEpoch && a.pendingRevocation.size === 0 && sameOwned(a.assigned, b.assigned)
}

function union(a: OwnedPartitions, b: OwnedPartitions): OwnedPartitions {
  const all = new Map([...a].map(([topicId, epochs]) => [topicId, new Map(epochs)]))
  for (const [topicId, epochs] of b) for (const [partition, epoch] of epochs) put(all, topicId, partition, epoch)
  return all
}

function put(target: Map<string, Map<number, number>>, topicId: string, partition: number, epoch: number): void {
  const epochs = target.get(topicId)
  if (epochs) epochs.set(partition, epoch)
  else target.set(topicId, new Map([[partition, epoch]]))
}
