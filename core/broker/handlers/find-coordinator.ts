// FindCoordinator (key 10), versions 0-6.
//
// This broker is the only one, so it coordinates every group (type 0) and every transactional id (type 1, v1+).
// v0-3: one key. v4+: many keys (KIP-699), each with its own answer. v5: TRANSACTION_ABORTABLE is a legal answer (KIP-890); never given.
// v6: share partitions (type 2, KIP-932). Not implemented: share groups; type 2 and unknown types get INVALID_REQUEST.
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, type ErrorName, kafkaError } from '../../protocol/error-codes.ts'
import { FindCoordinator } from '../../protocol/messages/find-coordinator.ts'
import { isAuthorized } from '../authorize.ts'
import { handler, type RequestContext } from '../handler.ts'
import { advertisedTo } from '../listeners.ts'

type Coordinator = NonNullable<ResponseOf<typeof FindCoordinator>['coordinators']>[number]

const GROUP = 0
const TRANSACTION = 1
const MANY_KEYS_SINCE = 4

export const findCoordinator = handler(FindCoordinator, ({ key, keyType, coordinatorKeys }, context) => {
  if (context.apiVersion < MANY_KEYS_SINCE) return coordinatorOf(key, keyType, context)
  return { coordinators: coordinatorKeys.map((each) => coordinatorOf(each, keyType, context)) }
})

function coordinatorOf(key: string, keyType: number, context: RequestContext): Coordinator {
  if (keyType !== GROUP && keyType !== TRANSACTION) return failed(key, 'INVALID_REQUEST', `There is no coordinator for keys of type ${keyType}.`)
  const isAllowed = isAuthorized(context, 'DESCRIBE', keyType === GROUP ? 'GROUP' : 'TRANSACTIONAL_ID', key)
  if (!isAllowed) return failed(key, keyType === GROUP ? 'GROUP_AUTHORIZATION_FAILED' : 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED')
  return { key, nodeId: context.broker.nodeId, ...advertisedTo(context), errorCode: ErrorCode.NONE, errorMessage: null }
}

function failed(key: string, name: ErrorName, message?: string): Coordinator {
  const error = kafkaError(name, message)
  return { key, nodeId: -1, host: '', port: -1, errorCode: error.code, errorMessage: error.message }
}
