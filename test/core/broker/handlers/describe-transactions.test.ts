// DescribeTransactions: everything about transactions by id.
import { expect, it } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeTransactions } from '../../../../core/protocol/messages/describe-transactions.ts'
import { FakeTime } from '../../../support/fake-time.ts'
import { startWithOrders, TestProducer } from '../../../support/transactions.ts'

it('tells state, producer, timeout, start and partitions; each id has its own error', async () => {
  const time = new FakeTime()
  const { client } = await startWithOrders({}, { clock: time })
  const producer = await TestProducer.start(client, 't', 7000)
  await producer.addPartitions('orders', [1])
  await time.advance(100)
  await producer.addOffsets('billing')
  const { transactionStates } = await client.send(DescribeTransactions, 0, { transactionalIds: ['t', 'nobody', ''] })
  expect(transactionStates).toEqual([
    {
      errorCode: 0, transactionalId: 't', transactionState: 'Ongoing', transactionTimeoutMs: 7000, transactionStartTimeMs: time.now() - 100, ...producer.claim,
      topics: [{ topic: 'orders', partitions: [1] }, { topic: '__consumer_offsets', partitions: [9] }],
    },
    expect.objectContaining({ errorCode: ErrorCode.TRANSACTIONAL_ID_NOT_FOUND, transactionalId: 'nobody', topics: [] }),
    expect.objectContaining({ errorCode: ErrorCode.INVALID_REQUEST, transactionalId: '' }),
  ])
})
