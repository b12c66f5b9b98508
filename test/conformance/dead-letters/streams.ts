// Kafka Streams with a dead-letter queue (KIP-1034), in the release that brought it and in the one after.
import { join } from 'node:path'
import type { Framework } from './frameworks.ts'
import { javaFramework } from './java-framework.ts'
import type { World } from './world.ts'

const HEADERS = [
  { key: 'x-tag', value: 'first' },
  { key: 'x-nothing', value: null },
  { key: 'x-tag', value: 'second' },
]
const key = (id: number): Buffer => Buffer.from([0, 0, 0, 0, 0, 0, 0, id])

export const kafkaStreams: readonly Framework[] = ['4.2.0', '4.3.1'].map(streamsOf)

function streamsOf(version: string): Framework {
  const streams = javaFramework('kafka', `kafka-streams-${version}`, { 'kafka.version': version })
  const run = async (world: World, guarantee: string, isReplayed: boolean): Promise<void> => {
    await world.createTopic('orders', 2)
    await world.createTopic('priced', 2)
    await world.createTopic('pricing-dlq', 2)
    const anHourAgoMs = Date.now() - 3_600_000
    await world.send('orders', 0, [
      { key: 'neither of eight bytes', value: '7', headers: HEADERS, timestampMs: anHourAgoMs },
      { key: key(1), value: 'two', headers: HEADERS, timestampMs: anHourAgoMs + 1 },
    ])
    await world.send('orders', 1, [
      { key: key(2), value: null, timestampMs: anHourAgoMs + 2 },
      { key: key(3), value: '3', timestampMs: anHourAgoMs + 3 },
    ])
    await streams.running('StreamsDeadLetters', [world.bootstrap, join(world.folder, 'state'), guarantee], async () => {
      await world.arrived('pricing-dlq', 3)
      if (!isReplayed) return
      await world.replay('pricing-dlq', 'orders')
      await world.arrived('pricing-dlq', 6)
    })
  }
  const release = version.split('.').slice(0, 2).join('-')
  return {
    name: 'Kafka Streams',
    version,
    obstacle: async () => streams.obstacle(),
    failings: [
      {
        file: `streams-${release}-once`,
        what: 'Handlers that continue, exactly once: a key that is not read, and a processor that throws, with and without a message',
        run: async (world) => run(world, 'exactly_once_v2', false),
      },
      {
        file: `streams-${release}-replayed`,
        what: 'Handlers that continue, at least once: dead letters written back to their topic with all headers, where they fail again',
        run: async (world) => run(world, 'at_least_once', true),
      },
    ],
  }
}
