import { describe, expect, test } from 'vitest'
import { handlers } from '../../../core/broker/handlers/index.ts'
import { ListenError } from '../../../core/broker/network/socket-server.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { ConsumerGroupHeartbeat } from '../../../core/protocol/messages/consumer-group-heartbeat.ts'
import { CreatePartitions } from '../../../core/protocol/messages/create-partitions.ts'
import { CreateTopics } from '../../../core/protocol/messages/create-topics.ts'
import { DeleteTopics } from '../../../core/protocol/messages/delete-topics.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { ListOffsets } from '../../../core/protocol/messages/list-offsets.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { Produce } from '../../../core/protocol/messages/produce.ts'
import { encodeBatch } from '../../../core/protocol/records/record-batch.ts'
import { StorageError } from '../../../core/storage/storage-error.ts'
import { startTestBroker, type TestBroker } from '../../support/broker.ts'
import { frame, RawClient, sizeField } from '../../support/raw-client.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { WireClient } from '../../support/wire-client.ts'

const CLIENT = { clientSoftwareName: 'test', clientSoftwareVersion: '1' }

async function connect(broker: TestBroker): Promise<WireClient> {
  return WireClient.connect(broker.address.port)
}

async function createTopic(client: WireClient, name: string): Promise<void> {
  const { topics } = await client.send(CreateTopics, 4, {
    topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 1000,
    validateOnly: false,
  })
  expect(topics[0]!.errorCode).toBe(0)
}

function produceRequest(name: string, value: string) {
  const records = encodeBatch({ records: [{ key: null, value: Buffer.from(value) }] })
  return { transactionalId: null, acks: -1, timeoutMs: 1000, topicData: [{ name, partitionData: [{ index: 0, records }] }] }
}

function fetchRequest(topic: string, fetchOffset: number, maxWaitMs: number) {
  const partitions = [{ partition: 0, currentLeaderEpoch: -1, fetchOffset, logStartOffset: -1, partitionMaxBytes: 1_000_000 }]
  return {
    replicaId: -1, maxWaitMs, minBytes: 1, maxBytes: 1_000_000, isolationLevel: 0, sessionId: 0, sessionEpoch: -1,
    topics: [{ topic, partitions }], forgottenTopicsData: [], rackId: '',
  }
}

describe('broker', () => {
  test('advertises exactly the APIs it handles, each in one entry', async () => {
    const client = await connect(await startTestBroker())
    const { apiKeys } = await client.send(ApiVersions, 3, CLIENT)
    expect(apiKeys.map((api) => api.apiKey)).toEqual(handlers.map((entry) => entry.api.key).sort((a, b) => a - b))
    expect(new Set(apiKeys.map((api) => api.apiKey)).size).toBe(handlers.length)
  })

  test('tells consumer groups of topics that come, grow and go', async () => {
    const client = await connect(await startTestBroker())
    const beat = async (memberEpoch: number, changes: object = {}) => {
      const answer = await client.send(ConsumerGroupHeartbeat, 1, { groupId: 'g', memberId: 'm', memberEpoch, topicPartitions: [], ...changes })
      return [answer.errorCode, answer.memberEpoch, answer.assignment?.topicPartitions.map(({ partitions }) => partitions.length)]
    }
    expect(await beat(0, { rebalanceTimeoutMs: 1000, subscribedTopicRegex: 'ord.*' })).toEqual([0, 2, []])
    await createTopic(client, 'orders')
    expect(await beat(2)).toEqual([0, 3, [1]])
    await client.send(CreatePartitions, 3, { topics: [{ name: 'orders', count: 3, assignments: null }], timeoutMs: 1000, validateOnly: false })
    expect(await beat(3)).toEqual([0, 4, [3]])
    await client.send(DeleteTopics, 4, { topicNames: ['orders'], timeoutMs: 1000 })
    expect(await beat(4)).toEqual([0, 5, []])
  })

  test('tells clients to connect where it listens', async () => {
    const broker = await startTestBroker()
    const { brokers, controllerId } = await (await connect(broker)).send(Metadata, 9, { topics: [] })
    expect(brokers).toMatchObject([{ nodeId: controllerId, host: '127.0.0.1', port: broker.address.port }])
  })

  test('topics, records and cluster id survive a restart', async () => {
    const first = await startTestBroker()
    const client = await connect(first)
    await createTopic(client, 'orders')
    const produced = await client.send(Produce, 7, produceRequest('orders', 'kept'))
    expect(produced.responses[0]!.partitionResponses[0]).toMatchObject({ errorCode: 0, baseOffset: 0 })
    await first.stop()

    const second = await startTestBroker({}, { directory: first.directory })
    expect(second.context.identity.clusterId).toBe(first.context.identity.clusterId)
    const fetched = await (await connect(second)).send(Fetch, 11, fetchRequest('orders', 0, 0))
    expect(fetched.responses[0]!.partitions[0]!.records!.toString()).toContain('kept')
  })

  test('pipelined requests are handled while a fetch is parked, and answered in request order', async () => {
    const broker = await startTestBroker()
    const client = await connect(broker)
    await createTopic(client, 'orders')
    const order: string[] = []
    const noted = async <T>(name: string, answer: Promise<T>): Promise<T> => answer.finally(() => order.push(name))
    const [fetched] = await Promise.all([
      noted('fetch', client.send(Fetch, 11, fetchRequest('orders', 0, 30_000))),
      noted('produce', client.send(Produce, 7, produceRequest('orders', 'wakes the fetch'))),
      noted('list', client.send(ListOffsets, 5, { replicaId: -1, isolationLevel: 0, topics: [] })),
    ])
    expect(order).toEqual(['fetch', 'produce', 'list'])
    expect(fetched.responses[0]!.partitions[0]!.records!.toString()).toContain('wakes the fetch')
  })

  test.each([
    ['a negative size', sizeField(-5)],
    ['a size beyond socket.request.max.bytes', sizeField(100 * 1024 * 1024 + 1)],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a TLS hello', Buffer.from('16030100c8010000c40303', 'hex')],
    ['an empty frame', frame('')],
    ['an unknown API', frame(Buffer.from('03e7000000000001ffff', 'hex'))],
    ['an unsupported version', frame(Buffer.from('0003006300000001ffff', 'hex'))],
    ['a body of noise', frame(Buffer.concat([Buffer.from('0003000900000001ffff00', 'hex'), Buffer.alloc(500, 0xff)]))],
    ['an array longer than the frame', frame(Buffer.from('0003000100000001ffff7fffffff', 'hex'))],
  ])('%s closes that connection only', async (_, bytes) => {
    const broker = await startTestBroker()
    const [hostile, honest] = [await RawClient.connect(broker.address), await connect(broker)]
    hostile.socket.write(bytes)
    expect(await hostile.next()).toBeUndefined()
    expect((await honest.send(ApiVersions, 0, {})).errorCode).toBe(0)
    expect(broker.logger.lines).toEqual([expect.stringMatching(/^info Closing the connection of 127\.0\.0\.1:\d+: it sent /)])
  })

  test('knows its connections: software, client id, last request, counters', async () => {
    const broker = await startTestBroker()
    const client = await connect(broker)
    await client.send(ApiVersions, 3, CLIENT)
    await client.send(Metadata, 1, { topics: [] })
    expect(broker.connections()).toMatchObject([
      { clientSoftwareName: 'test', clientSoftwareVersion: '1', clientId: 'wire', requests: 2, lastRequest: { api: 'Metadata', version: 1 } },
    ])
    client.close()
    await expect.poll(() => broker.connections()).toEqual([])
  })

  test('a fetch parked on a topic is answered when the topic is deleted', async () => {
    const broker = await startTestBroker()
    const [reader, admin] = [await connect(broker), await connect(broker)]
    await createTopic(admin, 'orders')
    const parked = reader.send(Fetch, 11, fetchRequest('orders', 0, 600_000))
    await expect.poll(() => broker.context.fetches.count).toBe(1)
    const deleted = await admin.send(DeleteTopics, 3, { topicNames: ['orders'], timeoutMs: 1000 })
    expect(deleted.responses[0]!.errorCode).toBe(0)
    expect((await parked).responses[0]!.partitions[0]!.errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    expect(broker.context.logs.count).toBe(0)
  })

  test('a partition added to a topic takes records at once', async () => {
    const broker = await startTestBroker()
    const client = await connect(broker)
    await createTopic(client, 'orders')
    await client.send(CreatePartitions, 0, { topics: [{ name: 'orders', count: 2, assignments: null }], timeoutMs: 1000, validateOnly: false })
    const request = produceRequest('orders', 'to the second')
    request.topicData[0]!.partitionData[0]!.index = 1
    expect((await client.send(Produce, 7, request)).responses[0]!.partitionResponses[0]).toMatchObject({ errorCode: 0, baseOffset: 0 })
  })

  test('after a failed commit it goes on from what is durable', async () => {
    const broker = await startTestBroker()
    const client = await connect(broker)
    await createTopic(client, 'orders')
    await client.send(Produce, 7, produceRequest('orders', 'durable'))
    const log = broker.context.logs.get(0)!
    // What a batch leaves behind whose commit fails: an end of log that the disk knows nothing of.
    log.append(encodeBatch({ records: [{ key: null, value: Buffer.from('lost') }] }), { produceVersion: 7 }, { appends: [], writes: [] })
    expect(log.logEndOffset).toBe(2)
    broker.context.storage.failed.emit(new StorageError('the disk is gone'))
    expect(log.logEndOffset).toBe(1)
    const produced = await client.send(Produce, 7, produceRequest('orders', 'next'))
    expect(produced.responses[0]!.partitionResponses[0]).toMatchObject({ errorCode: 0, baseOffset: 1 })
  })

  test('stops within two seconds while fetches are parked', async () => {
    const broker = await startTestBroker()
    const client = await connect(broker)
    await createTopic(client, 'orders')
    const parked = client.send(Fetch, 11, fetchRequest('orders', 0, 600_000))
    await expect.poll(() => broker.context.fetches.count).toBe(1)
    const startMs = performance.now()
    await broker.stop()
    expect(performance.now() - startMs).toBeLessThan(2000)
    expect((await parked).responses[0]!.partitions[0]!.records!.length).toBe(0)
    await client.closed
    expect(broker.logger.lines).toEqual([])
  })

  test('gives every reader its own records, however many large answers are under way', async () => {
    const broker = await startTestBroker()
    const readers = await Promise.all(Array.from({ length: 4 }, () => connect(broker)))
    await createTopic(readers[0]!, 'orders')
    for (const letter of 'abcdefgh') await readers[0]!.send(Produce, 7, produceRequest('orders', letter.repeat(900_000)))
    const answers = Array.from({ length: 80 }, async (_, i) => {
      const { responses } = await readers[i % 4]!.send(Fetch, 11, fetchRequest('orders', i % 8, 0))
      const records = responses[0]!.partitions[0]!.records!
      return records.subarray(-900_001, -1).every((byte) => byte === 'abcdefgh'.charCodeAt(i % 8))
    })
    expect((await Promise.all(answers)).every(Boolean)).toBe(true)
  })

  test('stops quietly while old records are being read from disk', async () => {
    const broker = await startTestBroker({ 'headwater.generation.bytes': '1048576' })
    const client = await connect(broker)
    await createTopic(client, 'orders')
    for (let i = 0; i < 10; i++) await client.send(Produce, 7, produceRequest('orders', 'x'.repeat(500_000)))
    const reader = await connect(broker)
    const answers = Array.from({ length: 30 }, (_, i) => reader.send(Fetch, 11, fetchRequest('orders', i % 5, 600_000)).catch(() => undefined))
    await Promise.race(answers)
    await broker.stop()
    await reader.closed
    expect(broker.logger.lines.filter((line) => !line.startsWith('info'))).toEqual([])
  })

  test('a batch that is being written when the broker stops is answered, and there afterwards', async () => {
    const broker = await startTestBroker()
    const client = await connect(broker)
    await createTopic(client, 'orders')
    const answer = client.send(Produce, 7, produceRequest('orders', 'last words'))
    await expect.poll(() => broker.connections()[0]!.lastRequest?.api, { interval: 0 }).toBe('Produce')
    await broker.stop()
    expect((await answer).responses[0]!.partitionResponses[0]).toMatchObject({ errorCode: 0, baseOffset: 0 })
    const again = await connect(await startTestBroker({}, { directory: broker.directory }))
    const fetched = await again.send(Fetch, 11, fetchRequest('orders', 0, 0))
    expect(fetched.responses[0]!.partitions[0]!.records!.toString()).toContain('last words')
  })

  test('a port in use is a typed error, and the data folder is let go', async () => {
    const { address } = await startTestBroker()
    const directory = await tempFolder()
    await expect(startTestBroker({}, { directory, port: address.port })).rejects.toBeInstanceOf(ListenError)
    await startTestBroker({}, { directory })
  })

  test('a setting without effect is said so', async () => {
    const broker = await startTestBroker({ 'log.index.interval.bytes': '1024' })
    expect(broker.logger.lines).toEqual(['warn Setting "log.index.interval.bytes" is accepted but has no effect in Headwater.'])
  })
})
