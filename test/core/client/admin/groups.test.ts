import { type Consumer, Kafka, logLevel } from 'kafkajs'
import { expect, it, onTestFinished } from 'vitest'
import { committedOffsets, describeGroup, listGroups } from '../../../../core/client/admin/groups.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'
import { DescribeGroups } from '../../../../core/protocol/messages/describe-groups.ts'
import { FindCoordinator } from '../../../../core/protocol/messages/find-coordinator.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'
import { on, startScriptedTopic } from '../../../support/scripted-broker.ts'

async function joined(bootstrap: string, groupId: string): Promise<Consumer> {
  const consumer = new Kafka({ clientId: 'reader', brokers: [bootstrap], logLevel: logLevel.NOTHING }).consumer({ groupId, maxWaitTimeInMs: 50 })
  onTestFinished(async () => consumer.disconnect())
  await consumer.connect()
  await consumer.subscribe({ topic: 'orders', fromBeginning: true })
  const hasJoined = new Promise((resolve) => consumer.on('consumer.group_join', resolve))
  await consumer.run({ eachMessage: async () => {} })
  await hasJoined
  return consumer
}

it('tells state, members with their partitions, and offsets of a group of a real client', async () => {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount: 2 })
  const consumer = await joined(broker.bootstrap, 'billing')
  expect(await listGroups(cluster)).toEqual([{ groupId: 'billing', state: 'Stable', protocolType: 'consumer' }])
  expect(await describeGroup(cluster, 'billing')).toMatchObject({
    groupId: 'billing',
    state: 'Stable',
    protocolType: 'consumer',
    protocol: 'RoundRobinAssigner',
    coordinator: broker.context.nodeId,
    members: [{ clientId: 'reader', groupInstanceId: null, assignment: [{ topic: 'orders', partitions: [0, 1] }], assignmentError: null }],
  })
  expect(await committedOffsets(cluster, 'billing')).toEqual([])
  await consumer.commitOffsets([{ topic: 'orders', partition: 1, offset: '17', metadata: 'half way' }])
  expect(await committedOffsets(cluster, 'billing')).toEqual([{ topic: 'orders', partition: 1, offset: 17, metadata: 'half way', error: null }])
})

it('says that there is no such group', async () => {
  const broker = await startTestBroker()
  await expect(describeGroup(connectTo(broker.address), 'none')).rejects.toMatchObject({ errorName: 'GROUP_ID_NOT_FOUND' })
})

it('shows a member whose assignment is in a format of its own', async () => {
  const member = { memberId: 'm', clientId: 'c', clientHost: '/h', memberMetadata: Buffer.alloc(0), memberAssignment: Buffer.from('{}') }
  const { address } = await startScriptedTopic([], [
    on(FindCoordinator, () => ({ errorCode: 0, errorMessage: null, nodeId: 1, host: '', port: 0, coordinators: [{ key: 'g', nodeId: 1, host: '', port: 0, errorCode: 0, errorMessage: null }] })),
    on(DescribeGroups, () => ({ groups: [{ errorCode: 0, groupId: 'g', groupState: 'Stable', protocolType: 'consumer', protocolData: 'own', members: [member] }] })),
  ])
  const { members } = await describeGroup(connectTo(address), 'g')
  expect(members).toMatchObject([{ assignment: [], assignmentError: expect.stringMatching(/^The assignment is not in the consumer protocol: /) as string }])
})
