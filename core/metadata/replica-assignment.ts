// Whether a manual assignment of a partition's replicas can be met by the one broker there is.
import { kafkaError } from '../protocol/error-codes.ts'

/** Throws INVALID_REPLICA_ASSIGNMENT unless the replicas are exactly this broker. */
export function checkAssignment(partition: number, brokerIds: readonly number[], nodeId: number): void {
  if (brokerIds.length === 0) throw kafkaError('INVALID_REPLICA_ASSIGNMENT', `Partition ${partition} is assigned to no broker.`)
  const stranger = brokerIds.find((id) => id !== nodeId)
  if (stranger !== undefined) {
    const message = `Partition ${partition} is assigned to broker ${stranger}, which does not exist; the only broker is ${nodeId}.`
    throw kafkaError('INVALID_REPLICA_ASSIGNMENT', message)
  }
  if (brokerIds.length > 1) {
    throw kafkaError('INVALID_REPLICA_ASSIGNMENT', `Partition ${partition} is assigned to broker ${nodeId} more than once.`)
  }
}
