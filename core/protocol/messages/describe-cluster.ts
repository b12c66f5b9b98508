// DescribeCluster (key 60): the brokers of the cluster and its id.
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, int8, string } from '../schema.ts'

export const DescribeCluster = defineApi({
  key: 60,
  name: 'DescribeCluster',
  versions: [0, 2],
  flexibleSince: 0,
  request: {
    includeClusterAuthorizedOperations: bool,
    endpointType: int8.or(1).since(1),
    includeFencedBrokers: bool.since(2),
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16,
    errorMessage: string.nullable().or(null),
    endpointType: int8.or(1).since(1),
    clusterId: string,
    controllerId: int32.or(-1),
    brokers: array({
      brokerId: int32,
      host: string,
      port: int32,
      rack: string.nullable().or(null),
      isFenced: bool.since(2),
    }),
    clusterAuthorizedOperations: int32.or(-0x8000_0000),
  },
})
