// DescribeCluster (60), versions 0-2: the cluster's id, its controller and its brokers (KIP-700).
// Behaviour: this one broker, never fenced. Asking for controllers is MISMATCHED_ENDPOINT_TYPE, any other kind UNSUPPORTED_ENDPOINT_TYPE.
// Versions: v1 endpointType (KIP-919); v2 fenced brokers (KIP-1073), of which there are none.
// Not implemented: racks.
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DescribeCluster } from '../../protocol/messages/describe-cluster.ts'
import { clusterOperations, OPERATIONS_NOT_REQUESTED } from '../authorize.ts'
import { handler } from '../handler.ts'
import { advertisedTo } from '../listeners.ts'

type Response = ResponseOf<typeof DescribeCluster>

const EndpointType = { BROKER: 1, CONTROLLER: 2 } as const

export const describeCluster = handler(DescribeCluster, (request, context): Response => {
  if (request.endpointType !== EndpointType.BROKER) return refused(request.endpointType)
  const { broker } = context
  return {
    errorCode: ErrorCode.NONE,
    endpointType: EndpointType.BROKER,
    clusterId: broker.identity.clusterId,
    controllerId: broker.nodeId,
    brokers: [{ brokerId: broker.nodeId, ...advertisedTo(context), rack: null, isFenced: false }],
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations ? clusterOperations(context) : OPERATIONS_NOT_REQUESTED,
  }
})

function refused(endpointType: number): Response {
  const isController = endpointType === EndpointType.CONTROLLER
  return {
    errorCode: isController ? ErrorCode.MISMATCHED_ENDPOINT_TYPE : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
    errorMessage: isController ? 'This is a broker; the request asks for a controller.' : `Endpoint type ${endpointType} is unknown.`,
    endpointType: EndpointType.BROKER,
    clusterId: '',
    brokers: [],
  }
}
