// AlterPartitionReassignments (key 45): moves partitions to other brokers, or cancels that.
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, string } from '../schema.ts'

export const AlterPartitionReassignments = defineApi({
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: [0, 1],
  flexibleSince: 0,
  request: {
    timeoutMs: int32.or(60000),
    allowReplicationFactorChange: bool.or(true).since(1),
    topics: array({
      name: string,
      partitions: array({
        partitionIndex: int32,
        replicas: array(int32).nullable().or(null),
      }),
    }),
  },
  response: {
    throttleTimeMs: int32.or(0),
    allowReplicationFactorChange: bool.or(true).since(1),
    errorCode: int16,
    errorMessage: string.nullable(),
    responses: array({
      name: string,
      partitions: array({
        partitionIndex: int32,
        errorCode: int16,
        errorMessage: string.nullable(),
      }),
    }),
  },
})
