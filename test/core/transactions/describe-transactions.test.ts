import { expect, it } from 'vitest'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { describeTransaction, noTransaction } from '../../../core/transactions/describe-transactions.ts'
import { NOW, ongoing } from '../../support/transaction-values.ts'

it('tells everything about a transaction', () => {
  expect(describeTransaction('t', ongoing())).toEqual({
    errorCode: 0, transactionalId: 't', transactionState: 'Ongoing', transactionTimeoutMs: 60_000, transactionStartTimeMs: NOW - 1000,
    producerId: 7, producerEpoch: 3, topics: [{ topic: 'orders', partitions: [0, 1] }],
  })
})

it('an id that nobody uses is not found, and the empty one is no id', () => {
  expect(describeTransaction('t', undefined)).toEqual(noTransaction('t', ErrorCode.TRANSACTIONAL_ID_NOT_FOUND))
  expect(describeTransaction('', undefined)).toEqual(noTransaction('', ErrorCode.INVALID_REQUEST))
})
