// TxnOffsetCommit (key 28), versions 0-6.
//
// Offsets of a group that count once the transaction commits; answered when they are durable as pending. The producer must be the current one
// (INVALID_PRODUCER_EPOCH, INVALID_PRODUCER_ID_MAPPING). v0-4: the group must have been added by AddOffsetsToTxn, else INVALID_TXN_STATE, v4
// TRANSACTION_ABORTABLE. v3+ (KIP-447): the member and generation on whose behalf. v5 (KIP-890): adds the group by itself. v6 (KIP-1319): topic ids,
// UNKNOWN_TOPIC_ID; GROUP_ID_NOT_FOUND and STALE_MEMBER_EPOCH where older versions get ILLEGAL_GENERATION.
import type { RequestOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { TxnOffsetCommit } from '../../protocol/messages/txn-offset-commit.ts'
import { failTxnOffsetCommit, refuseTxnOffsetCommit, type TxnOffsetCommitResponse } from '../../groups/offsets/txn-offset-commit.ts'
import type { PendingUnit } from '../../log/partition-log.ts'
import { isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler, type RequestContext } from '../handler.ts'

type Request = RequestOf<typeof TxnOffsetCommit>

const TOPIC_IDS_SINCE = 6

export const txnOffsetCommit = handler(TxnOffsetCommit, async (request, context) => {
  if (!isAuthorized(context, 'WRITE', 'TRANSACTIONAL_ID', request.transactionalId)) return refuseTxnOffsetCommit(request, ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
  if (!isAuthorized(context, 'READ', 'GROUP', request.groupId)) return refuseTxnOffsetCommit(request, ErrorCode.GROUP_AUTHORIZATION_FAILED)
  const allowed = request.topics.filter((topic) => mayRead(topic, context))
  const committed = await commit({ ...request, topics: allowed }, context)
  if (allowed.length === request.topics.length) return committed
  const refused = refuseTxnOffsetCommit(request, ErrorCode.TOPIC_AUTHORIZATION_FAILED)
  return { topics: request.topics.map((topic, i) => committed.topics[allowed.indexOf(topic)] ?? refused.topics[i]!) }
})

/** An id that is no topic's has its own error. */
function mayRead({ name, topicId }: Request['topics'][number], context: RequestContext): boolean {
  const topicName = context.apiVersion >= TOPIC_IDS_SINCE ? context.broker.topics.getById(topicId)?.name : name
  return topicName === undefined || isAuthorized(context, 'READ', 'TOPIC', topicName)
}

/** One unit: the group's part in the transaction and what becomes pending. Also a refusal waits for it, since the group may have been added. */
async function commit(request: Request, { broker, apiVersion }: RequestContext): Promise<TxnOffsetCommitResponse> {
  const { transactionalId, groupId, producerId, producerEpoch } = request
  if (groupId === '') return refuseTxnOffsetCommit(request, ErrorCode.INVALID_GROUP_ID)
  const unit: PendingUnit = { appends: [], writes: [] }
  const refusal = broker.transactions.admitOffsets({ transactionalId, producerId, producerEpoch, groupId, txnOffsetCommitVersion: apiVersion }, unit)
  if (refusal !== ErrorCode.NONE) return refuseTxnOffsetCommit(request, refusal)
  const response = broker.groups.txnOffsetCommit(request, apiVersion, unit)
  return (await isDurable(unit, broker)) ? response : failTxnOffsetCommit(response)
}

function isDurable(unit: PendingUnit, { storage }: BrokerContext): Promise<boolean> {
  return new Promise((resolve) => storage.submit(unit, (error) => resolve(error === null)))
}
