// TxnOffsetCommit: offsets of a group that count once the transaction commits.
import { describe, expect, it } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TxnOffsetCommit } from '../../../../core/protocol/messages/txn-offset-commit.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { versions } from '../../../support/handler-context.ts'
import { committedOffset, connect, startWithOrders, TestProducer } from '../../../support/transactions.ts'

const UNSTABLE = { errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT }

describe.each(versions(TxnOffsetCommit))('TxnOffsetCommit v%i', (version) => {
  it('needs its group in the transaction, which v5 adds', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    const outside = version < 4 ? ErrorCode.INVALID_TXN_STATE : version === 4 ? ErrorCode.TRANSACTION_ABORTABLE : 0
    expect(await producer.commitOffset('billing', 'orders', 0, 5, { version })).toBe(outside)
    await producer.addOffsets('billing')
    expect(await producer.commitOffset('billing', 'orders', 0, 5, { version })).toBe(0)
    expect(await committedOffset(client, 'billing', 'orders')).toEqual(UNSTABLE)
    await producer.end(true)
    expect(await committedOffset(client, 'billing', 'orders')).toBe(5)
  })

  it('refuses who is not the producer of the transaction', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    expect(await producer.commitOffset('billing', 'orders', 0, 5, { version, claim: { ...producer.claim, producerEpoch: 5 } })).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
    expect(await producer.commitOffset('billing', 'orders', 0, 5, { version, claim: { producerId: 99, producerEpoch: 0 } })).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
    expect(await committedOffset(client, 'billing', 'orders')).toBe(-1)
  })

  it('answers for a partition that does not exist', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    await producer.addOffsets('billing')
    expect(await producer.commitOffset('billing', 'nothing', 0, 5, { version })).toBe(version < 6 ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.UNKNOWN_TOPIC_ID)
  })
})

describe.each(versions(TxnOffsetCommit, 3))('v%i', (version) => {
  it('fences members that are none (KIP-447)', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    await producer.addOffsets('billing')
    expect(await producer.commitOffset('billing', 'orders', 0, 5, { version, memberId: 'zombie', generationIdOrMemberEpoch: 3 })).toBe(version < 6 ? ErrorCode.ILLEGAL_GENERATION : ErrorCode.GROUP_ID_NOT_FOUND)
    expect(await committedOffset(client, 'billing', 'orders')).toBe(-1)
  })
})

it('pending offsets survive a restart, and can still be committed or dropped', async () => {
  const { broker, client } = await startWithOrders()
  const [one, two] = [await TestProducer.start(client, 'one'), await TestProducer.start(client, 'two')]
  await one.commitOffset('billing', 'orders', 0, 5)
  await two.commitOffset('billing', 'orders', 1, 6)
  await broker.stop()
  const again = await connect(await startTestBroker({}, { directory: broker.directory }))
  expect([await committedOffset(again, 'billing', 'orders', 0), await committedOffset(again, 'billing', 'orders', 1)]).toEqual([UNSTABLE, UNSTABLE])
  for (const [producer, committed] of [[one, true], [two, false]] as const) {
    const restored = Object.assign(new TestProducer(again, producer.transactionalId), producer.claim)
    expect(await restored.end(committed)).toBe(0)
  }
  expect([await committedOffset(again, 'billing', 'orders', 0), await committedOffset(again, 'billing', 'orders', 1)]).toEqual([5, -1])
})
