// A topic goes away under consumers that read it: each gets an answer, what is read is never half of something, and the broker goes on.
import { Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { ErrorCode } from '../../core/protocol/error-codes.ts'
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { DeleteTopics } from '../../core/protocol/messages/delete-topics.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'
import { batchCrcIsValid, batches, encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { WireClient } from '../support/wire-client.ts'

const ROUNDS = 8
const READERS = 4
const GONE: readonly number[] = [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.OFFSET_OUT_OF_RANGE]

async function connect(broker: TestBroker): Promise<WireClient> {
  const client = await WireClient.connect(broker.address.port)
  onTestFinished(() => client.close())
  return client
}

async function create(client: WireClient): Promise<void> {
  const { topics } = await client.send(CreateTopics, 5, { topics: [{ name: 'orders', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 30_000 })
  expect(topics[0]!.errorCode).toBe(ErrorCode.NONE)
}

async function remove(client: WireClient): Promise<void> {
  const { responses } = await client.send(DeleteTopics, 5, { topics: [], topicNames: ['orders'], timeoutMs: 30_000 })
  expect(responses[0]!.errorCode).toBe(ErrorCode.NONE)
}

/** Batches of 16 KiB, so that one fetch is many pages of the disk. */
async function fill(client: WireClient, round: number, count = 64): Promise<void> {
  const value = Buffer.alloc(16_384, `round ${round} `)
  const one = async (): Promise<number> => {
    const partitionData = [{ index: 0, records: encodeBatch({ records: [{ key: null, value, timestamp: round, headers: [] }] }) }]
    const { responses } = await client.send(Produce, 8, { acks: 1, timeoutMs: 30_000, topicData: [{ name: 'orders', partitionData }] })
    return responses[0]!.partitionResponses[0]!.errorCode
  }
  expect(new Set(await Promise.all(Array.from({ length: count }, one)))).toEqual(new Set([ErrorCode.NONE]))
}

const fetchFrom = (fetchOffset: number, maxWaitMs: number) => ({
  maxWaitMs,
  minBytes: 1,
  topics: [{ topic: 'orders', partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1_048_576 }] }],
  forgottenTopicsData: [],
})

/** Fetches from the start for as long as the topic is there; every record must be of this round, and whole. */
async function readUntilGone(client: WireClient, round: number, started: () => void): Promise<number> {
  for (;;) {
    const { responses } = await client.send(Fetch, 11, fetchFrom(0, 0))
    const { errorCode, records } = responses[0]!.partitions[0]!
    if (errorCode !== ErrorCode.NONE) return errorCode
    for (const { at, header } of batches(records!)) expect([batchCrcIsValid(records!, at, header), header.baseTimestamp]).toEqual([true, round])
    started()
  }
}

test('3.15.15: delete a topic while a consumer is fetching; the broker stays up', async () => {
  const broker = await startTestBroker()
  const admin = await connect(broker)
  const readers = await Promise.all(Array.from({ length: READERS }, async () => connect(broker)))
  const waiter = await connect(broker)
  for (let round = 1; round <= ROUNDS; round++) {
    await create(admin)
    await fill(admin, round)
    const parked = waiter.send(Fetch, 11, fetchFrom(64, 60_000))
    const started = readers.map(() => Promise.withResolvers<void>())
    const reading = Promise.all(readers.map(async (client, index) => readUntilGone(client, round, started[index]!.resolve)))
    await Promise.race([reading, Promise.all(started.map(({ promise }) => promise))])
    await remove(admin)
    const codes = await reading
    expect([...codes, (await parked).responses[0]!.partitions[0]!.errorCode].filter((code) => !GONE.includes(code))).toEqual([])
  }
  expect(broker.logger.lines.filter((line) => line.startsWith('error') || line.startsWith('warn'))).toEqual([])
})

test('a kafkajs consumer whose topic is deleted and made anew reads the new one', async () => {
  // Its questions for metadata would make the topic again.
  const broker = await startTestBroker({ 'auto.create.topics.enable': 'false' })
  const kafka = new Kafka({ clientId: 'reader', brokers: [broker.bootstrap], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 20, maxRetryTime: 100, retries: 100 } })
  const admin = await connect(broker)
  await create(admin)
  await fill(admin, 1)
  const consumer = kafka.consumer({ groupId: 'billing', maxWaitTimeInMs: 50, metadataMaxAge: 200 })
  onTestFinished(async () => consumer.disconnect())
  await consumer.connect()
  await consumer.subscribe({ topic: 'orders', fromBeginning: true })
  const rounds: string[] = []
  await consumer.run({ eachMessage: async ({ message }) => void rounds.push(message.timestamp) })
  await expect.poll(() => rounds.length, { timeout: 15_000 }).toBeGreaterThan(0)
  await remove(admin)
  await create(admin)
  // Fewer than before: a reader that stands at the very end of the new one would not know that it is another.
  await fill(admin, 2, 8)
  await expect.poll(() => rounds.includes('2'), { timeout: 20_000 }).toBe(true)
  expect(rounds.lastIndexOf('1')).toBeLessThan(rounds.indexOf('2'))
})
