// DescribeTransactions (key 65), version 0.
//
// State, producer, timeout, start and partitions of transactions, each with its own error: TRANSACTIONAL_ID_NOT_FOUND, and INVALID_REQUEST for the
// empty id. Groups whose offsets take part show as partitions of `__consumer_offsets`, as in Kafka. Topics that the client may not describe are left out.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DescribeTransactions } from '../../protocol/messages/describe-transactions.ts'
import { noTransaction } from '../../transactions/describe-transactions.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

export const describeTransactions = handler(DescribeTransactions, ({ transactionalIds }, context) => ({
  transactionStates: transactionalIds.map((id) => {
    if (!isAuthorized(context, 'DESCRIBE', 'TRANSACTIONAL_ID', id)) return noTransaction(id, ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
    const description = context.broker.transactions.describe(id)
    return { ...description, topics: description.topics.filter(({ topic }) => isAuthorized(context, 'DESCRIBE', 'TOPIC', topic)) }
  }),
}))
