// kafkajs 2.2.4, unmodified: it has gzip built in and never speaks flexible versions.
import { CompressionTypes, type Consumer, Kafka, logLevel } from 'kafkajs'
import type { ClientDriver } from './client-driver.ts'

const kafka = (bootstrap: string): Kafka => new Kafka({ clientId: 'journey', brokers: [bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 8, initialRetryTime: 50 } })

export const kafkajs: ClientDriver = {
  name: 'kafkajs',
  codecs: ['none', 'gzip'],

  async createTopic(bootstrap, topic, partitions) {
    const admin = kafka(bootstrap).admin()
    await admin.connect()
    await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true })
    await admin.disconnect()
  },

  async produce(bootstrap, topic, codec, records) {
    const producer = kafka(bootstrap).producer()
    await producer.connect()
    for (let at = 0; at < records.length; at += 500) {
      await producer.send({
        topic,
        acks: -1,
        compression: codec === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None,
        messages: records.slice(at, at + 500).map(({ key, value, headers }) => ({ key, value, headers })),
      })
    }
    await producer.disconnect()
  },

  async join(bootstrap, topic, groupId, receive) {
    const consumer: Consumer = kafka(bootstrap).consumer({ groupId, sessionTimeout: 10_000, heartbeatInterval: 300, maxWaitTimeInMs: 200 })
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    const joined = new Promise<void>((resolve) => consumer.on('consumer.group_join', () => resolve()))
    await consumer.run({
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, heartbeat, commitOffsetsIfNecessary }) => {
        for (const message of batch.messages) {
          receive({
            partition: batch.partition,
            offset: Number(message.offset),
            key: String(message.key),
            value: String(message.value),
            headers: Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)])),
          })
          resolveOffset(message.offset)
        }
        await commitOffsetsIfNecessary()
        await heartbeat()
      },
    })
    await joined
    return { leave: () => consumer.disconnect() }
  },
}
