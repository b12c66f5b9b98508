// What clients and tools ask of records, log directories, reassignments, quotas and fetch sessions, by kafkajs and @platformatic/kafka, unmodified.
import { Admin, Consumer, MessagesStreamFallbackModes, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka'
import { Kafka, logLevel } from 'kafkajs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { batchOf } from '../support/logs.ts'
import { WireClient } from '../support/wire-client.ts'

async function kafkajsOf(broker: TestBroker) {
  const kafka = new Kafka({ clientId: 'tools', brokers: [broker.bootstrap], logLevel: logLevel.NOTHING })
  const [admin, producer] = [kafka.admin(), kafka.producer()]
  await Promise.all([admin.connect(), producer.connect()])
  onTestFinished(async () => {
    await Promise.all([admin.disconnect(), producer.disconnect()])
  })
  return { admin, producer }
}

function platformaticOf(broker: TestBroker): Admin {
  const admin = new Admin({ clientId: 'tools', bootstrapBrokers: [broker.bootstrap] })
  onTestFinished(async () => admin.close())
  return admin
}

const messages = (count: number) => Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: `v${i}` }))

describe('records', () => {
  test('are deleted by kafkajs and by platformatic, up to an offset and all of them', async () => {
    const broker = await startTestBroker()
    const { admin, producer } = await kafkajsOf(broker)
    await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 1 }] })
    await producer.send({ topic: 'orders', messages: messages(10) })
    await admin.fetchTopicOffsets('orders') // kafkajs looks for the leader before it asks who it is
    await admin.deleteTopicRecords({ topic: 'orders', partitions: [{ partition: 0, offset: '4' }] })
    expect(await admin.fetchTopicOffsets('orders')).toMatchObject([{ low: '4', high: '10' }])
    await expect(admin.deleteTopicRecords({ topic: 'orders', partitions: [{ partition: 0, offset: '11' }] })).rejects.toMatchObject({
      message: expect.stringContaining('Error while deleting records') as string,
    })
    const deleted = await platformaticOf(broker).deleteRecords({ topics: [{ name: 'orders', partitions: [{ partition: 0, offset: -1n }] }] })
    expect(deleted).toEqual([{ name: 'orders', partitions: [{ partition: 0, lowWatermark: 10n }] }])
    expect(await admin.fetchTopicOffsets('orders')).toMatchObject([{ low: '10', high: '10' }])
  })
})

describe('the cluster of one', () => {
  test('tells its log directory and the sizes in it', async () => {
    const broker = await startTestBroker()
    const { admin, producer } = await kafkajsOf(broker)
    await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 2 }] })
    await producer.send({ topic: 'orders', messages: [{ partition: 1, value: 'x'.repeat(500) }] })
    const [described] = await platformaticOf(broker).describeLogDirs({ topics: [{ name: 'orders', partitions: [0, 1] }] })
    expect(described).toMatchObject({ broker: 1, results: [{ logDir: broker.directory, topics: [{ name: 'orders' }] }] })
    const sizes = described!.results[0]!.topics[0]!.partitions.map(({ partitionSize }) => partitionSize)
    expect([Number(sizes[0]), Number(sizes[1]) > 500]).toEqual([0, true])
  })

  test('moves nothing: kafkajs is told so', async () => {
    const broker = await startTestBroker()
    const { admin } = await kafkajsOf(broker)
    await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 1 }] })
    await admin.alterPartitionReassignments({ topics: [{ topic: 'orders', partitionAssignment: [{ partition: 0, replicas: [1] }] }] })
    expect(await admin.listPartitionReassignments({})).toEqual({ topics: [] })
    await expect(
      admin.alterPartitionReassignments({ topics: [{ topic: 'orders', partitionAssignment: [{ partition: 0, replicas: [1, 2] }] }] }),
    ).rejects.toMatchObject({ errors: [{ type: 'INVALID_REPLICA_ASSIGNMENT' }] })
  })
})

describe('quotas', () => {
  test('are set, listed and removed by platformatic', async () => {
    const broker = await startTestBroker()
    const admin = platformaticOf(broker)
    const entity = { entityType: 'client-id' as const, entityName: 'slow' }
    await admin.alterClientQuotas({ entries: [{ entities: [entity], ops: [{ key: 'producer_byte_rate', value: 1_000, remove: false }] }] })
    expect(await admin.describeClientQuotas({ components: [{ entityType: 'client-id', matchType: 0, match: 'slow' }] })).toEqual([
      { entity: [entity], values: [{ key: 'producer_byte_rate', value: 1_000 }] },
    ])
    await admin.alterClientQuotas({ entries: [{ entities: [entity], ops: [{ key: 'producer_byte_rate', remove: true }] }] })
    expect(await admin.describeClientQuotas({ components: [] })).toEqual([])
  })

  test('keep a producer quiet for as long as its answer says, though it sends on at once', async () => {
    const broker = await startTestBroker()
    await broker.context.topics.create({ name: 'orders', partitionCount: 1, configs: {} })
    await broker.context.clientQuotas.alter([{ entity: new Map([['client-id', 'wire']]), changes: [{ key: 'producer_byte_rate', value: 10_000 }] }], false)
    const client = await WireClient.connect(broker.address.port)
    onTestFinished(() => client.close())
    const send = (acks: number) =>
      client.send(Produce, 9, { transactionalId: null, acks, timeoutMs: 1000, topicData: [{ name: 'orders', partitionData: [{ index: 0, records: batchOf(1, Date.now(), { records: [{ key: null, value: Buffer.alloc(51_000), timestamp: 0 }] }) }] }] })
    expect((await send(-1)).throttleTimeMs).toBe(0)
    const { throttleTimeMs } = await send(-1)
    expect(throttleTimeMs).toBeGreaterThan(100)
    const sentMs = performance.now()
    await client.send(Fetch, 11, { maxWaitMs: 0, minBytes: 0, topics: [], forgottenTopicsData: [] })
    expect(performance.now() - sentMs).toBeGreaterThan(throttleTimeMs - 50)
  })
})

describe('fetch sessions', () => {
  test('serve a consumer of many partitions that says only what has changed', async () => {
    const broker = await startTestBroker()
    const { admin, producer } = await kafkajsOf(broker)
    await admin.createTopics({ topics: [{ topic: 'wide', numPartitions: 40 }] })
    const consumer = new Consumer({ clientId: 'reader', bootstrapBrokers: [broker.bootstrap], groupId: 'readers', deserializers: stringDeserializers, maxWaitTime: 50 })
    const stream = await consumer.consume({ topics: ['wide'], autocommit: false, mode: MessagesStreamModes.LATEST, fallbackMode: MessagesStreamFallbackModes.EARLIEST })
    onTestFinished(async () => {
      await stream.close()
      await consumer.close(true)
    })
    const received: string[] = []
    stream.on('data', (message: { partition: number; value?: string | undefined }) => void received.push(`${message.partition}=${message.value}`))
    await expect.poll(() => broker.context.fetchSessions.partitionCount, { timeout: 10_000 }).toBe(40)
    const expected: string[] = []
    for (let round = 0; round < 5; round++) {
      const sent = Array.from({ length: 8 }, (_, i) => ({ partition: (i * 5 + round) % 40, value: `${round}-${i}` }))
      expected.push(...sent.map(({ partition, value }) => `${partition}=${value}`))
      await producer.send({ topic: 'wide', messages: sent })
      await expect.poll(() => received.length, { timeout: 10_000 }).toBe(expected.length)
    }
    expect(received.sort()).toEqual(expected.sort())
    expect(broker.context.fetchSessions.count).toBe(1)
  })
})
