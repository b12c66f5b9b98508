// Dead letters of a cluster that is not ours: everything can be understood, and nothing is written (R8, R9).
import { expect, it } from 'vitest'
import { produceBatch } from '../../core/client/batch-producer.ts'
import { createTopic } from '../../core/client/admin/topics.ts'
import { listGroups } from '../../core/client/admin/groups.ts'
import { startTestBroker } from '../support/broker.ts'
import { connectTo } from '../support/cluster.ts'
import { startTestServices } from '../support/core-services.ts'
import { T0 } from '../support/dead-letters.ts'
import { failed } from '../support/failure-index.ts'
import { plainCluster } from '../support/profiles.ts'

const READING = new Set(['ApiVersions', 'Metadata', 'ListOffsets', 'Fetch', 'DescribeConfigs', 'ListGroups', 'DescribeCluster', 'FindCoordinator'])

it('recognising, indexing, grouping and opening cases only reads, without a group', async () => {
  const remote = await startTestBroker()
  const cluster = connectTo(remote.address)
  for (const name of ['orders', 'orders-dlq', 'secret-plans']) await createTopic(cluster, { name, partitionCount: 1 })
  const record = (headers: ReturnType<typeof failed>, value: string) => ({ key: Buffer.from('k'), value: Buffer.from(value), headers, timestamp: T0 })
  await produceBatch(cluster, await cluster.topic('orders'), { partition: 0, records: [record([], 'a')] })
  await produceBatch(cluster, await cluster.topic('orders-dlq'), { partition: 0, records: [record(failed('E', 'no price'), 'a')] })
  const { services: { connections, deadLetters } } = await startTestServices()
  const { id: connectionId } = await connections.add(plainCluster('prod', remote.bootstrap))
  const { signal } = new AbortController()
  const before = remote.requestLog.latest

  const { flows } = await deadLetters.recognise({ connectionId })
  expect(flows.map(({ source, deadLetters: dead }) => [source, dead.map(({ topic, confidence }) => [topic, confidence])])).toEqual([['orders', [['orders-dlq', 'confirmed']]]])
  const topics = ['orders-dlq']
  for await (const event of deadLetters.index({ connectionId, topics }, signal)) if (event.isUpToDate) break
  const { rows } = await deadLetters.list({ connectionId, topics, filter: { payload: 'none', includeGone: true }, order: 'newest', cursor: null, limit: 10 }, signal)
  expect(rows).toEqual([])
  const [row] = (await deadLetters.list({ connectionId, topics, filter: {}, order: 'newest', cursor: null, limit: 10 }, signal)).rows
  expect((await deadLetters.case({ connectionId, key: row!.key }, signal)).origin.state).toBe('same')
  await deadLetters.setState({ connectionId, topics, select: { kind: 'keys', keys: [row!.key] }, state: 'resolved' }, signal)
  await deadLetters.markVisited({ connectionId, topics })

  const asked = remote.requestLog.since(before, 1_000).requests
  expect([...new Set(asked.map(({ api }) => api))].filter((api) => !READING.has(api))).toEqual([])
  expect(await listGroups(cluster)).toEqual([])
  expect([...remote.context.topics.all()].map(({ name }) => name).toSorted()).toEqual(['orders', 'orders-dlq', 'secret-plans'])
})
