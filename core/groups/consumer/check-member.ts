// Which member a request speaks for, and whether it may go on in its epoch.
import { kafkaError } from '../../protocol/error-codes.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { type ConsumerMember, newConsumerMember, STATIC_LEAVE_EPOCH } from './consumer-member.ts'
import { isSubset, type TopicPartitions } from './topic-partitions.ts'

/** The member of an id, and of an instance id if one is named. Throws UNKNOWN_MEMBER_ID or FENCED_INSTANCE_ID. */
export function memberOf(group: ConsumerGroup, memberId: string, instanceId: string | null): ConsumerMember {
  if (instanceId === null) return group.members.get(memberId) ?? unknown(group, `Member "${memberId}"`)
  const member = group.staticMember(instanceId) ?? unknown(group, `Instance "${instanceId}"`)
  if (member.memberId === memberId) return member
  throw kafkaError('FENCED_INSTANCE_ID', `Instance "${instanceId}" of group "${group.groupId}" is member "${member.memberId}" now, not "${memberId}".`)
}

/** What a member that joins begins with. */
export interface Beginning {
  readonly member: ConsumerMember
  /** The member id whose place it takes; its own where it takes nobody's. */
  readonly replaces: string
}

/** A static member takes over the place of its instance: what that owns, and should own. Throws UNRELEASED_INSTANCE_ID. */
export function joiningMember(group: ConsumerGroup, memberId: string, instanceId: string | null, usesClassicProtocol: boolean): Beginning {
  const existing = instanceId === null ? group.members.get(memberId) : group.staticMember(instanceId)
  if (existing === undefined) return { member: newConsumerMember(memberId), replaces: memberId }
  if (instanceId === null) return { member: existing, replaces: memberId }
  if (!usesClassicProtocol && existing.classic === null && existing.memberEpoch !== STATIC_LEAVE_EPOCH) {
    throw kafkaError('UNRELEASED_INSTANCE_ID', `Instance "${instanceId}" of group "${group.groupId}" is still member "${existing.memberId}".`)
  }
  return { member: { ...existing, memberId, memberEpoch: 0, previousMemberEpoch: 0 }, replaces: existing.memberId }
}

/** Throws FENCED_MEMBER_EPOCH, except where only the response with the member's epoch may have been lost. */
export function checkEpoch(member: ConsumerMember, receivedEpoch: number, owned: TopicPartitions | null): void {
  if (receivedEpoch === member.memberEpoch) return
  const mayHaveLostResponse = receivedEpoch < member.memberEpoch && receivedEpoch === member.previousMemberEpoch
  if (mayHaveLostResponse && owned !== null && isSubset(owned, member.assigned)) return
  const side = receivedEpoch > member.memberEpoch ? 'above' : 'below'
  throw kafkaError(
    'FENCED_MEMBER_EPOCH',
    `Member epoch ${receivedEpoch} is ${side} ${member.memberEpoch}, where the group knows member "${member.memberId}" to be; it must give up its partitions and join again.`,
  )
}

function unknown(group: ConsumerGroup, subject: string): never {
  throw kafkaError('UNKNOWN_MEMBER_ID', `${subject} is not in group "${group.groupId}".`)
}
