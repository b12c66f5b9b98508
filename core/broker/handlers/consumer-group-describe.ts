// ConsumerGroupDescribe (key 69), versions 0-1.
//
// State, epochs and members of KIP-848 groups, each member with what it owns and what it should own; what is not durable is not told.
// GROUP_ID_NOT_FOUND for a classic group too: clients then ask DescribeGroups. A group that reads topics which the client may not
// describe is TOPIC_AUTHORIZATION_FAILED. v1: whether a member speaks the classic or the consumer protocol (KIP-1099).
import type { DescribedConsumerGroup } from '../../groups/consumer/consumer-group-describe.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { ConsumerGroupDescribe } from '../../protocol/messages/consumer-group-describe.ts'
import { authorizedOperations, isAuthorized } from '../authorize.ts'
import { handler, type RequestContext } from '../handler.ts'

export const consumerGroupDescribe = handler(ConsumerGroupDescribe, async ({ groupIds, includeAuthorizedOperations }, context) => ({
  groups: await Promise.all(groupIds.map((groupId) => describe(groupId, includeAuthorizedOperations, context))),
}))

async function describe(groupId: string, tellsOperations: boolean, context: RequestContext): Promise<DescribedConsumerGroup> {
  if (!isAuthorized(context, 'DESCRIBE', 'GROUP', groupId)) return denied(groupId, ErrorCode.GROUP_AUTHORIZATION_FAILED, null)
  if (groupId === '') return denied(groupId, ErrorCode.INVALID_GROUP_ID, null)
  const group = await context.broker.groups.describeConsumerGroup(groupId)
  if (!topicsOf(group).every((topic) => isAuthorized(context, 'DESCRIBE', 'TOPIC', topic))) {
    return denied(groupId, ErrorCode.TOPIC_AUTHORIZATION_FAILED, `Group "${groupId}" reads topics that the client may not describe.`)
  }
  const isTold = tellsOperations && group.errorCode === ErrorCode.NONE
  return isTold ? { ...group, authorizedOperations: authorizedOperations(context, 'GROUP', groupId) } : group
}

function topicsOf({ members }: DescribedConsumerGroup): string[] {
  return members.flatMap(({ subscribedTopicNames, assignment, targetAssignment }) => [
    ...subscribedTopicNames,
    ...[...assignment.topicPartitions, ...targetAssignment.topicPartitions].map(({ topicName }) => topicName),
  ])
}

function denied(groupId: string, errorCode: number, errorMessage: string | null): DescribedConsumerGroup {
  return { errorCode, errorMessage, groupId, groupState: '', groupEpoch: 0, assignmentEpoch: 0, assignorName: '', members: [] }
}
