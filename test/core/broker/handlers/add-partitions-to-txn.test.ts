// AddPartitionsToTxn: partitions become part of a transaction together or not at all.
import { describe, expect, it } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { AddPartitionsToTxn } from '../../../../core/protocol/messages/add-partitions-to-txn.ts'
import { versions } from '../../../support/handler-context.ts'
import { startWithOrders, TestProducer } from '../../../support/transactions.ts'

describe.each(versions(AddPartitionsToTxn))('AddPartitionsToTxn v%i', (version) => {
  it('adds partitions, and lets the producer write to them in its transaction', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    expect(await producer.addPartitions('orders', [0, 1], { version })).toEqual([0, 0])
    expect(await producer.describe()).toMatchObject({ transactionState: 'Ongoing', topics: [{ topic: 'orders', partitions: [0, 1] }] })
    expect(await producer.produce('orders', 1, ['a'], { version: 9 })).toBe(0)
  })

  it('adds nothing where one partition does not exist', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    expect(await producer.addPartitions('orders', [0, 7, 1], { version })).toEqual([ErrorCode.OPERATION_NOT_ATTEMPTED, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.OPERATION_NOT_ATTEMPTED])
    expect((await producer.describe()).transactionState).toBe('Empty')
  })

  it('refuses who is not its producer', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    const fenced = version < 2 ? ErrorCode.INVALID_PRODUCER_EPOCH : ErrorCode.PRODUCER_FENCED
    expect(await producer.addPartitions('orders', [0], { version, claim: { ...producer.claim, producerEpoch: 5 } })).toEqual([fenced])
    expect(await producer.addPartitions('orders', [0], { version, claim: { producerId: 99, producerEpoch: 0 } })).toEqual([ErrorCode.INVALID_PRODUCER_ID_MAPPING])
    expect(await new TestProducer(client, 'nobody').addPartitions('orders', [0], { version })).toEqual([ErrorCode.INVALID_PRODUCER_ID_MAPPING])
  })
})

describe.each([4, 5])('v%i', (version) => {
  it('takes several transactions, each with its own result, and only asks where verifyOnly says so', async () => {
    const { client } = await startWithOrders()
    const [one, two] = [await TestProducer.start(client, 'one'), await TestProducer.start(client, 'two')]
    await two.addPartitions('orders', [0])
    const topics = [{ name: 'orders', partitions: [0, 1] }]
    const request = (producer: TestProducer, verifyOnly: boolean) => ({ transactionalId: producer.transactionalId, ...producer.claim, verifyOnly, topics })
    const response = await client.send(AddPartitionsToTxn, version, {
      transactions: [request(one, false), request(two, true)],
      v3AndBelowTransactionalId: '', v3AndBelowProducerId: -1, v3AndBelowProducerEpoch: -1, v3AndBelowTopics: [],
    })
    const codes = response.resultsByTransaction.map(({ transactionalId, topicResults }) => [transactionalId, topicResults[0]!.resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode)])
    expect(codes).toEqual([['one', [0, 0]], ['two', [0, ErrorCode.TRANSACTION_ABORTABLE]]])
    expect((await two.describe()).topics).toEqual([{ topic: 'orders', partitions: [0] }])
  })
})
