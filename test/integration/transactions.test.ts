// Exactly once, over the wire: atomic commits, invisible aborts, fenced zombies, offsets that move with the data.
import { expect, it } from 'vitest'
import { ErrorCode } from '../../core/protocol/error-codes.ts'
import { MemoryDisk } from '../support/memory-disk.ts'
import { committedOffset, fetchPartition, readCommitted, startWithOrders, TestProducer } from '../support/transactions.ts'

it('a transaction becomes visible as a whole when it commits, over partitions and offsets', async () => {
  const { client } = await startWithOrders()
  const producer = await TestProducer.start(client, 't')
  expect([await producer.produce('orders', 0, ['a', 'b']), await producer.produce('orders', 1, ['c'])]).toEqual([0, 0])
  expect(await producer.commitOffset('billing', 'orders', 0, 7)).toBe(0)
  expect([await readCommitted(client, 'orders', 0), await readCommitted(client, 'orders', 1)]).toEqual([[], []])
  expect(await committedOffset(client, 'billing', 'orders')).toEqual({ errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT })
  expect(await fetchPartition(client, 'orders', 0)).toMatchObject({ highWatermark: 2, lastStableOffset: 0, abortedTransactions: [] })
  expect(await producer.end(true)).toBe(0)
  expect([await readCommitted(client, 'orders', 0), await readCommitted(client, 'orders', 1)]).toEqual([['a', 'b'], ['c']])
  expect(await committedOffset(client, 'billing', 'orders')).toBe(7)
  expect(await fetchPartition(client, 'orders', 0)).toMatchObject({ highWatermark: 3, lastStableOffset: 3 })
})

it('an aborted transaction is never seen by who reads committed data', async () => {
  const { client } = await startWithOrders()
  const producer = await TestProducer.start(client, 't')
  await producer.produce('orders', 0, ['a'])
  await producer.commitOffset('billing', 'orders', 0, 7)
  expect(await producer.end(false)).toBe(0)
  await producer.produce('orders', 0, ['b'])
  expect(await producer.end(true)).toBe(0)
  expect(await readCommitted(client, 'orders', 0)).toEqual(['b'])
  expect(await committedOffset(client, 'billing', 'orders')).toBe(-1)
  expect(await fetchPartition(client, 'orders', 0)).toMatchObject({ abortedTransactions: [{ producerId: producer.producerId, firstOffset: 0 }] })
  expect(producer.producerEpoch).toBe(2)
})

it('an end that could not be written did not happen: nothing of it is there, and it can be asked for again', async () => {
  const disk = new MemoryDisk()
  const { broker, client } = await startWithOrders({}, { disk: disk.mount() })
  const producer = await TestProducer.start(client, 't')
  await producer.produce('orders', 0, ['a'])
  await producer.produce('orders', 1, ['b'])
  await producer.commitOffset('billing', 'orders', 0, 7)
  disk.failNext(1)
  expect(await producer.end(true)).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  expect(await fetchPartition(client, 'orders', 0)).toMatchObject({ highWatermark: 1, lastStableOffset: 0 })
  expect(await committedOffset(client, 'billing', 'orders')).toEqual({ errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT })
  expect(await producer.describe()).toMatchObject({ transactionState: 'Ongoing', producerEpoch: 0 })
  expect(await producer.end(true)).toBe(0)
  expect([await readCommitted(client, 'orders', 0), await readCommitted(client, 'orders', 1)]).toEqual([['a'], ['b']])
  expect(await committedOffset(client, 'billing', 'orders')).toBe(7)
  expect(broker.logger.lines.filter((line) => line.startsWith('error'))).not.toEqual([])
})

it('a batch that could not be written takes the partition that it added with it', async () => {
  const disk = new MemoryDisk()
  const { client } = await startWithOrders({}, { disk: disk.mount() })
  const producer = await TestProducer.start(client, 't')
  disk.failNext(1)
  expect(await producer.produce('orders', 0, ['a'])).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
  expect((await producer.describe()).transactionState).toBe('Empty')
  expect([await producer.produce('orders', 0, ['a']), await producer.end(true)]).toEqual([0, 0])
  expect(await readCommitted(client, 'orders', 0)).toEqual(['a'])
})
