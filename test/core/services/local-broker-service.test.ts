import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { LocalBrokerService } from '../../../core/services/local-broker-service.ts'
import { produce } from '../../../core/client/producer.ts'
import { createTopic, deleteTopic } from '../../../core/client/admin/topics.ts'
import { encodeRequestFrame } from '../../../core/protocol/frame.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { Heartbeat } from '../../../core/protocol/messages/heartbeat.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { Produce } from '../../../core/protocol/messages/produce.ts'
import { encodeBatch } from '../../../core/protocol/records/record-batch.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { RawClient } from '../../support/raw-client.ts'
import { WireClient } from '../../support/wire-client.ts'

async function open() {
  const time = new FakeTime()
  // The broker shares the clock only: its own timers go on by themselves.
  const broker = await startTestBroker({}, { clock: time })
  const demoTopics: string[] = []
  const service = new LocalBrokerService({ broker, dataFolder: '/data', workbenchSoftware: 'headwater-test', demoTopicIds: () => demoTopics, timers: time })
  return { broker, time, service, demoTopics, cluster: connectTo(broker.address, { clock: time }) }
}

it('tells where the broker is, what it holds and who is connected', async () => {
  const { broker, service, cluster } = await open()
  await createTopic(cluster, { name: 'orders', partitionCount: 3 })
  expect(service.status()).toEqual({
    address: broker.bootstrap,
    securityProtocol: 'PLAINTEXT',
    clusterId: broker.context.identity.clusterId,
    dataFolder: '/data',
    startedAtMs: broker.startedAtMs,
    topicCount: 1,
    partitionCount: 3,
    clients: [
      {
        id: 1,
        clientId: 'test',
        softwareName: 'headwater-test',
        softwareVersion: '1.0',
        address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string,
        connectedAtMs: broker.startedAtMs,
        requests: 3,
        bytesIn: expect.any(Number) as number,
        bytesOut: expect.any(Number) as number,
        lastRequest: { api: 'CreateTopics', version: 7, atMs: broker.startedAtMs },
        apiVersions: [
          { api: 'ApiVersions', version: 3 },
          { api: 'Metadata', version: 13 },
          { api: 'CreateTopics', version: 7 },
        ],
        principal: 'User:ANONYMOUS',
        isWorkbench: true,
      },
    ],
    demoTopics: [],
    recordsIn: 0,
    requests: 3,
    bytesIn: expect.any(Number) as number,
    bytesOut: expect.any(Number) as number,
    rates: { recordsInPerSecond: 0, bytesInPerSecond: 0, bytesOutPerSecond: 0, requestsPerSecond: 0 },
    storage: { diskBytes: expect.any(Number) as number, liveBytes: 0, pinnedBytes: 0, refusingWrites: null },
  })
})

it('counts the records since it was started, also of topics that are gone', async () => {
  const { service, cluster } = await open()
  const send = (topic: string) => produce(cluster, { topic, partition: 0, key: null, value: null, headers: [] })
  await createTopic(cluster, { name: 'a', partitionCount: 1 })
  await createTopic(cluster, { name: 'b', partitionCount: 1 })
  await send('a')
  await send('b')
  expect(service.status().recordsIn).toBe(2)
  await deleteTopic(cluster, 'a')
  await send('b')
  expect(service.status().recordsIn).toBe(3)
})

it('tells its status at once, then every second, until nobody reads', async () => {
  const { service, time } = await open()
  const stop = new AbortController()
  const watch = service.watch(stop.signal)
  expect((await watch.next()).value!.topicCount).toBe(0)
  let isThere = false
  const second = watch.next().then(() => (isThere = true))
  await time.advance(999)
  expect(isThere).toBe(false)
  await time.advance(1)
  await second
  const last = watch.next()
  stop.abort()
  expect(await last).toEqual({ done: true, value: undefined })
  expect(time.pending).toBe(0)
})

it('counts requests and bytes of clients that have left, and averages them over the last seconds', async () => {
  const { service, cluster, time, broker } = await open()
  service.status()
  await createTopic(cluster, { name: 'a', partitionCount: 1 })
  for (let i = 0; i < 10; i++) await produce(cluster, { topic: 'a', partition: 0, key: null, value: Buffer.alloc(1_000), headers: [] })
  const before = service.status()
  await cluster.close()
  await vi.waitUntil(() => broker.connections().length === 0)
  await time.advance(2_000)
  const { requests, bytesIn, rates, clients } = service.status()
  expect(clients).toEqual([])
  expect([requests, bytesIn]).toEqual([before.requests, before.bytesIn])
  expect(bytesIn).toBeGreaterThan(10_000)
  expect(rates).toMatchObject({ recordsInPerSecond: 5, bytesInPerSecond: bytesIn / 2, requestsPerSecond: requests / 2 })
  await time.advance(6_000)
  service.status()
  await time.advance(1_000)
  expect(service.status().rates).toEqual({ recordsInPerSecond: 0, bytesInPerSecond: 0, bytesOutPerSecond: 0, requestsPerSecond: 0 })
})

it('names the topics of the demo that are still there, by their ids', async () => {
  const { broker, service, cluster, demoTopics } = await open()
  await createTopic(cluster, { name: 'demo.orders', partitionCount: 1 })
  await createTopic(cluster, { name: 'mine', partitionCount: 1 })
  demoTopics.push(broker.context.topics.get('demo.orders')!.topicId)
  expect(service.status().demoTopics).toEqual(['demo.orders'])
  await deleteTopic(cluster, 'demo.orders')
  await createTopic(cluster, { name: 'demo.orders', partitionCount: 1 })
  expect(service.status().demoTopics).toEqual([])
})

describe('The request log', () => {
  async function watched() {
    const opened = await open()
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    const stream = opened.service.requests(stop.signal)
    const next = async () => (await stream.next()).value!
    /** The next event, once time has moved for it. */
    const after = async (ms: number) => {
      const event = next()
      await opened.time.advance(ms)
      return event
    }
    const wire = await WireClient.connect(opened.broker.address.port)
    onTestFinished(() => wire.close())
    return { ...opened, stop, stream, next, after, wire }
  }

  const errors: [string, (wire: WireClient) => Promise<unknown>, { api: string; version: number; error: string | null }][] = [
    ['a request that went well', (wire) => wire.send(Metadata, 12, { topics: [], allowAutoTopicCreation: false }), { api: 'Metadata', version: 12, error: null }],
    ['an unknown topic', (wire) => wire.send(Metadata, 12, { topics: [{ name: 'nobody' }], allowAutoTopicCreation: false }), { api: 'Metadata', version: 12, error: 'UNKNOWN_TOPIC_OR_PARTITION' }],
    ['a produce that was refused', (wire) => wire.send(Produce, 9, produceTo('nobody', -1)), { api: 'Produce', version: 9, error: 'UNKNOWN_TOPIC_OR_PARTITION' }],
    ['a produce with acks=7', (wire) => wire.send(Produce, 9, produceTo('a', 7)), { api: 'Produce', version: 9, error: 'INVALID_REQUIRED_ACKS' }],
    ['a fetch beyond the end', (wire) => wire.send(Fetch, 12, fetchFrom('a', 99)), { api: 'Fetch', version: 12, error: 'OFFSET_OUT_OF_RANGE' }],
    ['a group that is not there', (wire) => wire.send(Heartbeat, 4, { groupId: 'g', generationId: 1, memberId: 'm', groupInstanceId: null }), { api: 'Heartbeat', version: 4, error: 'UNKNOWN_MEMBER_ID' }],
    ['a connection that was closed instead', (wire) => wire.send(Produce, 9, produceTo('nobody', 0)).catch(() => {}), { api: 'Produce', version: 9, error: '(connection closed)' }],
  ]
  it.each(errors)('says of %s what it was and which error it got first', async (_, send, expected) => {
    const { cluster, wire, next, broker } = await watched()
    await createTopic(cluster, { name: 'a', partitionCount: 1 })
    await send(wire)
    const { requests } = await next()
    expect(requests.at(-1)).toMatchObject({ ...expected, clientId: 'wire', connectionId: 1, isWorkbench: false, atMs: broker.startedAtMs })
    expect(requests.map(({ sequence }) => sequence)).toEqual(requests.map((_request, i) => i + 1))
    expect(requests.filter(({ isWorkbench }) => isWorkbench).every(({ clientId }) => clientId === 'test')).toBe(true)
  })

  it('counts bytes as they are on the wire, and none for acks=0', async () => {
    const { cluster, next, broker } = await watched()
    await createTopic(cluster, { name: 'a', partitionCount: 1 })
    const raw = await RawClient.connect(broker.address)
    onTestFinished(() => raw.close())
    raw.socket.write(Buffer.concat(encodeRequestFrame(Produce, 9, 1, 'wire', produceTo('a', 0))))
    raw.socket.write(Buffer.concat(encodeRequestFrame(Metadata, 12, 2, 'wire', { topics: [], allowAutoTopicCreation: false })))
    await raw.next()
    const own = (await next()).requests.filter(({ clientId }) => clientId === 'wire')
    expect(own.map(({ api, responseBytes, error }) => [api, responseBytes > 0, error])).toEqual([
      ['Produce', false, null],
      ['Metadata', true, null],
    ])
    const [connection] = broker.connections().filter(({ clientId }) => clientId === 'wire')
    expect(own.reduce((sum, { requestBytes }) => sum + requestBytes, 0)).toBe(connection!.bytesIn)
    expect(own.reduce((sum, { responseBytes }) => sum + responseBytes, 0)).toBe(connection!.bytesOut)
  })

  it('counts the waiting of a long poll', async () => {
    const { cluster, wire, next, time, broker } = await watched()
    await createTopic(cluster, { name: 'a', partitionCount: 1 })
    const fetched = wire.send(Fetch, 12, { ...fetchFrom('a', 0), maxWaitMs: 60_000 })
    await vi.waitUntil(() => broker.connections().some(({ lastRequest }) => lastRequest?.api === 'Fetch'))
    await time.advance(700)
    await produce(cluster, { topic: 'a', partition: 0, key: null, value: Buffer.from('x'), headers: [] })
    await fetched
    expect((await next()).requests.find(({ api }) => api === 'Fetch')!.durationMs).toBe(700)
  })

  it('tells what came since, at most four times a second, and nothing while nothing comes', async () => {
    const { wire, next, after, time, stop, stream } = await watched()
    expect(await next()).toEqual({ requests: [], skipped: 0, capacity: 2_000 })
    const first = next()
    await time.advance(10_000)
    await wire.send(Metadata, 12, { topics: [], allowAutoTopicCreation: false })
    await time.advance(250)
    expect((await first).requests.map(({ sequence }) => sequence)).toEqual([1])
    for (let i = 0; i < 201; i++) await wire.send(Metadata, 12, { topics: [], allowAutoTopicCreation: false })
    const second = await after(250)
    expect([second.requests.length, second.skipped, second.requests.at(-1)!.sequence]).toEqual([200, 1, 202])
    const last = stream.next()
    stop.abort()
    expect(await last).toEqual({ done: true, value: undefined })
    expect(time.pending).toBe(0)
  })
})

function produceTo(name: string, acks: number) {
  const records = encodeBatch({ records: [{ key: null, value: Buffer.from('x') }] })
  return { acks, timeoutMs: 1_000, topicData: [{ name, partitionData: [{ index: 0, records }] }] }
}

function fetchFrom(topic: string, fetchOffset: number) {
  return { maxWaitMs: 0, minBytes: 1, topics: [{ topic, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1_000 }] }] }
}

it('compacts and applies retention when told to, and says what that gave back', async () => {
  const { broker, service, cluster, time } = await open()
  await createTopic(cluster, { name: 'customers', partitionCount: 1, configs: { 'cleanup.policy': 'compact' } })
  await createTopic(cluster, { name: 'clicks', partitionCount: 1, configs: { 'retention.ms': '0' } })
  const value = Buffer.alloc(400_000, 'x')
  for (let i = 0; i < 8; i++) {
    await produce(cluster, { topic: 'customers', partition: 0, key: Buffer.from(`customer ${i % 2}`), value, headers: [] })
    await produce(cluster, { topic: 'clicks', partition: 0, key: null, value, headers: [] })
  }
  const compacted = await service.compact()
  expect(compacted.partitions).toBe(1)
  expect(compacted.removedBytes).toBeGreaterThan(6 * 400_000)
  const { endOffset } = broker.context.storage.partition(broker.context.topics.get('customers')!.partitions[0]!)
  expect(endOffset).toBe(8)
  expect(await service.compact()).toMatchObject({ partitions: 0, removedBytes: 0 })
  await time.advance(10)
  const applied = await service.applyRetention()
  expect(applied.partitions).toBe(1)
  expect(applied.removedBytes).toBeGreaterThan(8 * 400_000)
  expect(broker.context.storage.usage.fileBytes).toBeLessThan(broker.context.storage.usage.liveBytes + 2_000_000)
})

