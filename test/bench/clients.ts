// What a Node application sees: @platformatic/kafka against the broker, single messages and batches, produce and consume.
import { Admin, Consumer, MessagesStreamModes, Producer } from '@platformatic/kafka'
import { systemRandom } from '../../core/base/random.ts'
import { closedLoop, report, withFolder } from './measure.ts'
import { startBrokerProcess } from '../support/broker-process.ts'

const SINGLES = 20_000
const BATCHES = 2000
const BATCH = 100

await withFolder(async (folder) => {
  const broker = await startBrokerProcess(folder)
  const base = { clientId: 'bench', bootstrapBrokers: [`127.0.0.1:${broker.port}`] }
  const admin = new Admin(base)
  await admin.createTopics({ topics: ['clients'], partitions: 4, replicas: 1 })
  await admin.close()
  const produced = await produce(base)
  await consume(base, produced)
  await broker.stop()
})

async function produce(base: { clientId: string; bootstrapBrokers: string[] }): Promise<number> {
  const producer = new Producer({ ...base, autocreateTopics: false })
  const value = systemRandom.bytes(200)
  const message = { topic: 'clients', value }
  await closedLoop(64, 500, () => producer.send({ messages: [message], acks: -1 }))
  const single = await closedLoop(64, SINGLES, () => producer.send({ messages: [message], acks: -1 }))
  report({ name: '@platformatic/kafka, produce single messages of 200 B, 64 in flight', value: SINGLES / single, unit: 'records/s' })
  const messages = Array.from({ length: BATCH }, () => message)
  const batched = await closedLoop(16, BATCHES, () => producer.send({ messages, acks: -1 }))
  report({ name: `@platformatic/kafka, produce ${BATCH} messages a call, 16 in flight`, value: (BATCHES * BATCH) / batched, unit: 'records/s' })
  await producer.close()
  return 500 + SINGLES + BATCHES * BATCH
}

async function consume(base: { clientId: string; bootstrapBrokers: string[] }, expected: number): Promise<void> {
  const consumer = new Consumer({ ...base, groupId: 'bench', maxWaitTime: 200 })
  const stream = await consumer.consume({ topics: ['clients'], mode: MessagesStreamModes.EARLIEST, autocommit: false })
  let seen = 0
  const started = performance.now()
  for await (const _ of stream) if (++seen === expected) break
  report({ name: '@platformatic/kafka, consume', value: seen / ((performance.now() - started) / 1000), unit: 'records/s' })
  await consumer.close(true)
}
