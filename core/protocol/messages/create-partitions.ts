// CreatePartitions (key 37): more partitions for existing topics.
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, string } from '../schema.ts'

export const CreatePartitions = defineApi({
  key: 37,
  name: 'CreatePartitions',
  versions: [0, 3],
  flexibleSince: 2,
  request: {
    topics: array({
      name: string,
      count: int32,
      assignments: array({
        brokerIds: array(int32),
      }).nullable(),
    }),
    timeoutMs: int32,
    validateOnly: bool,
  },
  response: {
    throttleTimeMs: int32.or(0),
    results: array({
      name: string,
      errorCode: int16,
      errorMessage: string.nullable().or(null),
    }),
  },
})
