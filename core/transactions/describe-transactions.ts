// DescribeTransactions: everything about one transactional id.
import { ErrorCode } from '../protocol/error-codes.ts'
import type { ResponseOf } from '../protocol/define-api.ts'
import type { DescribeTransactions } from '../protocol/messages/describe-transactions.ts'
import type { Transaction } from './transaction.ts'

export type TransactionDescription = ResponseOf<typeof DescribeTransactions>['transactionStates'][number]

export function describeTransaction(transactionalId: string, found: Transaction | undefined): TransactionDescription {
  if (transactionalId === '') return noTransaction(transactionalId, ErrorCode.INVALID_REQUEST)
  if (found === undefined) return noTransaction(transactionalId, ErrorCode.TRANSACTIONAL_ID_NOT_FOUND)
  return {
    errorCode: ErrorCode.NONE,
    transactionalId,
    transactionState: found.state,
    transactionTimeoutMs: found.timeoutMs,
    transactionStartTimeMs: found.startedAtMs,
    producerId: found.producerId,
    producerEpoch: found.producerEpoch,
    topics: [...found.partitions].map(([topic, partitions]) => ({ topic, partitions: [...partitions] })),
  }
}

export function noTransaction(transactionalId: string, errorCode: number): TransactionDescription {
  return { errorCode, transactionalId, transactionState: '', transactionTimeoutMs: 0, transactionStartTimeMs: 0, producerId: 0, producerEpoch: 0, topics: [] }
}
