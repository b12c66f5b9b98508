// Share groups (KIP-932) whose dead letters the broker itself writes (KIP-1191), with and without a copy of the record: Apache Kafka, since Headwater has no share groups.
import { obstacle as brokerObstacle, startPlainKafka } from '../apache-kafka/kafka-node.ts'
import type { Framework } from './frameworks.ts'
import { javaFramework } from './java-framework.ts'
import type { World } from './world.ts'

const VERSION = '4.4.0'
const clients = javaFramework('share', `kafka-clients-${VERSION}`)

const HEADERS = [
  { key: 'x-tag', value: 'first' },
  { key: 'x-nothing', value: null },
]

const SETTINGS = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
}

export const shareGroups: Framework = {
  name: 'Share groups of Apache Kafka',
  version: VERSION,
  obstacle: async () => (await brokerObstacle(VERSION)) ?? clients.obstacle(),
  startBroker: async () => startPlainKafka(SETTINGS, { version: VERSION, formatting: ['--feature', 'share.version=2'] }),
  failings: [
    { file: 'share-dlq-pointers', what: 'Records that were rejected, and released until their second delivery; the dead letters only point at them, which is the default', run: async (world) => group(world, false) },
    { file: 'share-dlq-copies', what: 'Records that were rejected, and released until their second delivery; the dead letters copy key and value', run: async (world) => group(world, true) },
  ],
}

async function group(world: World, copies: boolean): Promise<void> {
  await world.createTopic('parcels', 3)
  await world.createTopic('dlq.parcels', 2, { 'errors.deadletterqueue.group.enable': 'true' })
  await world.send('parcels', 0, [
    { key: 'REJECT-1', value: '{"parcel":1}', headers: HEADERS },
    { key: 'RELEASE-2', value: '{"parcel":2}', headers: HEADERS },
  ])
  await world.send('parcels', 2, [
    { key: null, value: '{"parcel":3}' },
    { key: 'REJECT-4', value: null },
  ])
  await clients.running('ShareDeadLetters', [world.bootstrap, 'depot', 'parcels', 'dlq.parcels', String(copies)], async () => world.arrived('dlq.parcels', 4))
}
