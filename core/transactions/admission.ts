// What a producer is told whose batch or offsets the coordinator does not let in, in the words that its version of the API knows.
import type { ProducerClaim } from './add-partitions-to-txn.ts'
import type { ErrorName } from './decision.ts'
import type { PartitionName } from './transaction.ts'

interface Claim extends ProducerClaim {
  readonly transactionalId: string
}

/** A transactional batch that wants in. */
export interface ProduceAdmission extends Claim, PartitionName {
  readonly produceVersion: number
}

/** Offsets of a group that want in. */
export interface OffsetsAdmission extends Claim {
  readonly groupId: string
  readonly txnOffsetCommitVersion: number
}

/** Partitions do not know PRODUCER_FENCED; older producers do not know TRANSACTION_ABORTABLE (KIP-890). */
export function admissionError(error: ErrorName | undefined, knowsAbortable: boolean): ErrorName | undefined {
  if (error === 'PRODUCER_FENCED') return 'INVALID_PRODUCER_EPOCH'
  return error === 'TRANSACTION_ABORTABLE' && !knowsAbortable ? 'INVALID_TXN_STATE' : error
}

export function admissionMessage(error: ErrorName, { transactionalId, producerId, producerEpoch }: Claim, { topic, partition }: PartitionName): string {
  if (error === 'INVALID_PRODUCER_ID_MAPPING') return `Transaction "${transactionalId}" does not belong to producer ${producerId}.`
  if (error === 'INVALID_PRODUCER_EPOCH') return `Transaction "${transactionalId}" of producer ${producerId} has another epoch than ${producerEpoch}.`
  if (error === 'INVALID_REQUEST') return 'The empty transactional id is no id.'
  return `${topic}-${partition} is not part of transaction "${transactionalId}".`
}
