// EndTxn: one commit for markers, state and offsets; an epoch per transaction since version 5.
import { describe, expect, it } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DeleteTopics } from '../../../../core/protocol/messages/delete-topics.ts'
import { DeleteGroups } from '../../../../core/protocol/messages/delete-groups.ts'
import { EndTxn } from '../../../../core/protocol/messages/end-txn.ts'
import { versions } from '../../../support/handler-context.ts'
import { committedOffset, connect, createTopic, fetchPartition, readCommitted, startWithOrders, TestProducer } from '../../../support/transactions.ts'

describe.each(versions(EndTxn))('EndTxn v%i', (version) => {
  it.each([true, false])('committed %s: data and offsets count, or do not', async (committed) => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    await producer.produce('orders', 0, ['a'])
    await producer.commitOffset('billing', 'orders', 0, 5)
    expect(await producer.end(committed, { version })).toBe(0)
    expect(await readCommitted(client, 'orders', 0)).toEqual(committed ? ['a'] : [])
    expect(await committedOffset(client, 'billing', 'orders')).toBe(committed ? 5 : -1)
    expect(await producer.describe()).toMatchObject({ transactionState: committed ? 'CompleteCommit' : 'CompleteAbort', producerEpoch: version < 5 ? 0 : 1, topics: [] })
  })

  it('refuses who is not the producer of the transaction', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    const fenced = version < 2 ? ErrorCode.INVALID_PRODUCER_EPOCH : ErrorCode.PRODUCER_FENCED
    expect(await producer.end(true, { version, claim: { ...producer.claim, producerEpoch: 5 } })).toBe(fenced)
    expect(await new TestProducer(client, 'nobody').end(true, { version })).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
    expect(await new TestProducer(client, '').end(true, { version })).toBe(ErrorCode.INVALID_REQUEST)
  })

  it('a commit with nothing open is INVALID_TXN_STATE', async () => {
    const { client } = await startWithOrders()
    expect(await (await TestProducer.start(client, 't')).end(true, { version })).toBe(ErrorCode.INVALID_TXN_STATE)
  })
})

it('v0-4: the epoch stays, sequences go on, and the same end once more is a success', async () => {
  const { client } = await startWithOrders()
  const producer = await TestProducer.start(client, 't')
  await producer.addPartitions('orders', [0])
  await producer.produce('orders', 0, ['a'], { version: 9 })
  expect([await producer.end(true, { version: 4 }), await producer.end(true, { version: 4 }), await producer.end(false, { version: 4 })]).toEqual([0, 0, ErrorCode.INVALID_TXN_STATE])
  await producer.addPartitions('orders', [0])
  expect(await producer.produce('orders', 0, ['b'], { version: 9 })).toBe(0)
  expect(await producer.end(true, { version: 4 })).toBe(0)
  expect(await readCommitted(client, 'orders', 0)).toEqual(['a', 'b'])
})

it('v5: every end gives the next epoch; a lost answer is given again, and late batches of the transaction are refused', async () => {
  const { client } = await startWithOrders()
  const producer = await TestProducer.start(client, 't')
  const first = producer.claim
  await producer.produce('orders', 0, ['a'])
  expect([await producer.end(true), producer.producerEpoch]).toEqual([0, 1])
  expect(await client.send(EndTxn, 5, { transactionalId: 't', ...first, committed: true })).toMatchObject({ errorCode: 0, ...producer.claim })
  expect(await client.send(EndTxn, 5, { transactionalId: 't', ...first, committed: false })).toMatchObject({ errorCode: ErrorCode.INVALID_TXN_STATE, producerId: -1, producerEpoch: -1 })
  expect(await producer.produce('orders', 0, ['late'], { claim: first, baseSequence: 1 })).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
  expect([await producer.end(false), producer.producerEpoch]).toEqual([0, 2])
  expect(await readCommitted(client, 'orders', 0)).toEqual(['a'])
})

it('every partition gets its marker, also one that nothing was written to; the marker takes an offset', async () => {
  const { client } = await startWithOrders()
  const producer = await TestProducer.start(client, 't')
  await producer.addPartitions('orders', [0, 1])
  await producer.produce('orders', 0, ['a'], { version: 9 })
  await producer.end(true)
  expect([(await fetchPartition(client, 'orders', 0)).highWatermark, (await fetchPartition(client, 'orders', 1)).highWatermark]).toEqual([2, 1])
})

it('a parked read_committed fetch is answered by the end', async () => {
  const { client, broker } = await startWithOrders()
  const producer = await TestProducer.start(client, 't')
  await producer.produce('orders', 0, ['a'])
  const parked = fetchPartition(await connect(broker), 'orders', 0, { maxWaitMs: 20_000 })
  await producer.end(true)
  expect(await parked).toMatchObject({ lastStableOffset: 2 })
})

it('a topic that was deleted meanwhile does not keep the rest from ending, nor does one of the same name that came after it', async () => {
  const { client } = await startWithOrders()
  await createTopic(client, 'gone')
  await createTopic(client, 'replaced')
  const producer = await TestProducer.start(client, 't')
  for (const topic of ['orders', 'gone', 'replaced']) await producer.produce(topic, 0, ['a'])
  await producer.commitOffset('billing', 'replaced', 0, 5)
  await client.send(DeleteTopics, 5, { topicNames: ['gone', 'replaced'], timeoutMs: 5000 })
  await createTopic(client, 'replaced')
  expect(await producer.end(true)).toBe(0)
  expect([await readCommitted(client, 'orders', 0), await readCommitted(client, 'replaced', 0)]).toEqual([['a'], []])
  expect(await fetchPartition(client, 'replaced', 0)).toMatchObject({ highWatermark: 1, lastStableOffset: 1 })
  expect(await committedOffset(client, 'billing', 'replaced')).toBe(-1)
})

it('a group that was deleted meanwhile does not come back', async () => {
  const { client } = await startWithOrders()
  const producer = await TestProducer.start(client, 't')
  await producer.commitOffset('billing', 'orders', 0, 5)
  expect((await client.send(DeleteGroups, 2, { groupsNames: ['billing'] })).results[0]!.errorCode).toBe(0)
  expect(await producer.end(true)).toBe(0)
  expect(await committedOffset(client, 'billing', 'orders')).toBe(-1)
  expect((await client.send(DeleteGroups, 2, { groupsNames: ['billing'] })).results[0]!.errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
})
