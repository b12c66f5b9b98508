import { Kafka, logLevel } from 'kafkajs'
import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { DescribeGroups } from '../../../core/protocol/messages/describe-groups.ts'
import { FindCoordinator } from '../../../core/protocol/messages/find-coordinator.ts'
import { ListGroups } from '../../../core/protocol/messages/list-groups.ts'
import { OffsetCommit } from '../../../core/protocol/messages/offset-commit.ts'
import { OffsetFetch } from '../../../core/protocol/messages/offset-fetch.ts'
import type { ConnectionsService } from '../../../core/services/connections-service.ts'
import { GroupsService } from '../../../core/services/groups-service.ts'
import { connectTo } from '../../support/cluster.ts'
import { startTestServices } from '../../support/core-services.ts'
import { on, startScriptedTopic } from '../../support/scripted-broker.ts'

it('tells committed, end and lag of every partition that a group reads or has read', async () => {
  const { services, broker } = await startTestServices()
  const { topics, groups, messages } = services
  const send = (topic: string, partition: number) => messages.produce('local', topic, { partition, key: { kind: 'null' }, value: { kind: 'text', text: 'a' }, headers: [] })
  for (const topic of ['orders', 'gone']) await topics.create('local', { name: topic, partitionCount: 2 })
  for (let i = 0; i < 5; i++) await send('orders', 0)

  const kafka = new Kafka({ clientId: 'reader', brokers: [broker.bootstrap], logLevel: logLevel.NOTHING })
  const commits = [['gone', 3], ['orders', 2]] as const
  await services.connections.cluster('local').request('any', OffsetCommit, {
    groupId: 'billing',
    memberId: '',
    topics: commits.map(([name, committedOffset]) => ({
      name,
      topicId: broker.context.topics.get(name)!.topicId,
      partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: 'by hand' }],
    })),
  })
  expect((await groups.list('local')).groups).toMatchObject([{ groupId: 'billing', state: 'Empty' }])

  const consumer = kafka.consumer({ groupId: 'billing', maxWaitTimeInMs: 50 })
  onTestFinished(async () => consumer.disconnect())
  await consumer.connect()
  await consumer.subscribe({ topic: 'orders' })
  const hasJoined = new Promise((resolve) => consumer.on('consumer.group_join', resolve))
  await consumer.run({ autoCommit: false, eachMessage: async () => {} })
  await hasJoined

  const detail = await groups.describe('local', 'billing')
  const memberId = detail.members[0]!.memberId
  expect(detail).toMatchObject({ groupId: 'billing', state: 'Stable', protocolType: 'consumer', coordinator: 1 })
  expect(detail.partitions).toEqual([
    { topic: 'gone', partition: 0, startOffset: 0n, committedOffset: 3n, endOffset: 0n, stableOffset: 0n, lag: 0n, metadata: 'by hand', memberId: null, error: null },
    { topic: 'orders', partition: 0, startOffset: 0n, committedOffset: 2n, endOffset: 5n, stableOffset: 5n, lag: 3n, metadata: 'by hand', memberId, error: null },
    { topic: 'orders', partition: 1, startOffset: 0n, committedOffset: null, endOffset: 0n, stableOffset: 0n, lag: null, metadata: null, memberId, error: null },
  ])
})

it('glances at groups of the local broker, also at two that read the same topic', async () => {
  const { services: { topics, groups, connections }, broker } = await startTestServices()
  await topics.create('local', { name: 'orders', partitionCount: 1 })
  const { topicId } = broker.context.topics.get('orders')!
  const commit = { partitionIndex: 0, committedOffset: 0, committedMetadata: null }
  for (const groupId of ['billing', 'audit']) {
    await connections.cluster('local').request('any', OffsetCommit, { groupId, memberId: '', topics: [{ name: 'orders', topicId, partitions: [commit] }] })
  }
  const { groups: glances } = await groups.glance('local', ['billing', 'none', 'audit'])
  expect(glances).toEqual([
    { groupId: 'billing', state: 'Empty', memberCount: 0, topics: ['orders'], lag: 0n, unknownPartitions: 0, error: null },
    { groupId: 'none', state: '', memberCount: 0, topics: [], lag: null, unknownPartitions: 0, error: expect.stringMatching(/none/) as string },
    { groupId: 'audit', state: 'Empty', memberCount: 0, topics: ['orders'], lag: 0n, unknownPartitions: 0, error: null },
  ])
})

it('says of a share group that it is there and cannot be described', async () => {
  const dead = (groupId: string) => ({ errorCode: 69, errorMessage: `Group ${groupId} is not a classic group.`, groupId, groupState: 'Dead', protocolType: '', protocolData: '', members: [] })
  const coordinator = { nodeId: 1, host: '', port: 0, errorCode: 0, errorMessage: null }
  const { address } = await startScriptedTopic([], [
    on(FindCoordinator, ({ coordinatorKeys }) => ({ ...coordinator, coordinators: coordinatorKeys.map((key) => ({ key, ...coordinator })) })),
    on(DescribeGroups, ({ groups }) => ({ groups: groups.map(dead) })),
    on(OffsetFetch, ({ groups }) => ({ topics: [], groups: groups.map(({ groupId }) => ({ groupId, topics: [] })) })),
    on(ListGroups, () => ({ errorCode: 0, groups: [{ groupId: 'queue', protocolType: 'share', groupState: 'Stable', groupType: 'share' }] })),
  ])
  const cluster = connectTo(address)
  const groups = new GroupsService({ cluster: () => cluster } as unknown as ConnectionsService, systemClock)
  await expect(groups.describe('any', 'queue')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: '"queue" is a share group (Stable). Headwater describes classic and consumer groups only.',
  })
  await expect(groups.describe('any', 'other')).rejects.toMatchObject({ errorName: 'GROUP_ID_NOT_FOUND', message: 'Group other is not a classic group.' })
})

it('says that there is no such group', async () => {
  const { services: { groups } } = await startTestServices()
  await expect(groups.describe('local', 'none')).rejects.toMatchObject({ errorName: 'GROUP_ID_NOT_FOUND' })
})
