// Produce (key 0): record batches to append. Versions 0-2 are advertised, for old librdkafka, yet cannot be decoded (KAFKA-18659).
import { defineApi } from '../define-api.ts'
import { array, int16, int32, int64, records, string, struct, uuid } from '../schema.ts'

export const Produce = defineApi({
  key: 0,
  name: 'Produce',
  versions: [3, 13],
  advertisedSince: 0,
  flexibleSince: 9,
  request: {
    transactionalId: string.nullable().or(null),
    acks: int16,
    timeoutMs: int32,
    topicData: array({
      name: string.until(12),
      topicId: uuid.since(13),
      partitionData: array({
        index: int32,
        records: records.nullable(),
      }),
    }),
  },
  response: {
    responses: array({
      name: string.until(12),
      topicId: uuid.since(13),
      partitionResponses: array({
        index: int32,
        errorCode: int16,
        baseOffset: int64,
        logAppendTimeMs: int64.or(-1),
        logStartOffset: int64.or(-1).since(5),
        recordErrors: array({
          batchIndex: int32,
          batchIndexErrorMessage: string.nullable().or(null),
        }).since(8),
        errorMessage: string.nullable().or(null).since(8),
        currentLeader: struct({
          leaderId: int32.or(-1),
          leaderEpoch: int32.or(-1),
        }).tagged(0, 10),
      }),
    }),
    throttleTimeMs: int32.or(0),
    nodeEndpoints: array({
      nodeId: int32,
      host: string,
      port: int32,
      rack: string.nullable().or(null),
    }).tagged(0, 10),
  },
})
