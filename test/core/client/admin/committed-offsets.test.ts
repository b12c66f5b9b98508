import { expect, it } from 'vitest'
import { committedOffsets, committedOffsetsOfMany } from '../../../../core/client/admin/committed-offsets.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'
import { OffsetCommit } from '../../../../core/protocol/messages/offset-commit.ts'
import { OffsetFetch } from '../../../../core/protocol/messages/offset-fetch.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'
import { on, startScriptedTopic } from '../../../support/scripted-broker.ts'

const commitOf = (groupId: string) => ({ partitionIndex: 0, committedOffset: groupId.length, metadata: groupId, errorCode: 0 })
const scripted = (maxVersion: number) =>
  on(
    OffsetFetch,
    ({ groupId, groups }, version) => {
      const answer = (id: string) => ({ groupId: id, errorCode: id === 'secret' ? 30 : 0, topics: id === 'secret' ? [] : [{ name: 'orders', topicId: '', partitions: [commitOf(id)] }] })
      return version >= 8 ? { topics: [], groups: groups.map((group) => answer(group.groupId)) } : { ...answer(groupId), groups: [] }
    },
    maxVersion,
  )

it.each([
  ['in one request', 9, ['OffsetFetch v9']],
  ['one by one where the cluster is older than Kafka 3.0', 7, ['OffsetFetch v7', 'OffsetFetch v7', 'OffsetFetch v7']],
  ['by name where the cluster also knows ids', 10, ['OffsetFetch v9']],
])('reads what many groups have committed %s, with an error in the place of one that is refused', async (_how, version, asked) => {
  const broker = await startScriptedTopic([], [scripted(version)])
  const read = await committedOffsetsOfMany(connectTo(broker.address), 1, ['a', 'bb', 'secret'])
  expect(read.get('a')).toEqual([{ topic: 'orders', partition: 0, offset: 1, metadata: 'a', error: null }])
  expect(read.get('bb')).toMatchObject([{ offset: 2 }])
  expect(read.get('secret')).toMatchObject({ errorName: 'GROUP_AUTHORIZATION_FAILED' })
  expect(broker.asked.filter((api) => api.startsWith('OffsetFetch'))).toEqual(asked)
})

it('reads them from the local broker', async () => {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount: 2 })
  const { topicId } = broker.context.topics.get('orders')!
  const commit = { partitionIndex: 1, committedOffset: 17, committedMetadata: 'half way' }
  await cluster.request('any', OffsetCommit, { groupId: 'billing', memberId: '', topics: [{ name: 'orders', topicId, partitions: [commit] }] })
  const expected = [{ topic: 'orders', partition: 1, offset: 17, metadata: 'half way', error: null }]
  expect(await committedOffsets(cluster, 'billing')).toEqual(expected)
  const many = await committedOffsetsOfMany(cluster, broker.context.nodeId, ['none', 'billing'])
  expect([many.get('none'), many.get('billing')]).toEqual([[], expected])
})
