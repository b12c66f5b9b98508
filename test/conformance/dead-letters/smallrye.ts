// SmallRye Reactive Messaging, as in Quarkus: a dead-letter topic, delayed retry topics, and values that are not read.
import type { Framework } from './frameworks.ts'
import { javaFramework } from './java-framework.ts'
import type { World } from './world.ts'

const VERSION = '4.36.0'
const smallrye = javaFramework('smallrye', `smallrye-reactive-messaging-kafka-${VERSION}`)

const HEADERS = [
  { key: 'x-tag', value: 'first' },
  { key: 'x-nothing', value: null },
  { key: 'x-tag', value: 'second' },
]

export const smallryeKafka: Framework = {
  name: 'SmallRye Reactive Messaging',
  version: VERSION,
  obstacle: async () => smallrye.obstacle(),
  failings: [
    { file: 'smallrye-once', what: 'Failure strategies dead-letter-queue and delayed-retry-topic (500 ms and 1 s), and a value that is no number', run: async (world) => channels(world, false) },
    { file: 'smallrye-replayed', what: 'Dead letters of both strategies written back to their topics with all headers, where they fail again', run: async (world) => channels(world, true) },
  ],
}

async function channels(world: World, isReplayed: boolean): Promise<void> {
  for (const topic of ['orders', 'payments', 'shipments', 'dead-letter-topic-orders-in', 'payments-in_retry_500', 'payments-in_retry_1000', 'payments-dead', 'shipments-dead']) {
    await world.createTopic(topic, 2)
  }
  const anHourAgoMs = Date.now() - 3_600_000
  await world.send('orders', 1, [
    { key: 'ORD-1', value: '{"number":"ORD-1"}', headers: HEADERS, timestampMs: anHourAgoMs },
    { key: null, value: '', timestampMs: anHourAgoMs + 1 },
  ])
  await world.send('payments', 0, [{ key: 'PAY-1', value: '{"number":"PAY-1"}', headers: HEADERS, timestampMs: anHourAgoMs }])
  await world.send('shipments', 0, [{ key: 'SHP-1', value: 'no number', headers: HEADERS, timestampMs: anHourAgoMs }])
  await smallrye.running('SmallRyeDeadLetters', [world.bootstrap], async () => {
    await world.arrived('dead-letter-topic-orders-in', 2)
    await world.arrived('payments-dead', 1)
    await world.arrived('shipments-dead', 1)
    if (!isReplayed) return
    await world.replay('dead-letter-topic-orders-in', 'orders')
    await world.replay('payments-dead', 'payments')
    await world.arrived('dead-letter-topic-orders-in', 4)
    await world.arrived('payments-dead', 2)
  })
}
