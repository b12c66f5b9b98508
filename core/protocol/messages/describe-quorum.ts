// DescribeQuorum (key 55): voters and observers of the metadata quorum (KIP-595).
import { defineApi } from '../define-api.ts'
import { array, int16, int32, int64, string, struct, uint16, uuid } from '../schema.ts'

const replicaState = struct({
  replicaId: int32,
  replicaDirectoryId: uuid.since(2),
  logEndOffset: int64,
  lastFetchTimestamp: int64.or(-1).since(1),
  lastCaughtUpTimestamp: int64.or(-1).since(1),
})

export const DescribeQuorum = defineApi({
  key: 55,
  name: 'DescribeQuorum',
  versions: [0, 2],
  flexibleSince: 0,
  request: {
    topics: array({
      topicName: string,
      partitions: array({
        partitionIndex: int32,
      }),
    }),
  },
  response: {
    errorCode: int16,
    errorMessage: string.nullable(2).since(2),
    topics: array({
      topicName: string,
      partitions: array({
        partitionIndex: int32,
        errorCode: int16,
        errorMessage: string.nullable(2).since(2),
        leaderId: int32,
        leaderEpoch: int32,
        highWatermark: int64,
        currentVoters: array(replicaState),
        observers: array(replicaState),
      }),
    }),
    nodes: array({
      nodeId: int32.since(2),
      listeners: array({
        name: string.since(2),
        host: string.since(2),
        port: uint16.since(2),
      }).since(2),
    }).since(2),
  },
})
