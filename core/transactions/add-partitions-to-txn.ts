// What makes partitions part of a transaction, and who asks whether they are.
import { type Decision, type ErrorName, refused } from './decision.ts'
import { hasPartition, moved, type PartitionName, type Transaction } from './transaction.ts'

/** Who says that it is the producer of a transaction. */
export interface ProducerClaim {
  readonly producerId: number
  readonly producerEpoch: number
}

/** Why this is not the producer of the transaction; undefined when it is. */
export function claimError(current: Transaction | undefined, { producerId, producerEpoch }: ProducerClaim): ErrorName | undefined {
  if (current === undefined || current.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING'
  return current.producerEpoch === producerEpoch ? undefined : 'PRODUCER_FENCED'
}

/** Adding begins a transaction where none is open. What is part of it already changes nothing. */
export function decideAddPartitions(current: Transaction | undefined, claim: ProducerClaim, added: readonly PartitionName[], nowMs: number): Decision {
  const error = claimError(current, claim)
  if (current === undefined || error !== undefined) return refused(error ?? 'INVALID_PRODUCER_ID_MAPPING')
  const isOpen = current.state === 'Ongoing'
  if (isOpen && added.every((partition) => hasPartition(current, partition))) return { next: current }
  const partitions = new Map(current.partitions)
  for (const { topic, partition } of added) partitions.set(topic, new Set(partitions.get(topic)).add(partition))
  return { next: moved(current, 'Ongoing', { partitions, startedAtMs: isOpen ? current.startedAtMs : nowMs, updatedAtMs: nowMs }) }
}

/** Whether the producer may write to the partition; undefined when it may. */
export function partitionError(current: Transaction | undefined, claim: ProducerClaim, partition: PartitionName): ErrorName | undefined {
  const error = claimError(current, claim)
  if (error !== undefined) return error
  return hasPartition(current!, partition) ? undefined : 'TRANSACTION_ABORTABLE'
}
