// The member of a consumer group that a request of the classic protocol speaks for.
import { kafkaError } from '../../../protocol/error-codes.ts'
import { memberOf } from '../check-member.ts'
import type { ConsumerGroup } from '../consumer-group.ts'
import type { ConsumerMember } from '../consumer-member.ts'
import { eachPartition, hasPartition } from '../topic-partitions.ts'

export interface ClassicSpeaker {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly generationId: number
}

/** Throws UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID or ILLEGAL_GENERATION. */
export function classicMemberOf(group: ConsumerGroup, { memberId, groupInstanceId, generationId }: ClassicSpeaker): ConsumerMember {
  const member = memberOf(group, memberId, groupInstanceId)
  if (member.classic === null) throw kafkaError('UNKNOWN_MEMBER_ID', `Member "${memberId}" does not use the classic protocol.`)
  if (member.memberEpoch !== generationId) {
    throw kafkaError('ILLEGAL_GENERATION', `Generation ${generationId} is not ${member.memberEpoch}, where member "${memberId}" is.`)
  }
  return member
}

/** Some partition of its target is still with another member. */
export function isWaitingForOthers(group: ConsumerGroup, member: ConsumerMember): boolean {
  if (member.state !== 'UNRELEASED_PARTITIONS') return false
  for (const [topicId, partition] of eachPartition(member.target)) {
    if (!hasPartition(member.assigned, topicId, partition) && !group.owners.isFree(topicId, partition)) return true
  }
  return false
}
