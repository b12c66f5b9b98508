// InitProducerId (key 22), versions 0-5.
//
// A fresh producer id with epoch 0 for an idempotent producer (null transactional id). An empty transactional id, or an id
// without its epoch or the reverse (KIP-360), gets INVALID_REQUEST.
// Not implemented: transactions. A transactional id gets UNSUPPORTED_VERSION, which clients report as "the broker does not support this".
import { ErrorCode } from '../../protocol/error-codes.ts'
import { InitProducerId } from '../../protocol/messages/init-producer-id.ts'
import { StorageError } from '../../storage/storage-error.ts'
import { handler } from '../handler.ts'

/** How a request says that it has no producer id or epoch yet. */
const NONE = -1

const refused = (errorCode: number) => ({ errorCode, producerId: -1, producerEpoch: -1 })

export const initProducerId = handler(InitProducerId, async ({ transactionalId, producerId, producerEpoch }, { broker }) => {
  if (transactionalId === '' || (producerId === NONE) !== (producerEpoch === NONE)) return refused(ErrorCode.INVALID_REQUEST)
  if (transactionalId !== null) return refused(ErrorCode.UNSUPPORTED_VERSION)
  try {
    return { errorCode: ErrorCode.NONE, producerId: await broker.producerIds.allocate(), producerEpoch: 0 }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    broker.logger.error('No producer id could be reserved', error)
    return refused(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  }
})
