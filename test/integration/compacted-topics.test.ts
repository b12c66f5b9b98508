// A compacted topic as clients see it: holes between and inside batches, batches of nothing, tombstones; read from anywhere, forwards, backwards and by time.
import { Kafka, logLevel } from 'kafkajs'
import { expect, test } from 'vitest'
import { createTopic } from '../../core/client/admin/topics.ts'
import { browse } from '../../core/scan/browse.ts'
import type { ReadingStart } from '../../core/scan/reading-plan.ts'
import { batches } from '../../core/protocol/records/record-batch.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { kafkajs } from '../support/clients/kafkajs.ts'
import { kcat, kcatMissing } from '../support/clients/kcat.ts'
import { platformatic } from '../support/clients/platformatic.ts'
import type { ReceivedRecord } from '../support/clients/client-driver.ts'
import { connectTo } from '../support/cluster.ts'

const T = Date.UTC(2026, 0, 1)

/** 200 records of 20 keys by an idempotent producer, 10 of its keys again by another, 5 of these deleted. */
async function compactedTopic(configs: Record<string, string> = {}): Promise<{ broker: TestBroker; left: string[] }> {
  const broker = await startTestBroker()
  await createTopic(connectTo(broker.address), { name: 'customers', partitionCount: 1, configs: { 'cleanup.policy': 'compact', ...configs } })
  const kafka = new Kafka({ clientId: 'test', brokers: [broker.bootstrap], logLevel: logLevel.NOTHING })
  const send = async (idempotent: boolean, values: readonly (readonly [string, string | null])[], at: number): Promise<void> => {
    const producer = kafka.producer({ idempotent, maxInFlightRequests: 1 })
    await producer.connect()
    for (let i = 0; i < values.length; i += 10) {
      const messages = values.slice(i, i + 10).map(([key, value], j) => ({ key, value, timestamp: String(T + at + i + j), headers: {} }))
      await producer.send({ topic: 'customers', messages })
    }
    await producer.disconnect()
  }
  await send(true, Array.from({ length: 200 }, (_, i) => [`customer ${i % 20}`, `version ${i}`] as const), 0)
  await send(false, Array.from({ length: 10 }, (_, i) => [`customer ${10 + i}`, `version ${200 + i}`] as const), 1000)
  await send(false, Array.from({ length: 5 }, (_, i) => [`customer ${10 + i}`, null] as const), 2000)
  expect(await broker.context.cleaner.compactNow()).toMatchObject({ partitions: 1 })
  const left = [...Array.from({ length: 10 }, (_, i) => `customer ${i}=version ${180 + i}@${180 + i}`), ...Array.from({ length: 5 }, (_, i) => `customer ${15 + i}=version ${205 + i}@${205 + i}`)]
  return { broker, left }
}

const tombstones = Array.from({ length: 5 }, (_, i) => `customer ${10 + i}=null@${210 + i}`)

function headersOf({ context: { logs, topics } }: TestBroker) {
  return [...batches(logs.get(topics.get('customers')!.partitions[0]!)!.read(0, 1_000_000, true))].map(({ header }) => header)
}

test.each([kafkajs, platformatic, kcat])('$name reads what is left, each record at the offset it always had', async (client) => {
  if (client === kcat && kcatMissing()) return
  const { broker, left } = await compactedTopic()
  const received: ReceivedRecord[] = []
  const member = await client.join(broker.bootstrap, 'customers', `readers of ${client.name}`.replaceAll(' ', '-'), (record) => void received.push(record))
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(20)
  await member.leave()
  expect(received.slice(0, 15).map(({ key, value, offset }) => `${key}=${value}@${offset}`)).toEqual(left)
  expect(received.slice(15).map(({ offset }) => offset)).toEqual([210, 211, 212, 213, 214])
})

test('batches of which nothing is left are gone, but for the one that says how far a producer has got', async () => {
  const { broker } = await compactedTopic()
  const headers = headersOf(broker)
  expect(headers.map(({ baseOffset, recordCount }) => [baseOffset, recordCount])).toEqual([[180, 10], [190, 0], [200, 5], [210, 5]])
  expect(headers[1]!.baseSequence + headers[1]!.lastOffsetDelta).toBe(199)
})

test('the workbench reads it from every end, counts by offsets and finds by time', async () => {
  const { broker, left } = await compactedTopic()
  const cluster = connectTo(broker.address)
  const read = async (start: ReadingStart, limit = 1000): Promise<string[]> => {
    const rows: string[] = []
    const project = ({ key, value, offset }: { key: Buffer | null; value: Buffer | null; offset: bigint }): string => `${String(key)}=${String(value)}@${offset}`
    for await (const event of browse(cluster, 'customers', { start, query: '', limit, project, budget: null, signal: new AbortController().signal })) rows.push(...event.rows)
    return rows
  }
  const all = [...left, ...tombstones]
  expect(await read({ kind: 'oldest' })).toEqual(all)
  expect((await read({ kind: 'newest' })).toReversed()).toEqual(all)
  expect((await read({ kind: 'newest' }, 7)).toReversed()).toEqual(all.slice(-7))
  const kafka = new Kafka({ clientId: 'test', brokers: [broker.bootstrap], logLevel: logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  const at = async (ms: number): Promise<string> => (await admin.fetchTopicOffsetsByTimestamp('customers', T + ms))[0]!.offset
  expect([await at(0), await at(185), await at(195), await at(1003), await at(1007), await at(2004), await at(2005)]).toEqual(['180', '185', '205', '205', '207', '214', '215'])
  expect(await admin.fetchTopicOffsets('customers')).toEqual([{ partition: 0, offset: '215', high: '215', low: '0' }])
  await admin.disconnect()
})

test('tombstones are gone once delete.retention.ms has passed, and it is the same after a restart', async () => {
  const { broker, left } = await compactedTopic({ 'delete.retention.ms': '0' })
  const check = async (of: TestBroker, groupId: string): Promise<void> => {
    expect(headersOf(of).map(({ baseOffset, recordCount }) => [baseOffset, recordCount])).toEqual([[180, 10], [190, 0], [200, 5], [210, 0]])
    expect(of.context.logs.get(of.context.topics.get('customers')!.partitions[0]!)!.logEndOffset).toBe(215)
    const received: ReceivedRecord[] = []
    const member = await kafkajs.join(of.bootstrap, 'customers', groupId, (record) => void received.push(record))
    await expect.poll(() => received.length, { timeout: 20_000 }).toBe(15)
    expect(received.map(({ key, value, offset }) => `${key}=${value}@${offset}`)).toEqual(left)
    await member.leave()
  }
  await check(broker, 'before')
  await broker.stop()
  const restarted = await startTestBroker({}, { directory: broker.directory })
  await check(restarted, 'after')
})
