// AddOffsetsToTxn (key 25), versions 0-4.
//
// Makes the offsets of a group part of a transaction, which begins by it where none is open. The group need not exist.
// v0-1 know INVALID_PRODUCER_EPOCH where later ones know PRODUCER_FENCED; v4 may answer TRANSACTION_ABORTABLE, which is never given here.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { AddOffsetsToTxn } from '../../protocol/messages/add-offsets-to-txn.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'
import { inWordsOf } from '../transaction-request.ts'

const PRODUCER_FENCED_SINCE = 2

export const addOffsetsToTxn = handler(AddOffsetsToTxn, async ({ groupId, ...claim }, context) => {
  if (!isAuthorized(context, 'WRITE', 'TRANSACTIONAL_ID', claim.transactionalId)) return { errorCode: ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED }
  if (!isAuthorized(context, 'READ', 'GROUP', groupId)) return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED }
  const errorCode = await context.broker.transactions.addOffsets(claim, groupId)
  return { errorCode: inWordsOf(context.apiVersion, errorCode, PRODUCER_FENCED_SINCE) }
})
