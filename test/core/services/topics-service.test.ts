import { expect, it } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import type { BrokerAddress } from '../../../core/client/bootstrap-address.ts'
import { DescribeConfigs } from '../../../core/protocol/messages/describe-configs.ts'
import type { ConnectionsService } from '../../../core/services/connections-service.ts'
import { TopicsService } from '../../../core/services/topics-service.ts'
import { connectTo } from '../../support/cluster.ts'
import { startTestServices } from '../../support/core-services.ts'
import { on, startScriptedTopic } from '../../support/scripted-broker.ts'

/** The service with a cluster that a test has written, under any id. */
function onlyCluster(address: BrokerAddress): TopicsService {
  const cluster = connectTo(address)
  return new TopicsService({ cluster: () => cluster } as unknown as ConnectionsService, systemClock)
}

it('creates with the defaults of the cluster, lists, describes and deletes', async () => {
  const { services: { topics, messages }, broker } = await startTestServices()
  const created = await topics.create('local', { name: 'orders', configs: { 'retention.ms': '1000' } })
  expect(created).toEqual({ name: 'orders', topicId: broker.context.topics.get('orders')!.topicId, partitionCount: 3, replicationFactor: 1, isInternal: false })
  await messages.produce('local', 'orders', { partition: 2, key: { kind: 'null' }, value: { kind: 'null' }, headers: [] })
  expect((await topics.list('local', false)).topics).toEqual([created])
  const detail = await topics.describe('local', 'orders')
  expect(detail).toMatchObject(created)
  expect(detail.partitions).toEqual([0n, 0n, 1n].map((endOffset, partition) => ({ partition, leader: 1, replicas: [1], inSyncReplicas: [1], startOffset: 0n, endOffset, error: null })))
  expect(detail.configs.find(({ name }) => name === 'retention.ms')).toMatchObject({ value: '1000', isDefault: false, isSensitive: false, type: 'LONG' })
  expect(detail.configsError).toBeNull()
  await expect(topics.delete('local', 'orders', 'order')).rejects.toThrow('"order" is not the name of this topic.')
  await topics.delete('local', 'orders', 'orders')
  expect((await topics.list('local', true)).topics).toEqual([])
  await expect(topics.describe('local', 'orders')).rejects.toThrow('There is no topic "orders".')
})

it('hides internal topics unless they are asked for', async () => {
  const { services: { topics } } = await startTestServices()
  await topics.create('local', { name: '__consumer_offsets' })
  expect((await topics.list('local', false)).topics).toEqual([])
  expect((await topics.list('local', true)).topics).toMatchObject([{ name: '__consumer_offsets', isInternal: true }])
})

it('tells which partition it cannot ask for its offsets, instead of showing zeros', async () => {
  const scripted = await startScriptedTopic(
    [{ batches: [], startOffset: 1, endOffset: 4 }, { batches: [], startOffset: 0, endOffset: 9, leader: -1 }],
    [on(DescribeConfigs, () => ({ results: [{ errorCode: 0, errorMessage: null, resourceType: 2, resourceName: 'orders', configs: [] }] }))],
  )
  expect((await onlyCluster(scripted.address).describe('any', 'orders')).partitions).toEqual([
    { partition: 0, leader: 1, replicas: [1], inSyncReplicas: [1], startOffset: 1n, endOffset: 4n, error: null },
    {
      partition: 1,
      leader: -1,
      replicas: [-1],
      inSyncReplicas: [-1],
      startOffset: null,
      endOffset: null,
      error: 'Partition 1 of "orders": The partition has no leader at the moment, for instance because one is being elected.',
    },
  ])
})

it('shows a topic whose configuration may not be read, and says why it is not there', async () => {
  const scripted = await startScriptedTopic(
    [{ batches: [], startOffset: 0, endOffset: 4 }],
    [on(DescribeConfigs, () => ({ results: [{ errorCode: 29, errorMessage: 'Not yours.', resourceType: 2, resourceName: 'orders', configs: [] }] }))],
  )
  expect(await onlyCluster(scripted.address).describe('any', 'orders')).toMatchObject({ name: 'orders', configs: [], configsError: 'Not yours.', partitions: [{ endOffset: 4n }] })
})

it('widens a topic and tells its new width', async () => {
  const { services: { topics } } = await startTestServices()
  await topics.create('local', { name: 'orders' })
  expect(await topics.addPartitions('local', 'orders', 7)).toMatchObject({ name: 'orders', partitionCount: 7 })
  expect((await topics.describe('local', 'orders')).partitions).toHaveLength(7)
  await expect(topics.addPartitions('local', 'orders', 7)).rejects.toMatchObject({ errorName: 'INVALID_PARTITIONS' })
})

it('glances at topics of the local broker', async () => {
  const { services: { topics, messages } } = await startTestServices()
  await topics.create('local', { name: 'orders', configs: { 'retention.ms': '-1' } })
  await topics.create('local', { name: 'state', configs: { 'cleanup.policy': 'compact' } })
  const { timestamp } = await messages.produce('local', 'orders', { partition: 2, key: { kind: 'null' }, value: { kind: 'null' }, headers: [] })
  const { topics: glances } = await topics.glance('local', ['state', 'gone', 'orders'])
  expect(glances).toEqual([
    { name: 'state', offsetSpan: 0n, lastTimestamp: null, cleanupPolicy: 'compact', retentionMs: 604_800_000n, error: null },
    { name: 'orders', offsetSpan: 1n, lastTimestamp: timestamp, cleanupPolicy: 'delete', retentionMs: -1n, error: null },
  ])
})
