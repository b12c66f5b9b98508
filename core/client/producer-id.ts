// An id and epoch under which batches are numbered. With a transactional id it fences whoever had the id before, and ends what that one left open.
import { errorOf, KafkaError } from '../protocol/error-codes.ts'
import { InitProducerId } from '../protocol/messages/init-producer-id.ts'
import { findTransactionCoordinator } from './admin/find-coordinators.ts'
import type { ClusterConnection } from './cluster-connection.ts'
import { DeliveryDeadline } from './delivery-deadline.ts'

export interface ProducerIdentity {
  readonly producerId: number
  readonly producerEpoch: number
}

export interface ProducerIdOptions {
  /** null: idempotent only. */
  readonly transactionalId: string | null
  /** After which the broker aborts a transaction that nobody ends. */
  readonly transactionTimeoutMs: number
  /** How long to try: the transaction before may still be ending (CONCURRENT_TRANSACTIONS). */
  readonly deliveryTimeoutMs: number
  readonly signal?: AbortSignal
}

/** Version 6 is for two-phase commits. */
const LAST_VERSION = 5

export async function initProducerId(cluster: ClusterConnection, { transactionalId, transactionTimeoutMs, deliveryTimeoutMs, signal }: ProducerIdOptions): Promise<ProducerIdentity> {
  return new DeliveryDeadline(cluster, deliveryTimeoutMs, signal).retrying(async () => {
    const target = transactionalId === null ? 'any' : await findTransactionCoordinator(cluster, transactionalId)
    const { errorCode, producerId, producerEpoch } = await cluster.request(target, InitProducerId, { transactionalId, transactionTimeoutMs }, { maxVersion: LAST_VERSION })
    if (errorCode === 0) return { producerId, producerEpoch }
    const of = transactionalId === null ? 'a producer' : `transactional id "${transactionalId}"`
    throw new KafkaError(errorOf(errorCode), `No producer id for ${of}: ${errorOf(errorCode).sentence}`)
  })
}
