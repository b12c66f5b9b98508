// CreateTopics (key 19): new topics, or only the answer whether they could be created.
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, int8, string, uuid } from '../schema.ts'

export const CreateTopics = defineApi({
  key: 19,
  name: 'CreateTopics',
  versions: [2, 7],
  flexibleSince: 5,
  request: {
    topics: array({
      name: string,
      numPartitions: int32,
      replicationFactor: int16,
      assignments: array({
        partitionIndex: int32,
        brokerIds: array(int32),
      }),
      configs: array({
        name: string,
        value: string.nullable(),
      }),
    }),
    timeoutMs: int32.or(60_000),
    validateOnly: bool.or(false),
  },
  response: {
    throttleTimeMs: int32.or(0),
    topics: array({
      name: string,
      topicId: uuid.since(7),
      errorCode: int16,
      errorMessage: string.nullable(),
      topicConfigErrorCode: int16.tagged(0, 5),
      numPartitions: int32.or(-1).since(5),
      replicationFactor: int16.or(-1).since(5),
      configs: array({
        name: string,
        value: string.nullable(),
        readOnly: bool,
        configSource: int8.or(-1),
        isSensitive: bool,
      }).nullable().since(5),
    }),
  },
})
