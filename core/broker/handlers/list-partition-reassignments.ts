// ListPartitionReassignments (46), version 0: partitions on their way to other brokers.
// Behaviour: with one broker nothing is ever on its way, so the list is empty, whatever is asked for; what does not exist is left out, as in Kafka.
import { ErrorCode, errorOf } from '../../protocol/error-codes.ts'
import { ListPartitionReassignments } from '../../protocol/messages/list-partition-reassignments.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

export const listPartitionReassignments = handler(ListPartitionReassignments, (_, context) => {
  if (isAuthorized(context, 'DESCRIBE', 'CLUSTER', CLUSTER)) return { errorCode: ErrorCode.NONE, errorMessage: null, topics: [] }
  const errorCode = ErrorCode.CLUSTER_AUTHORIZATION_FAILED
  return { errorCode, errorMessage: errorOf(errorCode).sentence, topics: [] }
})
