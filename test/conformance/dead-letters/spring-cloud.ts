// Spring Cloud Stream's binder for Kafka with a dead-letter queue per destination and group.
import type { Framework } from './frameworks.ts'
import { javaFramework } from './java-framework.ts'
import type { World } from './world.ts'

const VERSION = '5.0.2'
const binder = javaFramework('spring-cloud', `spring-cloud-stream-binder-kafka-${VERSION}`)
const DEAD_LETTERS = 'error.orders.eu.billing'

const HEADERS = [
  { key: 'x-tag', value: 'first' },
  { key: 'x-nothing', value: null },
  { key: 'x-tag', value: 'second' },
]

export const springCloudStream: Framework = {
  name: 'Spring Cloud Stream',
  version: VERSION,
  obstacle: async () => binder.obstacle(),
  failings: [
    { file: 'scs-once', what: 'enableDlq, two attempts in memory, a destination with a dot in its name', run: async (world) => consumer(world, false) },
    { file: 'scs-replayed', what: 'Dead letters written back to their topic with all headers, where they fail again', run: async (world) => consumer(world, true) },
  ],
}

async function consumer(world: World, isReplayed: boolean): Promise<void> {
  await world.createTopic('orders.eu', 2)
  await world.createTopic(DEAD_LETTERS, 2)
  await world.send('orders.eu', 1, [
    { key: 'ORD-1', value: '{"number":"ORD-1"}', headers: HEADERS, timestampMs: Date.now() - 3_600_000 },
    { key: null, value: '{"number":"ORD-2"}' },
  ])
  await binder.running('SpringCloudDeadLetters', [world.bootstrap], async () => {
    await world.arrived(DEAD_LETTERS, 2)
    if (!isReplayed) return
    await world.replay(DEAD_LETTERS, 'orders.eu')
    await world.arrived(DEAD_LETTERS, 4)
  })
}
