// ConsumerGroupDescribe (key 69): state and members of groups of the new consumer protocol (KIP-848), which DescribeGroups does not know.
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, int8, string, struct, uuid } from '../schema.ts'

const assignment = struct({
  topicPartitions: array({
    topicId: uuid,
    topicName: string,
    partitions: array(int32),
  }),
})

export const ConsumerGroupDescribe = defineApi({
  key: 69,
  name: 'ConsumerGroupDescribe',
  versions: [0, 1],
  flexibleSince: 0,
  request: {
    groupIds: array(string),
    includeAuthorizedOperations: bool,
  },
  response: {
    throttleTimeMs: int32.or(0),
    groups: array({
      errorCode: int16,
      errorMessage: string.nullable().or(null),
      groupId: string,
      groupState: string,
      groupEpoch: int32,
      assignmentEpoch: int32,
      assignorName: string,
      members: array({
        memberId: string,
        instanceId: string.nullable().or(null),
        rackId: string.nullable().or(null),
        memberEpoch: int32,
        clientId: string,
        clientHost: string,
        subscribedTopicNames: array(string),
        subscribedTopicRegex: string.nullable().or(null),
        assignment,
        targetAssignment: assignment,
        memberType: int8.or(-1).since(1),
      }),
      authorizedOperations: int32.or(-0x8000_0000),
    }),
  },
})
