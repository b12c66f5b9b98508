// EndTxn (key 26), versions 0-5.
//
// Commits or aborts: the markers of all partitions, the state, and the offsets of groups become durable in one commit, before the answer.
// v0-1 know INVALID_PRODUCER_EPOCH where later ones know PRODUCER_FENCED. v0-4: the producer keeps its epoch, and an end repeated or without a
// transaction is INVALID_TXN_STATE unless it is what happened last. v4 may answer TRANSACTION_ABORTABLE, which is never given here.
// v5 (KIP-890): every end gives a new epoch and answers with it, the last one of an id a new producer id; a lost answer is given again to the request
// with the epoch before; an abort is legal with nothing open.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { EndTxn } from '../../protocol/messages/end-txn.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'
import { inWordsOf } from '../transaction-request.ts'

const PRODUCER_FENCED_SINCE = 2
const EPOCH_PER_TRANSACTION_SINCE = 5

export const endTxn = handler(EndTxn, async (request, context) => {
  if (!isAuthorized(context, 'WRITE', 'TRANSACTIONAL_ID', request.transactionalId)) return { errorCode: ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED }
  const answer = await context.broker.transactions.endTxn(request, context.apiVersion >= EPOCH_PER_TRANSACTION_SINCE)
  return { ...answer, errorCode: inWordsOf(context.apiVersion, answer.errorCode, PRODUCER_FENCED_SINCE) }
})
