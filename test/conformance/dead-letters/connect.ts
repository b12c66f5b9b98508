// Kafka Connect: a standalone worker whose sinks fail in their converter, in a transformation, and in their task.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Framework } from './frameworks.ts'
import { javaFramework } from './java-framework.ts'
import type { World } from './world.ts'

const VERSION = '4.3.1'
const connect = javaFramework('kafka', `connect-runtime-${VERSION}`, { 'kafka.version': VERSION })

type Properties = Readonly<Record<string, string>>

const HEADERS = [
  { key: 'x-tag', value: 'first' },
  { key: 'x-nothing', value: null },
  { key: 'x-tag', value: 'second' },
]

const tolerant = (deadLetters: string): Properties => ({
  'tasks.max': '1',
  'errors.tolerance': 'all',
  'errors.deadletterqueue.topic.name': deadLetters,
  'errors.deadletterqueue.topic.replication.factor': '1',
  'errors.deadletterqueue.context.headers.enable': 'true',
})

const TEXT: Properties = { 'key.converter': 'org.apache.kafka.connect.storage.StringConverter', 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' }

const fileSink = (world: World): Properties => ({
  ...tolerant('orders-sink-dlq'),
  name: 'orders-to-file',
  'connector.class': 'FileStreamSink',
  topics: 'orders',
  file: join(world.folder, 'orders.txt'),
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
  transforms: 'whole',
  'transforms.whole.type': 'org.apache.kafka.connect.transforms.Cast$Value',
  'transforms.whole.spec': 'quantity:int32',
})

const failingSink: Properties = { ...tolerant('rows-dlq'), ...TEXT, name: 'orders-to-warehouse', 'connector.class': 'FailingSink', topics: 'rows' }

export const kafkaConnect: Framework = {
  name: 'Kafka Connect',
  version: VERSION,
  obstacle: async () => connect.obstacle(),
  failings: [
    {
      file: 'connect-once',
      what: 'Sinks with context headers: broken JSON in the converter, text that is no number in a transformation, rows that the task reports',
      run: async (world) => sinks(world, [fileSink(world), failingSink], false),
    },
    {
      file: 'connect-replayed',
      what: 'Sinks with context headers: dead letters written back to their topics with all headers, where they fail again',
      run: async (world) => sinks(world, [fileSink(world), failingSink], true),
    },
    {
      file: 'connect-no-context',
      what: 'Sinks without context headers, which is the default',
      run: async (world) => sinks(world, [fileSink(world), failingSink].map((properties) => ({ ...properties, 'errors.deadletterqueue.context.headers.enable': 'false' })), false),
    },
  ],
}

async function sinks(world: World, connectors: readonly Properties[], isReplayed: boolean): Promise<void> {
  await world.createTopic('orders', 2)
  await world.createTopic('rows', 2)
  const anHourAgoMs = Date.now() - 3_600_000
  await world.send('orders', 0, [
    { key: 'ORD-1', value: '{"number":"ORD-1","quantity":', headers: HEADERS, timestampMs: anHourAgoMs },
    { key: 'ORD-2', value: '{"number":"ORD-2","quantity":"two"}', headers: HEADERS, timestampMs: anHourAgoMs + 1 },
  ])
  await world.send('orders', 1, [{ key: null, value: 'not even this', timestampMs: anHourAgoMs + 2 }])
  await world.send('rows', 1, [
    { key: 'ROW-1', value: '1', headers: HEADERS, timestampMs: anHourAgoMs },
    { key: null, value: '2', timestampMs: anHourAgoMs + 1 },
    { key: 'ROW-3', value: null, timestampMs: anHourAgoMs + 2 },
  ])
  const files = await Promise.all([worker(world), ...connectors].map(async (properties, index) => writeProperties(world, `${index}.properties`, properties)))
  await connect.running('org.apache.kafka.connect.cli.ConnectStandalone', files, async () => {
    await bothHave(world, 3)
    if (!isReplayed) return
    await world.replay('orders-sink-dlq', 'orders')
    await world.replay('rows-dlq', 'rows')
    await bothHave(world, 6)
  })
}

async function bothHave(world: World, count: number): Promise<void> {
  await world.arrived('orders-sink-dlq', count)
  await world.arrived('rows-dlq', count)
}

function worker(world: World): Properties {
  return {
    'bootstrap.servers': world.bootstrap,
    ...TEXT,
    'offset.storage.file.filename': join(world.folder, 'connect.offsets'),
    'offset.flush.interval.ms': '1000',
    listeners: 'http://127.0.0.1:0',
    // Our sink is on the class path.
    'plugin.discovery': 'hybrid_warn',
  }
}

async function writeProperties(world: World, name: string, properties: Properties): Promise<string> {
  const path = join(world.folder, name)
  await writeFile(path, Object.entries(properties).map(([key, value]) => `${key}=${value}\n`).join(''))
  return path
}
