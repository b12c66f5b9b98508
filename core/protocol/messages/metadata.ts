// Metadata (key 3): brokers, topics and partition leaders. No topics asked for means all in version 0; null means all since version 1.
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, string, uuid } from '../schema.ts'

export const Metadata = defineApi({
  key: 3,
  name: 'Metadata',
  versions: [0, 13],
  flexibleSince: 9,
  request: {
    topics: array({
      topicId: uuid.since(10),
      name: string.nullable(10),
    }).nullable(1),
    allowAutoTopicCreation: bool.or(true).since(4),
    includeClusterAuthorizedOperations: bool.since(8).until(10),
    includeTopicAuthorizedOperations: bool.since(8),
  },
  response: {
    throttleTimeMs: int32.or(0).since(3),
    brokers: array({
      nodeId: int32,
      host: string,
      port: int32,
      rack: string.nullable().or(null).since(1),
    }),
    clusterId: string.nullable().or(null).since(2),
    controllerId: int32.or(-1).since(1),
    topics: array({
      errorCode: int16,
      name: string.nullable(12),
      topicId: uuid.since(10),
      isInternal: bool.or(false).since(1),
      partitions: array({
        errorCode: int16,
        partitionIndex: int32,
        leaderId: int32,
        leaderEpoch: int32.or(-1).since(7),
        replicaNodes: array(int32),
        isrNodes: array(int32),
        offlineReplicas: array(int32).since(5),
      }),
      topicAuthorizedOperations: int32.or(-0x8000_0000).since(8),
    }),
    clusterAuthorizedOperations: int32.or(-0x8000_0000).since(8).until(10),
    errorCode: int16.since(13),
  },
})
