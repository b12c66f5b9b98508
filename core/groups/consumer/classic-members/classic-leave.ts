// LeaveGroup to a consumer group: members of either protocol leave, static ones also by their instance id alone (KIP-345).
import { ErrorCode, KafkaError } from '../../../protocol/error-codes.ts'
import { leftMember, type LeavingMember, type LeftMember } from '../../classic/leave-group.ts'
import { memberOf } from '../check-member.ts'
import type { ConsumerGroup } from '../consumer-group.ts'
import type { ConsumerGroupDeps } from '../consumer-group-deps.ts'
import type { ConsumerMember } from '../consumer-member.ts'
import { removeMembers } from '../remove-members.ts'

/** Null when the write failed. */
export async function leaveConsumerGroup(group: ConsumerGroup, leaving: readonly LeavingMember[], deps: ConsumerGroupDeps): Promise<LeftMember[] | null> {
  const found = new Set<ConsumerMember>()
  const left = leaving.map((each) => {
    const member = find(group, each)
    if (typeof member === 'number') return leftMember(each, member)
    found.add(member)
    return leftMember(each, ErrorCode.NONE)
  })
  return (await removeMembers(group, [...found], 'they sent LeaveGroup', deps)) ? left : null
}

function find(group: ConsumerGroup, { memberId, groupInstanceId }: LeavingMember): ConsumerMember | number {
  if (memberId === '' && groupInstanceId !== null) return group.staticMember(groupInstanceId) ?? ErrorCode.UNKNOWN_MEMBER_ID
  try {
    return memberOf(group, memberId, groupInstanceId)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return error.code
  }
}
