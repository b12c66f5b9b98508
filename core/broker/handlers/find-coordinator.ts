// FindCoordinator (key 10), versions 0-6.
//
// This broker is the only one, so it coordinates every group (type 0) and every transactional id (type 1, v1+).
// v0-3: one key. v4+: many keys (KIP-699), each with its own answer. v5: TRANSACTION_ABORTABLE is a legal answer (KIP-890); never given.
// v6: share partitions (type 2, KIP-932). Not implemented: share groups; type 2 and unknown types get INVALID_REQUEST.
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { FindCoordinator } from '../../protocol/messages/find-coordinator.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'

type Coordinator = NonNullable<ResponseOf<typeof FindCoordinator>['coordinators']>[number]

const GROUP = 0
const TRANSACTION = 1
const MANY_KEYS_SINCE = 4

export const findCoordinator = handler(FindCoordinator, ({ key, keyType, coordinatorKeys }, { broker, apiVersion }) => {
  if (apiVersion < MANY_KEYS_SINCE) return coordinatorOf(key, keyType, broker)
  return { coordinators: coordinatorKeys.map((each) => coordinatorOf(each, keyType, broker)) }
})

function coordinatorOf(key: string, keyType: number, { nodeId, advertised }: BrokerContext): Coordinator {
  if (keyType !== GROUP && keyType !== TRANSACTION) {
    const errorMessage = `There is no coordinator for keys of type ${keyType}.`
    return { key, nodeId: -1, host: '', port: -1, errorCode: ErrorCode.INVALID_REQUEST, errorMessage }
  }
  return { key, nodeId, host: advertised.host, port: advertised.port, errorCode: ErrorCode.NONE, errorMessage: null }
}
