// AlterPartitionReassignments (45), versions 0-1: moves partitions to other brokers, or cancels that.
// Behaviour: the one broker has every partition, so replicas that name it, and nothing else, succeed and change nothing; any others are
// INVALID_REPLICA_ASSIGNMENT. Null replicas cancel a move: none is ever under way, so that is NO_REASSIGNMENT_IN_PROGRESS.
// Versions: v1 allowReplicationFactorChange, told back; the factor is always 1.
// Not implemented: timeoutMs (nothing has to be waited for).
import { checkAssignment } from '../../metadata/replica-assignment.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { AlterPartitionReassignments } from '../../protocol/messages/alter-partition-reassignments.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'

type Request = RequestOf<typeof AlterPartitionReassignments>
type Response = ResponseOf<typeof AlterPartitionReassignments>
type Wanted = Request['topics'][number]['partitions'][number]

export const alterPartitionReassignments = handler(AlterPartitionReassignments, (request, context): Response => {
  const refused = isAuthorized(context, 'ALTER', 'CLUSTER', CLUSTER) ? undefined : kafkaError('CLUSTER_AUTHORIZATION_FAILED')
  return {
    allowReplicationFactorChange: request.allowReplicationFactorChange,
    errorCode: refused?.code ?? ErrorCode.NONE,
    // Kafka answers a request for nothing with the default of the field.
    errorMessage: refused?.message ?? (request.topics.length === 0 ? '' : null),
    responses: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map((partition) => {
        const error = refused ?? refusalOf(name, partition, context.broker)
        return { partitionIndex: partition.partitionIndex, errorCode: error?.code ?? ErrorCode.NONE, errorMessage: error?.message ?? null }
      }),
    })),
  }
})

function refusalOf(name: string, { partitionIndex, replicas }: Wanted, { topics, nodeId }: BrokerContext): KafkaError | undefined {
  const topic = topics.get(name)
  if (topic === undefined) return kafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${name}" does not exist.`)
  if (topic.partitions[partitionIndex] === undefined) {
    return kafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${name}" has no partition ${partitionIndex}.`)
  }
  if (replicas === null) return kafkaError('NO_REASSIGNMENT_IN_PROGRESS', `Partition ${partitionIndex} of topic "${name}" is not being moved.`)
  try {
    checkAssignment(partitionIndex, replicas, nodeId)
    return undefined
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return error
  }
}
