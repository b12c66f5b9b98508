// ConsumerGroupHeartbeat (key 68): a member of a consumer group says what it wants and owns, and learns what it gets (KIP-848).
import { defineApi } from '../define-api.ts'
import { array, int16, int32, string, struct, uuid } from '../schema.ts'

const topicPartitions = struct({
  topicId: uuid,
  partitions: array(int32),
})

export const ConsumerGroupHeartbeat = defineApi({
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  versions: [0, 1],
  flexibleSince: 0,
  request: {
    groupId: string,
    memberId: string,
    memberEpoch: int32,
    instanceId: string.nullable().or(null),
    rackId: string.nullable().or(null),
    rebalanceTimeoutMs: int32.or(-1),
    subscribedTopicNames: array(string).nullable().or(null),
    subscribedTopicRegex: string.nullable(1).or(null).since(1),
    serverAssignor: string.nullable().or(null),
    topicPartitions: array({
      topicId: uuid,
      partitions: array(int32),
    }).nullable().or(null),
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16,
    errorMessage: string.nullable().or(null),
    memberId: string.nullable().or(null),
    memberEpoch: int32,
    heartbeatIntervalMs: int32,
    assignment: struct({
      topicPartitions: array(topicPartitions),
    }).nullable().or(null),
  },
})
