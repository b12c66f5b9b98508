// ListOffsets (key 2): the offset that belongs to a timestamp, or to a special one such as "earliest".
import { defineApi } from '../define-api.ts'
import { array, clampedInt64, int16, int32, int64, int8, string } from '../schema.ts'

export const ListOffsets = defineApi({
  key: 2,
  name: 'ListOffsets',
  versions: [1, 11],
  flexibleSince: 6,
  request: {
    replicaId: int32,
    isolationLevel: int8.since(2),
    topics: array({
      name: string,
      partitions: array({
        partitionIndex: int32,
        currentLeaderEpoch: int32.or(-1).since(4),
        timestamp: clampedInt64,
      }),
    }),
    timeoutMs: int32.since(10),
  },
  response: {
    throttleTimeMs: int32.or(0).since(2),
    topics: array({
      name: string,
      partitions: array({
        partitionIndex: int32,
        errorCode: int16,
        timestamp: int64.or(-1),
        offset: int64.or(-1),
        leaderEpoch: int32.or(-1).since(4),
      }),
    }),
  },
})
