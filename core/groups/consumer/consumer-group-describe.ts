// ConsumerGroupDescribe: state, epochs and members of consumer groups, each with what it owns and what it should own.
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { ConsumerGroupDescribe } from '../../protocol/messages/consumer-group-describe.ts'
import type { TopicLookup } from '../topic-lookup.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerMember } from './consumer-member.ts'
import { preferredAssignor } from './target-assignment.ts'
import { listOf, partitionsOf, type TopicPartitions } from './topic-partitions.ts'

export type DescribedConsumerGroup = ResponseOf<typeof ConsumerGroupDescribe>['groups'][number]
type DescribedMember = DescribedConsumerGroup['members'][number]

/** Which protocol the member speaks. */
const MEMBER_TYPE = { classic: 0, consumer: 1 }

export function describeConsumerGroup(group: ConsumerGroup, defaultAssignor: string, topics: TopicLookup): DescribedConsumerGroup {
  const { groupEpoch, targetEpoch } = group.current
  return {
    errorCode: ErrorCode.NONE,
    groupId: group.groupId,
    groupState: group.state,
    groupEpoch,
    assignmentEpoch: targetEpoch,
    assignorName: preferredAssignor(group.members.values(), defaultAssignor),
    members: [...group.members.values()].map((member) => describeMember(member, topics)),
  }
}

export function notConsumerGroup(groupId: string, errorMessage: string): DescribedConsumerGroup {
  return { errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage, groupId, groupState: '', groupEpoch: 0, assignmentEpoch: 0, assignorName: '', members: [] }
}

function describeMember(member: ConsumerMember, topics: TopicLookup): DescribedMember {
  const { memberId, instanceId, rackId, memberEpoch, clientId, clientHost } = member
  return {
    memberId,
    instanceId,
    rackId,
    memberEpoch,
    clientId,
    clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames].sort(),
    subscribedTopicRegex: member.subscribedTopicRegex,
    // What it has yet to give up is still its own.
    assignment: { topicPartitions: named(partitionsOf([...listOf(member.assigned), ...listOf(member.pendingRevocation)]), topics) },
    targetAssignment: { topicPartitions: named(member.target, topics) },
    memberType: member.classic === null ? MEMBER_TYPE.consumer : MEMBER_TYPE.classic,
  }
}

/** Topics that are gone have no name any more. */
function named(partitions: TopicPartitions, topics: TopicLookup): DescribedMember['assignment']['topicPartitions'] {
  return listOf(partitions).flatMap(({ topicId, partitions: numbers }) => {
    const topicName = topics.topicNameOf(topicId)
    return topicName === undefined ? [] : [{ topicId, topicName, partitions: numbers }]
  })
}
