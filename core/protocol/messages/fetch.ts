// Fetch (key 1): record batches to read, of one fetch session or of none.
import { defineApi } from '../define-api.ts'
import { array, clampedInt64, int16, int32, int64, int8, records, string, struct, uuid } from '../schema.ts'

export const Fetch = defineApi({
  key: 1,
  name: 'Fetch',
  versions: [4, 18],
  flexibleSince: 12,
  request: {
    clusterId: string.nullable().or(null).tagged(0, 12),
    replicaId: int32.or(-1).until(14),
    replicaState: struct({
      replicaId: int32.or(-1),
      replicaEpoch: int64.or(-1),
    }).tagged(1, 15),
    maxWaitMs: int32,
    minBytes: int32,
    maxBytes: int32.or(0x7fff_ffff),
    isolationLevel: int8.or(0),
    sessionId: int32.or(0).since(7),
    sessionEpoch: int32.or(-1).since(7),
    topics: array({
      topic: string.until(12),
      topicId: uuid.since(13),
      partitions: array({
        partition: int32,
        currentLeaderEpoch: int32.or(-1).since(9),
        fetchOffset: clampedInt64,
        lastFetchedEpoch: int32.or(-1).since(12),
        logStartOffset: clampedInt64.or(-1).since(5),
        partitionMaxBytes: int32,
        replicaDirectoryId: uuid.tagged(0, 17),
        // Kafka's default is 2^63-1, which decodes to this.
        highWatermark: clampedInt64.or(Number.MAX_SAFE_INTEGER).tagged(1, 18),
      }),
    }),
    forgottenTopicsData: array({
      topic: string.until(12),
      topicId: uuid.since(13),
      partitions: array(int32),
    }).since(7),
    rackId: string.or('').since(11),
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16.since(7),
    sessionId: int32.or(0).since(7),
    responses: array({
      topic: string.until(12),
      topicId: uuid.since(13),
      partitions: array({
        partitionIndex: int32,
        errorCode: int16,
        highWatermark: int64,
        lastStableOffset: int64.or(-1),
        logStartOffset: int64.or(-1).since(5),
        divergingEpoch: struct({
          epoch: int32.or(-1),
          endOffset: int64.or(-1),
        }).tagged(0, 12),
        currentLeader: struct({
          leaderId: int32.or(-1),
          leaderEpoch: int32.or(-1),
        }).tagged(1, 12),
        snapshotId: struct({
          endOffset: int64.or(-1),
          epoch: int32.or(-1),
        }).tagged(2, 12),
        abortedTransactions: array({
          producerId: int64,
          firstOffset: int64,
        }).nullable(),
        preferredReadReplica: int32.or(-1).since(11),
        records: records.nullable(),
      }),
    }),
    nodeEndpoints: array({
      nodeId: int32,
      host: string,
      port: int32,
      rack: string.nullable().or(null),
    }).tagged(0, 16),
  },
})
