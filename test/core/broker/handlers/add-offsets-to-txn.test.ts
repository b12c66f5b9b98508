// AddOffsetsToTxn: offsets of a group become part of a transaction.
import { describe, expect, it } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { AddOffsetsToTxn } from '../../../../core/protocol/messages/add-offsets-to-txn.ts'
import { versions } from '../../../support/handler-context.ts'
import { committedOffset, startWithOrders, TestProducer } from '../../../support/transactions.ts'

describe.each(versions(AddOffsetsToTxn))('AddOffsetsToTxn v%i', (version) => {
  it('begins a transaction, in which offsets of the group may be committed', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    expect(await producer.addOffsets('billing', { version })).toBe(0)
    expect(await producer.describe()).toMatchObject({ transactionState: 'Ongoing', topics: [{ topic: '__consumer_offsets', partitions: [9] }] })
    expect(await producer.commitOffset('billing', 'orders', 0, 5, { version: 3 })).toBe(0)
    expect(await producer.end(true, { version: 3 })).toBe(0)
    expect(await committedOffset(client, 'billing', 'orders')).toBe(5)
  })

  it('refuses who is not the producer of the transaction', async () => {
    const { client } = await startWithOrders()
    const producer = await TestProducer.start(client, 't')
    const fenced = version < 2 ? ErrorCode.INVALID_PRODUCER_EPOCH : ErrorCode.PRODUCER_FENCED
    expect(await producer.addOffsets('billing', { version, claim: { ...producer.claim, producerEpoch: 5 } })).toBe(fenced)
    expect(await new TestProducer(client, 'nobody').addOffsets('billing', { version })).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
    expect(await new TestProducer(client, '').addOffsets('billing', { version })).toBe(ErrorCode.INVALID_REQUEST)
  })
})
