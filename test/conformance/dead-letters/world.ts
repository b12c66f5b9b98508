// A broker for a framework to fail against: topics, records that will fail, and all that is there afterwards, byte by byte.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../../core/base/clock.ts'
import { systemRandom } from '../../../core/base/random.ts'
import { systemTimers } from '../../../core/base/timers.ts'
import { createTopic, listTopics } from '../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import type { ClientRecord } from '../../../core/client/client-record.ts'
import { ClusterConnection } from '../../../core/client/cluster-connection.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { startBrokerProcess } from '../../support/broker-process.ts'
import type { RecordedHeader, RecordedTopic } from '../../support/recorded-dead-letters.ts'

export interface Failing {
  readonly key: Buffer | string | null
  readonly value: Buffer | string | null
  readonly headers?: readonly { readonly key: string; readonly value: Buffer | string | null }[]
  readonly timestampMs?: number
}

export interface World {
  readonly bootstrap: string
  /** For whatever the framework wants to keep; gone when the world is. */
  readonly folder: string
  createTopic(name: string, partitionCount: number, configs?: Readonly<Record<string, string>>): Promise<void>
  send(topic: string, partition: number, records: readonly Failing[]): Promise<void>
  /** Resolves when the topic holds `count` records; rejects when that takes too long. */
  arrived(topic: string, count: number): Promise<void>
  /** Writes what `from` holds to `to`, in its partition, as a careless replay does: all headers kept. */
  replay(from: string, to: string): Promise<void>
  topics(): Promise<RecordedTopic[]>
  end(): Promise<void>
}

const ARRIVAL_LIMIT_MS = 45_000

export type StartBroker = (directory: string) => Promise<{ readonly port: number; stop(): Promise<unknown> }>

const startHeadwater: StartBroker = async (directory) => startBrokerProcess(directory, { settings: ['group.initial.rebalance.delay.ms=0', 'num.partitions=2'] })

export async function startWorld(startBroker: StartBroker = startHeadwater): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-dead-letters-'))
  const broker = await startBroker(join(folder, 'data'))
  const cluster = new ClusterConnection({
    bootstrapServers: [{ host: '127.0.0.1', port: broker.port }],
    identity: { clientId: 'recorder', softwareName: 'headwater-recorder', softwareVersion: '1.0' },
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
  })
  return {
    bootstrap: `127.0.0.1:${broker.port}`,
    folder,
    createTopic: async (name, partitionCount, configs) => createTopic(cluster, { name, partitionCount, configs }),
    send: async (topic, partition, records) => send(cluster, topic, partition, records),
    arrived: async (topic, count) => arrived(cluster, topic, count),
    replay: async (from, to) => replay(cluster, from, to),
    topics: async () => topicsOf(cluster),
    async end() {
      await cluster.close()
      await broker.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function send(cluster: ClusterConnection, topic: string, partition: number, records: readonly Failing[]): Promise<void> {
  const specs = records.map(({ key, value, headers = [], timestampMs }) => ({
    key: bytes(key),
    value: bytes(value),
    headers: headers.map((header) => ({ key: header.key, value: bytes(header.value) })),
    timestamp: timestampMs ?? Date.now(),
  }))
  // Apache Kafka tells of a new topic before its leaders know that they lead.
  await cluster.retrying(async () => produceBatch(cluster, await cluster.topic(topic), { partition, records: specs, codec: 0 }))
}

async function arrived(cluster: ClusterConnection, topic: string, count: number): Promise<void> {
  const deadline = Date.now() + ARRIVAL_LIMIT_MS
  for (let there = 0; there < count; await pause(200)) {
    if (Date.now() > deadline) throw new Error(`"${topic}" has ${there} of ${count} records after ${ARRIVAL_LIMIT_MS} ms.`)
    const known = (await listTopics(cluster)).some(({ name }) => name === topic)
    there = known ? (await recordsOf(cluster, topic)).length : 0
  }
}

async function replay(cluster: ClusterConnection, from: string, to: string): Promise<void> {
  const target = await cluster.topic(to)
  for (const { partition, key, value, headers } of await recordsOf(cluster, from)) {
    await produceBatch(cluster, target, { partition: partition % target.partitions.length, records: [{ key, value, headers, timestamp: Date.now() }], codec: 0 })
  }
}

async function topicsOf(cluster: ClusterConnection): Promise<RecordedTopic[]> {
  const found = (await listTopics(cluster)).filter(({ name, isInternal }) => !isInternal && !name.startsWith('_'))
  const recorded: RecordedTopic[] = []
  for (const { name, topicId, partitions } of found) {
    const records = (await recordsOf(cluster, name)).map((record) => ({
      partition: record.partition,
      offset: Number(record.offset),
      timestampMs: Number(record.timestamp),
      timestampType: record.timestampType,
      key: base64(record.key),
      value: base64(record.value),
      headers: record.headers.map(({ key, value }): RecordedHeader => [key, base64(value)]),
    }))
    recorded.push({ name, topicId, partitionCount: partitions.length, records })
  }
  return recorded
}

async function recordsOf(cluster: ClusterConnection, topic: string): Promise<ClientRecord[]> {
  const reader = await TopicReader.open(cluster, topic)
  const all: ClientRecord[] = []
  for (const { partition } of reader.topic.partitions) {
    for (let offset = 0; ; ) {
      const { records, nextOffset } = await reader.read(partition, offset)
      if (nextOffset === offset) break
      all.push(...records)
      offset = nextOffset
    }
  }
  return all
}

function bytes(value: Buffer | string | null): Buffer | null {
  return typeof value === 'string' ? Buffer.from(value) : value
}

function base64(value: Buffer | null): string | null {
  return value === null ? null : value.toString('base64')
}
