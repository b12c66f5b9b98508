import { expect, it } from 'vitest'
import { startScriptedTopic } from '../../support/scripted-broker.ts'
import { startTestServices } from '../../support/core-services.ts'
import { DescribeConfigs } from '../../../core/protocol/messages/describe-configs.ts'
import { on } from '../../support/scripted-broker.ts'

it('creates with the defaults of the cluster, lists, describes and deletes', async () => {
  const { services: { topics, messages }, broker } = await startTestServices()
  const created = await topics.create('local', { name: 'orders', configs: { 'retention.ms': '1000' } })
  expect(created).toEqual({ name: 'orders', topicId: broker.context.topics.get('orders')!.topicId, partitionCount: 3, replicationFactor: 1, isInternal: false })
  await messages.produce('local', { topic: 'orders', partition: 2, key: { kind: 'null' }, value: { kind: 'null' }, headers: [] })
  expect((await topics.list('local', false)).topics).toEqual([created])
  const detail = await topics.describe('local', 'orders')
  expect(detail).toMatchObject(created)
  expect(detail.partitions).toEqual([0n, 0n, 1n].map((endOffset, partition) => ({ partition, leader: 1, startOffset: 0n, endOffset, error: null })))
  expect(detail.configs.find(({ name }) => name === 'retention.ms')).toMatchObject({ value: '1000', isDefault: false })
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
  const { services: { topics, connections } } = await startTestServices()
  const scripted = await startScriptedTopic(
    [{ batches: [], startOffset: 1, endOffset: 4 }, { batches: [], startOffset: 0, endOffset: 9, leader: -1 }],
    [on(DescribeConfigs, () => ({ results: [{ errorCode: 0, errorMessage: null, resourceType: 2, resourceName: 'orders', configs: [] }] }))],
  )
  const { id } = await connections.add('scripted', [`127.0.0.1:${scripted.address.port}`])
  expect((await topics.describe(id, 'orders')).partitions).toEqual([
    { partition: 0, leader: 1, startOffset: 1n, endOffset: 4n, error: null },
    {
      partition: 1,
      leader: -1,
      startOffset: null,
      endOffset: null,
      error: 'Partition 1 of "orders": The partition has no leader at the moment, for instance because one is being elected.',
    },
  ])
})
