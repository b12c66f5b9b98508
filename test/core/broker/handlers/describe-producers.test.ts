// DescribeProducers: who writes to a partition, and where the open transaction of each begins.
import { expect, it } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeProducers } from '../../../../core/protocol/messages/describe-producers.ts'
import { FakeTime } from '../../../support/fake-time.ts'
import { startWithOrders, TestProducer } from '../../../support/transactions.ts'

it('tells the producers of a partition, and what is wrong with others', async () => {
  const time = new FakeTime()
  const { client } = await startWithOrders({}, { clock: time })
  const producer = await TestProducer.start(client, 't')
  const ask = async () => (await client.send(DescribeProducers, 0, { topics: [{ name: 'orders', partitionIndexes: [0, 7] }] })).topics[0]!.partitions
  await producer.produce('orders', 0, ['a', 'b'])
  expect(await ask()).toEqual([
    {
      partitionIndex: 0, errorCode: 0, errorMessage: null,
      activeProducers: [{ ...producer.claim, lastSequence: 1, lastTimestamp: Date.UTC(2026, 0, 1), coordinatorEpoch: -1, currentTxnStartOffset: 0 }],
    },
    { partitionIndex: 7, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: null, activeProducers: [] },
  ])
  await producer.end(true, { version: 3 })
  expect((await ask())[0]!.activeProducers).toMatchObject([{ lastSequence: 1, lastTimestamp: time.now(), currentTxnStartOffset: -1 }])
  await producer.addPartitions('orders', [0])
  await producer.produce('orders', 0, ['c'], { version: 9 })
  expect((await ask())[0]!.activeProducers).toMatchObject([{ lastSequence: 2, lastTimestamp: Date.UTC(2026, 0, 1), coordinatorEpoch: 0, currentTxnStartOffset: 3 }])
  await producer.end(true)
  expect((await ask())[0]!.activeProducers).toEqual([
    { ...producer.claim, lastSequence: -1, lastTimestamp: expect.any(Number) as number, coordinatorEpoch: 0, currentTxnStartOffset: -1 },
  ])
})

it('says which topic there is not, and which cannot be', async () => {
  const { client } = await startWithOrders()
  const { topics } = await client.send(DescribeProducers, 0, { topics: ['nothing', 'a b'].map((name) => ({ name, partitionIndexes: [0] })) })
  expect(topics.map(({ partitions }) => [partitions[0]!.errorCode, partitions[0]!.errorMessage])).toEqual([
    [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'Topic "nothing" does not exist.'],
    [ErrorCode.INVALID_TOPIC_EXCEPTION, 'Topic name "a b" may only contain ASCII letters, digits, ".", "_" and "-".'],
  ])
})
