// Spring for Apache Kafka: the plain recoverer, deserialization failures, and retry topics.
import type { Framework } from './frameworks.ts'
import { javaFramework } from './java-framework.ts'
import type { Failing, World } from './world.ts'

const VERSION = '4.1.1'
const spring = javaFramework('spring', `spring-kafka-${VERSION}`)

const HEADERS = [
  { key: 'content-type', value: 'application/json' },
  { key: 'x-tag', value: 'first' },
  { key: 'x-nothing', value: null },
  { key: 'x-tag', value: 'second' },
  { key: 'traceparent', value: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
]
const order = (number: string): Failing => ({ key: number, value: `{"number":"${number}","quantity":2}`, headers: HEADERS })

export const springKafka: Framework = {
  name: 'Spring for Apache Kafka',
  version: VERSION,
  obstacle: async () => spring.obstacle(),
  failings: [
    {
      file: 'spring-dlpr-once-and-again',
      what: 'DeadLetterPublishingRecoverer after three attempts in memory: orders fail into orders-dlt, whose listener fails too, into orders-dlt-dlt',
      run: async (world) => recoverer(world, async () => {}),
    },
    {
      file: 'spring-dlpr-replayed',
      what: 'DeadLetterPublishingRecoverer: dead letters written back to their topic with all headers, where they fail again',
      run: async (world) =>
        recoverer(world, async () => {
          await world.replay('orders-dlt', 'orders')
          await world.arrived('orders-dlt', 6)
          await world.arrived('orders-dlt-dlt', 6)
        }),
    },
    {
      file: 'spring-dlpr-deserialization',
      what: 'ErrorHandlingDeserializer: keys that are no 64-bit numbers and values that are no orders; of returns the serialized exception is kept in its header',
      run: deserialization,
    },
    { file: 'spring-retry-once', what: '@RetryableTopic, three attempts 500 ms and 1 s apart, and an exception that is never retried', run: async (world) => retryable(world, false) },
    { file: 'spring-retry-replayed', what: '@RetryableTopic: dead letters written back to their topic with all headers', run: async (world) => retryable(world, true) },
  ],
}

async function recoverer(world: World, more: () => Promise<void>): Promise<void> {
  await world.createTopic('orders', 2)
  await world.createTopic('orders-dlt', 2)
  // One partition less: the recoverer cannot keep the number of all of them.
  await world.createTopic('orders-dlt-dlt', 1)
  await world.send('orders', 0, [order('ORD-1'), { key: 'ORD-2', value: null }])
  await world.send('orders', 1, [{ key: null, value: '{"number":"ORD-3"}', headers: HEADERS }])
  await spring.running('SpringDeadLetters', ['recoverer', world.bootstrap], async () => {
    await world.arrived('orders-dlt', 3)
    await world.arrived('orders-dlt-dlt', 3)
    await more()
  })
}

async function deserialization(world: World): Promise<void> {
  for (const topic of ['shipments', 'returns']) {
    await world.createTopic(topic, 2)
    await world.createTopic(`${topic}-dlt`, 2)
    await world.send(topic, 1, [
      { key: Buffer.from([0, 0, 0, 0, 0, 0, 0, 7]), value: '{"number":"ORD-7","quantity":"two"}', headers: HEADERS },
      { key: Buffer.from([0, 0, 0, 0, 0, 0, 0, 8]), value: '{"number":"ORD-8",', headers: HEADERS },
      { key: 'not a number', value: '{"number":"ORD-9","quantity":1}', headers: HEADERS },
      { key: 'neither is this', value: 'nor this an order' },
    ])
  }
  await spring.running('SpringDeadLetters', ['deserialization', world.bootstrap], async () => {
    await world.arrived('shipments-dlt', 4)
    await world.arrived('returns-dlt', 4)
  })
}

async function retryable(world: World, isReplayed: boolean): Promise<void> {
  await world.createTopic('payments', 2)
  await world.send('payments', 0, [{ ...order('PAY-1'), timestampMs: Date.now() - 60_000 }])
  await world.send('payments', 1, [order('FATAL-2'), { key: null, value: '{"number":"PAY-3"}' }])
  await spring.running('SpringDeadLetters', ['retryable', world.bootstrap], async () => {
    await world.arrived('payments-dlt', 3)
    if (!isReplayed) return
    await world.replay('payments-dlt', 'payments')
    await world.arrived('payments-dlt', 6)
  })
}
