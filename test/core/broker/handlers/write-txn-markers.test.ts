// WriteTxnMarkers: how an administrator ends a transaction that hangs.
import { describe, expect, it } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { WriteTxnMarkers } from '../../../../core/protocol/messages/write-txn-markers.ts'
import { versions } from '../../../support/handler-context.ts'
import { fetchPartition, readCommitted, startWithOrders, TestProducer } from '../../../support/transactions.ts'

/** A transaction that the coordinator does not know: the producer wrote to a partition without adding it, which the broker was told to allow. */
async function hanging() {
  const { client } = await startWithOrders({ 'transaction.partition.verification.enable': 'false' })
  const producer = await TestProducer.start(client, 't')
  expect(await producer.produce('orders', 0, ['a'], { version: 9 })).toBe(0)
  const mark = async (version: number, changes: { producerId?: number; producerEpoch?: number; coordinatorEpoch?: number; transactionVersion?: number; partition?: number; transactionResult?: boolean } = {}) => {
    const { partition = 0, ...more } = changes
    const marker = { ...producer.claim, transactionResult: false, coordinatorEpoch: 0, topics: [{ name: 'orders', partitionIndexes: [partition] }], ...more }
    const response = await client.send(WriteTxnMarkers, version, { markers: [marker] })
    return response.markers[0]!.topics[0]!.partitions[0]!.errorCode
  }
  return { client, producer, mark }
}

describe.each(versions(WriteTxnMarkers))('WriteTxnMarkers v%i', (version) => {
  it('ends the transaction on the partition', async () => {
    const { client, producer, mark } = await hanging()
    expect((await fetchPartition(client, 'orders', 0)).lastStableOffset).toBe(0)
    expect(await mark(version)).toBe(0)
    expect(await fetchPartition(client, 'orders', 0)).toMatchObject({ lastStableOffset: 2, abortedTransactions: [{ producerId: producer.producerId, firstOffset: 0 }] })
    expect(await readCommitted(client, 'orders', 0)).toEqual([])
  })

  it('refuses producers and epochs that cannot be', async () => {
    const { mark } = await hanging()
    expect([await mark(version, { producerId: -1 }), await mark(version, { producerEpoch: -1 })]).toEqual([ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.UNKNOWN_SERVER_ERROR])
  })

  it('can commit as well', async () => {
    const { client, mark } = await hanging()
    expect(await mark(version, { transactionResult: true })).toBe(0)
    expect(await readCommitted(client, 'orders', 0)).toEqual(['a'])
  })

  it('refuses older epochs and coordinators, and partitions that do not exist', async () => {
    const { mark } = await hanging()
    expect(await mark(version, { coordinatorEpoch: 2, producerEpoch: 1 })).toBe(0)
    expect([await mark(version, { producerEpoch: 0 }), await mark(version, { producerEpoch: 1, coordinatorEpoch: 1 }), await mark(version, { partition: 9 })]).toEqual([
      ErrorCode.INVALID_PRODUCER_EPOCH,
      ErrorCode.TRANSACTION_COORDINATOR_FENCED,
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    ])
  })
})

it('v2: from transaction version 2 on the epoch must be newer', async () => {
  const { mark } = await hanging()
  expect([await mark(2, { transactionVersion: 2 }), await mark(2, { transactionVersion: 2, producerEpoch: 1 })]).toEqual([ErrorCode.INVALID_PRODUCER_EPOCH, 0])
})

it('a transaction that was ended by hand ends in order as well', async () => {
  const { client, producer, mark } = await hanging()
  await producer.addPartitions('orders', [0])
  expect(await mark(1, { producerEpoch: 9 })).toBe(0)
  expect(await producer.end(true, { version: 4 })).toBe(0)
  expect(await readCommitted(client, 'orders', 0)).toEqual([])
})
