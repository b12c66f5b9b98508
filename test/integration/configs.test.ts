// Configs and features as real clients see and change them: kafkajs (AlterConfigs), @platformatic/kafka (both, newest versions), and an older Kafka played to both.
import { Admin, Producer, stringSerializers } from '@platformatic/kafka'
import { type Admin as KafkajsAdmin, CompressionTypes, ConfigResourceTypes, Kafka, logLevel } from 'kafkajs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ApiVersions } from '../../core/protocol/messages/api-versions.ts'
import { ConsumerGroupHeartbeat } from '../../core/protocol/messages/consumer-group-heartbeat.ts'
import { UpdateFeatures } from '../../core/protocol/messages/update-features.ts'
import { codecOf, readBatchHeader } from '../../core/protocol/records/record-batch.ts'
import { kafkajs as kafkajsJourney } from '../support/clients/kafkajs.ts'
import { platformatic as platformaticJourney } from '../support/clients/platformatic.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { WireClient } from '../support/wire-client.ts'

async function kafkajsAdmin(broker: TestBroker): Promise<KafkajsAdmin> {
  const admin = new Kafka({ brokers: [broker.bootstrap], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  onTestFinished(async () => admin.disconnect())
  return admin
}

function platformaticAdmin(broker: TestBroker): Admin {
  const admin = new Admin({ clientId: 'admin', bootstrapBrokers: [broker.bootstrap] })
  onTestFinished(async () => admin.close())
  return admin
}

async function send(broker: TestBroker, topic: string, compression: CompressionTypes, value: string): Promise<void> {
  const producer = new Kafka({ brokers: [broker.bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).producer()
  await producer.connect()
  try {
    await producer.send({ topic, compression, messages: [{ key: 'k', value }] })
  } finally {
    await producer.disconnect()
  }
}

/** The codec of the last batch that the topic's one partition stored. */
function storedCodec({ context }: TestBroker, topic: string): number {
  const log = context.logs.get(context.topics.get(topic)!.partitions[0]!)!
  return codecOf(readBatchHeader(log.read(log.highWatermark - 1, 1_000_000, true), 0).attributes)
}

const TOPIC = 2
const BROKER = 4
const GROUP = 32
const set = (name: string, value: string) => ({ name, configOperation: 0 as const, value })

describe('kafkajs', () => {
  test('replaces a topic\'s configs, reads them back, and the next batch obeys them, also after a restart', async () => {
    const broker = await startTestBroker()
    const admin = await kafkajsAdmin(broker)
    await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 1 }] })
    await send(broker, 'orders', CompressionTypes.None, 'x'.repeat(2000))
    expect(storedCodec(broker, 'orders')).toBe(0)

    const configEntries = [{ name: 'max.message.bytes', value: '1000' }, { name: 'compression.type', value: 'gzip' }]
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: ConfigResourceTypes.TOPIC, name: 'orders', configEntries }] })
    const { resources } = await admin.describeConfigs({ includeSynonyms: true, resources: [{ type: ConfigResourceTypes.TOPIC, name: 'orders', configNames: ['max.message.bytes'] }] })
    expect(resources[0]!.configEntries[0]).toMatchObject({ configName: 'max.message.bytes', configValue: '1000', configSource: 1, isDefault: false })

    await expect(send(broker, 'orders', CompressionTypes.None, 'x'.repeat(2000))).rejects.toThrow(/larger than/)
    await send(broker, 'orders', CompressionTypes.None, 'x'.repeat(500))
    expect(storedCodec(broker, 'orders')).toBe(1)

    await broker.stop()
    const restarted = await startTestBroker({}, { directory: broker.directory })
    await expect(send(restarted, 'orders', CompressionTypes.None, 'x'.repeat(2000))).rejects.toThrow(/larger than/)
  })

  test('is told what cannot be', async () => {
    const admin = await kafkajsAdmin(await startTestBroker())
    const alter = (name: string, configEntries: { name: string; value: string }[]) =>
      admin.alterConfigs({ validateOnly: false, resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries }] })
    await expect(alter('nope', [])).rejects.toThrow(/does not host this topic-partition/)
    await admin.createTopics({ topics: [{ topic: 'orders' }] })
    await expect(alter('orders', [{ name: 'retention.ms', value: 'week' }])).rejects.toThrow(/[Cc]onfiguration is invalid/)
  })
})

describe('@platformatic/kafka', () => {
  test('changes single configs of a topic, the broker and a group', async () => {
    const broker = await startTestBroker()
    const admin = platformaticAdmin(broker)
    await admin.createTopics({ topics: ['orders'], partitions: 1, replicas: 1 })
    await admin.incrementalAlterConfigs({
      validateOnly: false,
      resources: [
        { resourceType: TOPIC, resourceName: 'orders', configs: [set('compression.type', 'zstd'), { name: 'cleanup.policy', configOperation: 2, value: 'compact' }] },
        { resourceType: BROKER, resourceName: '1', configs: [set('message.max.bytes', '900')] },
        { resourceType: GROUP, resourceName: 'billing', configs: [set('consumer.session.timeout.ms', '50000')] },
      ],
    })
    const described = await admin.describeConfigs({
      includeSynonyms: true,
      includeDocumentation: true,
      resources: [
        { resourceType: TOPIC, resourceName: 'orders', configurationKeys: ['cleanup.policy', 'max.message.bytes'] },
        { resourceType: GROUP, resourceName: 'billing', configurationKeys: ['consumer.session.timeout.ms'] },
      ],
    })
    const values = described.flatMap(({ configs }) => configs.map(({ name, value, configSource }) => `${name}=${value} from ${configSource}`))
    expect(values.toSorted()).toEqual(['cleanup.policy=delete,compact from 1', 'consumer.session.timeout.ms=50000 from 8', 'max.message.bytes=900 from 2'])

    const producer = new Producer({ clientId: 'p', bootstrapBrokers: [broker.bootstrap], serializers: stringSerializers, retries: 0 })
    onTestFinished(async () => producer.close())
    const message = (value: string) => ({ acks: -1, messages: [{ topic: 'orders', key: 'k', value }] })
    await expect(producer.send(message('x'.repeat(1000)))).rejects.toThrow('Producing messages failed.')
    await producer.send(message('small'))
    expect(storedCodec(broker, 'orders')).toBe(4)
  })

  test('is refused what cannot change while the broker runs', async () => {
    const admin = platformaticAdmin(await startTestBroker())
    const altered = admin.incrementalAlterConfigs({ validateOnly: false, resources: [{ resourceType: BROKER, resourceName: '1', configs: [set('num.partitions', '3')] }] })
    await expect(altered).rejects.toThrow('Incrementally altering configs failed.')
  })
})

describe('a feature that is lowered', () => {
  const lower = (client: WireClient, feature: string, maxVersionLevel: number) =>
    client.send(UpdateFeatures, 2, { timeoutMs: 1000, featureUpdates: [{ feature, maxVersionLevel, upgradeType: 2 }], validateOnly: false })

  async function connect(broker: TestBroker): Promise<WireClient> {
    const client = await WireClient.connect(broker.address.port)
    onTestFinished(() => client.close())
    return client
  }

  async function finalized(client: WireClient): Promise<Record<string, number>> {
    const { finalizedFeatures } = await client.send(ApiVersions, 4, { clientSoftwareName: 'wire', clientSoftwareVersion: '1' })
    return Object.fromEntries(finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel]))
  }

  test('acts: without group.version the new consumer protocol is refused', async () => {
    const client = await connect(await startTestBroker())
    const join = { groupId: 'g', memberId: 'AAAAAAAAAAAAAAAAAAAAAA', memberEpoch: 0, rebalanceTimeoutMs: 60_000, subscribedTopicNames: ['orders'], topicPartitions: [] }
    expect(await client.send(ConsumerGroupHeartbeat, 1, join)).toMatchObject({ errorCode: 0 })
    expect(await lower(client, 'group.version', 0)).toMatchObject({ errorCode: 0 })
    expect(await client.send(ConsumerGroupHeartbeat, 1, { ...join, groupId: 'h' })).toMatchObject({ errorCode: 35 })
  })

  test('stays lowered over a restart, and clients are told', async () => {
    const broker = await startTestBroker()
    const client = await connect(broker)
    expect(await finalized(client)).toMatchObject({ 'transaction.version': 2, 'group.version': 1 })
    await lower(client, 'transaction.version', 1)
    expect(await finalized(client)).toMatchObject({ 'transaction.version': 1 })
    await broker.stop()
    expect(await finalized(await connect(await startTestBroker({}, { directory: broker.directory })))).toMatchObject({ 'transaction.version': 1, 'group.version': 1 })
  })
})

describe.each(['2.1', '2.8', '3.9', '4.x'])('a broker that plays Kafka %s', (release) => {
  test.each([kafkajsJourney, platformaticJourney])('serves $name', async (client) => {
    const broker = await startTestBroker({ 'headwater.as.version': release })
    await client.createTopic(broker.bootstrap, 'orders', 2)
    const sent = Array.from({ length: 20 }, (_, i) => ({ key: `k${i}`, value: `v${i}`, headers: { n: String(i) } }))
    await client.produce(broker.bootstrap, 'orders', 'gzip', sent)
    const received: string[] = []
    const member = await client.join(broker.bootstrap, 'orders', 'billing', ({ value }) => received.push(value))
    await expect.poll(() => received.length, { timeout: 15_000 }).toBe(20)
    await member.leave()
    expect(received.sort()).toEqual(sent.map(({ value }) => value).sort())
  })
})
