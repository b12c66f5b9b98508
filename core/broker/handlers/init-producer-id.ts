// InitProducerId (key 22), versions 0-5.
//
// Without a transactional id: a fresh producer id with epoch 0. With one: the next epoch, which fences whoever had the one before; what that one left
// open is aborted in the same commit. v3+ (KIP-360): a producer may name what it has, and is fenced (PRODUCER_FENCED) unless it is the owner or has lost
// the last answer; half of it gets INVALID_REQUEST. A used up epoch gets a new producer id. A timeout above `transaction.max.timeout.ms` is
// INVALID_TRANSACTION_TIMEOUT. v0-3 know INVALID_PRODUCER_EPOCH where later ones know PRODUCER_FENCED.
// Unlike Kafka, CONCURRENT_TRANSACTIONS is never answered (the abort and the new epoch are one step), and an epoch of the past aborts nothing.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { InitProducerId } from '../../protocol/messages/init-producer-id.ts'
import { StorageError } from '../../storage/storage-error.ts'
import { isAuthorized, isAuthorizedOnAny } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'
import { inWordsOf } from '../transaction-request.ts'

/** How a request says that it has no producer id or epoch yet. */
const NONE = -1
const PRODUCER_FENCED_SINCE = 4

const refused = (errorCode: number) => ({ errorCode, producerId: -1, producerEpoch: -1 })

export const initProducerId = handler(InitProducerId, async (request, context) => {
  const { transactionalId, producerId, producerEpoch } = request
  if (transactionalId !== null && !isAuthorized(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)) {
    return refused(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
  }
  const mayBeIdempotent = () => isAuthorized(context, 'IDEMPOTENT_WRITE', 'CLUSTER') || isAuthorizedOnAny(context, 'WRITE', 'TOPIC')
  if (transactionalId === null && !mayBeIdempotent()) return refused(ErrorCode.CLUSTER_AUTHORIZATION_FAILED)
  if ((producerId === NONE) !== (producerEpoch === NONE)) return refused(ErrorCode.INVALID_REQUEST)
  if (transactionalId === null) return freshProducer(context.broker)
  const answer = await context.broker.transactions.initProducerId({ ...request, transactionalId })
  return { ...answer, errorCode: inWordsOf(context.apiVersion, answer.errorCode, PRODUCER_FENCED_SINCE) }
})

async function freshProducer({ producerIds, logger }: BrokerContext) {
  try {
    return { errorCode: ErrorCode.NONE, producerId: await producerIds.allocate(), producerEpoch: 0 }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    logger.error('No producer id could be reserved', error)
    return refused(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  }
}
