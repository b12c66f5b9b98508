// Transactions of real clients: consume, transform, produce and commit offsets exactly once, through aborts, a zombie and a broker that is killed.
import { describe, expect, it, onTestFinished } from 'vitest'
import { Consumer as PlatformaticConsumer, MessagesStreamFallbackModes, MessagesStreamModes, Producer as PlatformaticProducer, stringDeserializers, stringSerializers } from '@platformatic/kafka'
import { Kafka, logLevel, type Producer } from 'kafkajs'
import { ErrorCode } from '../../core/protocol/error-codes.ts'
import { startBrokerProcess } from '../support/broker-process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { committedOffset, connect, createTopic, readCommitted, startWithOrders, TestProducer } from '../support/transactions.ts'
import { WireClient } from '../support/wire-client.ts'

const kafkaOf = (bootstrap: string) => new Kafka({ clientId: 'txn', brokers: [bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 8, initialRetryTime: 50 } })

async function transactional(bootstrap: string, transactionalId: string): Promise<Producer> {
  const producer = kafkaOf(bootstrap).producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  onTestFinished(() => producer.disconnect().catch(() => undefined))
  return producer
}

describe('kafkajs (transactions of version 1)', () => {
  it('commits records of several partitions with offsets, and aborts unseen', async () => {
    const { broker, client } = await startWithOrders()
    const producer = await transactional(broker.bootstrap, 't')
    for (const [value, commits] of [['a', true], ['b', false], ['c', true]] as const) {
      const transaction = await producer.transaction()
      await transaction.send({ topic: 'orders', messages: [{ partition: 0, value }, { partition: 1, value }] })
      await transaction.sendOffsets({ consumerGroupId: 'billing', topics: [{ topic: 'orders', partitions: [{ partition: 0, offset: value === 'b' ? '77' : '5' }] }] })
      await (commits ? transaction.commit() : transaction.abort())
      expect(await committedOffset(client, 'billing', 'orders')).toBe(5)
    }
    expect([await readCommitted(client, 'orders', 0), await readCommitted(client, 'orders', 1)]).toEqual([['a', 'c'], ['a', 'c']])
  })

  it('consumes, transforms and produces every record exactly once, though half of the transactions abort', async () => {
    const { broker, client } = await startWithOrders()
    const kafka = kafkaOf(broker.bootstrap)
    const source = kafka.producer()
    await source.connect()
    const values = Array.from({ length: 40 }, (_, i) => `v${i}`)
    await source.send({ topic: 'orders', messages: values.map((value, i) => ({ partition: 0, key: String(i), value })) })
    await source.disconnect()
    const producer = await transactional(broker.bootstrap, 't')
    const consumer = kafka.consumer({ groupId: 'transform', maxWaitTimeInMs: 100, maxBytes: 400 })
    await consumer.connect()
    onTestFinished(() => consumer.disconnect())
    await consumer.subscribe({ topics: ['orders'], fromBeginning: true })
    let rounds = 0
    let done!: () => void
    const finished = new Promise<void>((resolve) => (done = resolve))
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset }) => {
        const taken = batch.messages.slice(0, 5)
        const transaction = await producer.transaction()
        await transaction.send({ topic: 'orders', messages: taken.map(({ value }) => ({ partition: 1, value: `${String(value)}!` })) })
        const next = String(Number(taken.at(-1)!.offset) + 1)
        await transaction.sendOffsets({ consumerGroupId: 'transform', topics: [{ topic: 'orders', partitions: [{ partition: 0, offset: next }] }] })
        if (batch.partition !== 0) throw new Error('only partition 0 is read')
        if (rounds++ % 2 === 1) {
          await transaction.abort()
          consumer.seek({ topic: 'orders', partition: 0, offset: taken[0]!.offset })
          return
        }
        await transaction.commit()
        resolveOffset(taken.at(-1)!.offset)
        consumer.seek({ topic: 'orders', partition: 0, offset: next })
        if (next === '40') {
          consumer.pause([{ topic: 'orders' }])
          done()
        }
      },
    })
    consumer.pause([{ topic: 'orders', partitions: [1] }])
    await finished
    expect(await readCommitted(client, 'orders', 1)).toEqual(values.map((value) => `${value}!`))
    expect(await committedOffset(client, 'transform', 'orders')).toBe(40)
    expect(rounds).toBeGreaterThan(8)
  })

  it('a producer that starts again fences the one before', async () => {
    const { broker, client } = await startWithOrders()
    const zombie = await transactional(broker.bootstrap, 't')
    const lost = await zombie.transaction()
    await lost.send({ topic: 'orders', messages: [{ partition: 0, value: 'lost' }] })
    const successor = await transactional(broker.bootstrap, 't')
    await successor.transaction().then(async (transaction) => {
      await transaction.send({ topic: 'orders', messages: [{ partition: 0, value: 'kept' }] })
      await transaction.commit()
    })
    await expect(lost.commit()).rejects.toThrow(/epoch/)
    expect(await readCommitted(client, 'orders', 0)).toEqual(['kept'])
  })
})

describe('@platformatic/kafka', () => {
  it('commits records with the offsets of the messages they were made from, and aborts unseen', async () => {
    const { broker, client } = await startWithOrders()
    const source = await TestProducer.start(client, 'source')
    await source.produce('orders', 0, ['a', 'b', 'c'])
    await source.end(true)
    const base = { clientId: 'txn', bootstrapBrokers: [broker.bootstrap] }
    const producer = new PlatformaticProducer({ ...base, idempotent: true, transactionalId: 't', serializers: stringSerializers })
    const consumer = new PlatformaticConsumer({ ...base, groupId: 'transform', deserializers: stringDeserializers, maxWaitTime: 100, isolationLevel: 1 })
    onTestFinished(async () => {
      await producer.close()
      await consumer.close(true)
    })
    const stream = await consumer.consume({ topics: ['orders'], autocommit: false, mode: MessagesStreamModes.COMMITTED, fallbackMode: MessagesStreamFallbackModes.EARLIEST })
    const read: string[] = []
    for await (const message of stream) {
      if (message.partition !== 0) continue
      read.push(message.value)
      const transaction = await producer.beginTransaction()
      await transaction.addConsumer(consumer)
      await transaction.send({ messages: [{ topic: 'orders', partition: 1, value: `${message.value}!` }] })
      await transaction.addOffset(message)
      await (message.value === 'b' ? transaction.abort() : transaction.commit())
      if (read.length === 3) break
    }
    await stream.close()
    expect(read).toEqual(['a', 'b', 'c'])
    expect(await readCommitted(client, 'orders', 1)).toEqual(['a!', 'c!'])
    // platformatic commits the offset of the message itself or of the next, by its release; never that of an abort.
    expect([2, 3]).toContain(await committedOffset(client, 'transform', 'orders'))
  })
})

it('a transaction survives a restart of the broker and is aborted by its timeout, which fences the producer', async () => {
  const directory = await tempFolder()
  const settings = ['transaction.abort.timed.out.transaction.cleanup.interval.ms=50']
  const first = await startBrokerProcess(directory, { settings })
  const client = await WireClient.connect(first.port)
  await createTopic(client, 'orders')
  const producer = await TestProducer.start(client, 't', 1500)
  await producer.produce('orders', 0, ['a'])
  await producer.commitOffset('billing', 'orders', 0, 7)
  await first.kill()
  const second = await startBrokerProcess(directory, { settings })
  onTestFinished(async () => void (await second.stop()))
  const again = await connect({ address: { host: '127.0.0.1', port: second.port } })
  const zombie = Object.assign(new TestProducer(again, 't'), producer.claim)
  expect((await zombie.describe()).transactionState).toBe('Ongoing')
  expect(await committedOffset(again, 'billing', 'orders')).toEqual({ errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT })
  await expect.poll(async () => (await zombie.describe()).transactionState, { timeout: 10_000 }).toBe('CompleteAbort')
  expect(await zombie.produce('orders', 0, ['late'], { baseSequence: 1 })).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
  expect([await zombie.addPartitions('orders', [0]), await zombie.end(true, { version: 3 }), await zombie.end(true)]).toEqual([[ErrorCode.PRODUCER_FENCED], ErrorCode.PRODUCER_FENCED, ErrorCode.INVALID_TXN_STATE])
  expect([await readCommitted(again, 'orders', 0), await committedOffset(again, 'billing', 'orders')]).toEqual([[], -1])
})
