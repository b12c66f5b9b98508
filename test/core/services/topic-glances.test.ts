import { expect, it } from 'vitest'
import { DescribeConfigs } from '../../../core/protocol/messages/describe-configs.ts'
import { ListOffsets } from '../../../core/protocol/messages/list-offsets.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import type { AnyApi } from '../../../core/protocol/define-api.ts'
import { glanceTopics } from '../../../core/services/topic-glances.ts'
import { connectTo } from '../../support/cluster.ts'
import { on, type Scripted, startScriptedBroker, TOPIC_ID } from '../../support/scripted-broker.ts'

interface Cluster {
  /** Error code of a topic's metadata, by name; others are healthy. */
  readonly metadata?: Record<string, number>
  /** Error code of a topic's offsets and of its configs. */
  readonly offsets?: Record<string, number>
  readonly configs?: Record<string, number>
  readonly listOffsetsVersion?: number
  readonly leaders?: readonly number[]
}

/** Two brokers; every topic has two partitions, with offsets 10 to 15 and 10 to 17 and records of the times 15 and 17. */
async function start({ metadata = {}, offsets = {}, configs = {}, listOffsetsVersion, leaders = [1, 2] }: Cluster = {}) {
  const nodes: { nodeId: number; host: string; port: number }[] = []
  const cluster: Scripted[] = [
    on(Metadata, ({ topics }) => ({
      brokers: nodes,
      clusterId: 'c',
      controllerId: 1,
      topics: (topics ?? []).map(({ name }) => ({
        errorCode: metadata[name!] ?? 0,
        name,
        topicId: TOPIC_ID,
        partitions: leaders.map((leaderId, partitionIndex) => ({ errorCode: 0, partitionIndex, leaderId, replicaNodes: [1], isrNodes: [1] })),
      })),
    })),
    on(
      ListOffsets,
      ({ topics }) => ({
        topics: topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex, timestamp }) => {
            const end = 15 + partitionIndex * 2
            const found = timestamp === -2 ? { offset: 10 } : timestamp === -1 ? { offset: end } : { offset: end - 1, timestamp: end }
            return { partitionIndex, errorCode: offsets[name] ?? 0, ...found }
          }),
        })),
      }),
      listOffsetsVersion,
    ),
    on(DescribeConfigs, ({ resources }) => ({
      results: resources.map(({ resourceType, resourceName }) => ({
        errorCode: configs[resourceName] ?? 0,
        errorMessage: configs[resourceName] ? 'Not yours.' : null,
        resourceType,
        resourceName,
        configs: Object.entries({ 'cleanup.policy': 'delete', 'retention.ms': '86400000' }).map(([name, value]) => ({ name, value, readOnly: false, isSensitive: false, synonyms: [] })),
      })),
    })),
  ]
  const brokers = [await startScriptedBroker(cluster), await startScriptedBroker(cluster)]
  nodes.push(...brokers.map(({ address }, index) => ({ nodeId: index + 1, ...address })))
  return { cluster: connectTo(brokers[0]!.address), asked: () => brokers.map(({ asked }) => asked.filter((api) => !api.startsWith('ApiVersions'))) }
}

const times = (asked: readonly string[], api: AnyApi): number => asked.filter((entry) => entry.startsWith(`${api.name} `)).length

it('asks each leader three times and one broker for the settings, however many topics there are', async () => {
  const { cluster, asked } = await start()
  const names = Array.from({ length: 200 }, (_, index) => `topic-${index}`)
  const glances = await glanceTopics(cluster, names)
  expect(glances).toHaveLength(200)
  expect(glances[199]).toEqual({ name: 'topic-199', offsetSpan: 12n, lastTimestamp: 17n, cleanupPolicy: 'delete', retentionMs: 86_400_000n, error: null })
  expect(asked().map((entries) => times(entries, ListOffsets))).toEqual([3, 3])
  expect(asked().map((entries) => times(entries, DescribeConfigs))).toEqual([1, 0])
})

it('leaves out what is gone, and tells what fails for one topic of that topic only', async () => {
  const { cluster } = await start({ metadata: { gone: 3, secret: 29 }, offsets: { moved: 6 }, configs: { closed: 29 } })
  const glances = await glanceTopics(cluster, ['gone', 'secret', 'moved', 'closed', 'well'])
  const nothing = { offsetSpan: null, lastTimestamp: null }
  expect(glances).toMatchObject([
    { name: 'secret', ...nothing, cleanupPolicy: null, retentionMs: null, error: expect.stringMatching(/^Topic "secret": /) as string },
    { name: 'moved', ...nothing, cleanupPolicy: 'delete', error: expect.stringMatching(/^Partition 0 of "moved": /) as string },
    { name: 'closed', offsetSpan: 12n, lastTimestamp: 17n, cleanupPolicy: null, retentionMs: null, error: 'Not yours.' },
    { name: 'well', error: null },
  ])
})

it('knows neither span nor last write of a topic with a partition that has no leader', async () => {
  const { cluster } = await start({ leaders: [1, -1] })
  expect(await glanceTopics(cluster, ['a'])).toMatchObject([{ offsetSpan: null, lastTimestamp: null, error: expect.stringMatching(/^Partition 1 of "a": /) as string }])
})

it('knows no last write where the broker is too old to tell, which is no failure', async () => {
  const { cluster } = await start({ listOffsetsVersion: 6 })
  expect(await glanceTopics(cluster, ['a'])).toMatchObject([{ offsetSpan: 12n, lastTimestamp: null, error: null }])
})
