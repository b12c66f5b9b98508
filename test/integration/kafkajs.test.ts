// kafkajs 2.2.4, unmodified: the client that is never flexible and sends everything but Fetch over one connection.
import { CompressionTypes, type EachMessagePayload, Kafka, logLevel } from 'kafkajs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startTestBroker, type TestBroker } from '../support/broker.ts'

function kafkaOf(broker: TestBroker): Kafka {
  return new Kafka({ clientId: 'smoke', brokers: [broker.bootstrap], logLevel: logLevel.NOTHING })
}

async function createTopic(kafka: Kafka, topic: string, numPartitions: number): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  expect(await admin.createTopics({ topics: [{ topic, numPartitions }] })).toBe(true)
  await admin.disconnect()
}

async function produce(kafka: Kafka, topic: string, values: readonly string[]): Promise<void> {
  const producer = kafka.producer()
  await producer.connect()
  for (const compression of [CompressionTypes.None, CompressionTypes.GZIP]) {
    const messages = values.map((value, i) => ({ key: `key-${i}`, value: `${value}-${compression}`, headers: { kind: 'smoke' } }))
    await producer.send({ topic, messages, compression })
  }
  await producer.disconnect()
}

/** Joins the group and collects until there are `count` messages; commits and leaves. */
async function consume(kafka: Kafka, topic: string, groupId: string, count: number): Promise<EachMessagePayload[]> {
  const received: EachMessagePayload[] = []
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 })
  onTestFinished(async () => consumer.disconnect())
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({ eachMessage: async (payload) => void received.push(payload) })
  await expect.poll(() => received.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count)
  await consumer.disconnect()
  return received
}

describe('kafkajs', () => {
  test('creates a topic, produces to it and consumes it in a group, then resumes where the group was after a restart', async () => {
    const broker = await startTestBroker()
    const kafka = kafkaOf(broker)
    await createTopic(kafka, 'orders', 3)
    const values = Array.from({ length: 50 }, (_, i) => `value-${i}`)
    await produce(kafka, 'orders', values)

    const received = await consume(kafka, 'orders', 'billing', 100)
    const expected = [CompressionTypes.None, CompressionTypes.GZIP].flatMap((codec) => values.map((value) => `${value}-${codec}`))
    expect(received.map(({ message }) => message.value!.toString()).sort()).toEqual(expected.sort())
    expect(new Set(received.map(({ partition }) => partition)).size).toBe(3)
    expect(received.every(({ message }) => message.headers!['kind']!.toString() === 'smoke')).toBe(true)

    await broker.stop()
    const restarted = await startTestBroker({}, { directory: broker.directory, port: broker.address.port })
    await produce(kafkaOf(restarted), 'orders', ['after'])
    const resumed = await consume(kafkaOf(restarted), 'orders', 'billing', 2)
    expect(resumed.map(({ message }) => message.value!.toString()).sort()).toEqual(['after-0', 'after-1'])
    expect([...broker.logger.lines, ...restarted.logger.lines].filter((line) => !line.startsWith('info Group '))).toEqual([])
  })

  test('is answered by the errors it expects: a topic that exists, an unknown group', async () => {
    const broker = await startTestBroker()
    const admin = kafkaOf(broker).admin()
    onTestFinished(async () => admin.disconnect())
    await admin.connect()
    expect(await admin.createTopics({ topics: [{ topic: 'orders' }] })).toBe(true)
    expect(await admin.createTopics({ topics: [{ topic: 'orders' }] })).toBe(false)
    expect((await admin.describeCluster()).brokers).toEqual([{ nodeId: 1, ...broker.address }])
    expect(await admin.fetchOffsets({ groupId: 'nobody', topics: ['orders'] })).toEqual([
      { topic: 'orders', partitions: [{ partition: 0, offset: '-1', metadata: null }] },
    ])
  })
})
