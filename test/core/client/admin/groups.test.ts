import { type Consumer, Kafka, logLevel } from 'kafkajs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { committedOffsets } from '../../../../core/client/admin/committed-offsets.ts'
import { describeGroup, describeGroups, listGroups } from '../../../../core/client/admin/groups.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'
import { ConsumerGroupDescribe } from '../../../../core/protocol/messages/consumer-group-describe.ts'
import { DescribeGroups } from '../../../../core/protocol/messages/describe-groups.ts'
import { FindCoordinator } from '../../../../core/protocol/messages/find-coordinator.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'
import { on, startScriptedTopic, TOPIC_ID } from '../../../support/scripted-broker.ts'

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
  expect(await listGroups(cluster)).toEqual([{ groupId: 'billing', state: 'Stable', protocolType: 'consumer', type: 'classic' }])
  expect(await describeGroup(cluster, 'billing')).toMatchObject({
    groupId: 'billing',
    state: 'Stable',
    protocolType: 'consumer',
    type: 'classic',
    protocol: 'RoundRobinAssigner',
    epochs: null,
    coordinator: broker.context.nodeId,
    members: [{ clientId: 'reader', groupInstanceId: null, assignment: [{ topic: 'orders', partitions: [0, 1] }], assignmentError: null, target: null, epoch: null, isClassic: false }],
  })
  expect(await committedOffsets(cluster, 'billing')).toEqual([])
  await consumer.commitOffsets([{ topic: 'orders', partition: 1, offset: '17', metadata: 'half way' }])
  expect(await committedOffsets(cluster, 'billing')).toEqual([{ topic: 'orders', partition: 1, offset: 17, metadata: 'half way', error: null }])
})

it('says that there is no such group', async () => {
  const broker = await startTestBroker()
  await expect(describeGroup(connectTo(broker.address), 'none')).rejects.toMatchObject({ errorName: 'GROUP_ID_NOT_FOUND' })
})

describe('a group that is not of the classic protocol', () => {
  const coordinator = on(FindCoordinator, () => ({ errorCode: 0, errorMessage: null, nodeId: 1, host: '', port: 0, coordinators: [{ key: 'g', nodeId: 1, host: '', port: 0, errorCode: 0, errorMessage: null }] }))
  /** As Kafka 3.7 and 4.3 answer: dead, and since version 6 with an error that tells why. */
  const notClassic = (errorCode: number, errorMessage: string | null) =>
    on(DescribeGroups, () => ({ groups: [{ errorCode, errorMessage, groupId: 'g', groupState: 'Dead', protocolType: '', protocolData: '', members: [] }] }))
  const topicPartitions = [{ topicId: TOPIC_ID, topicName: 'orders', partitions: [0, 2] }]
  const member = {
    memberId: 'm', instanceId: 'i', rackId: null, memberEpoch: 3, clientId: 'c', clientHost: '/h', subscribedTopicNames: ['orders'], subscribedTopicRegex: null,
    assignment: { topicPartitions }, targetAssignment: { topicPartitions: [] }, memberType: 0,
  }
  const consumerGroup = { errorCode: 0, groupId: 'g', groupState: 'Reconciling', groupEpoch: 4, assignmentEpoch: 4, assignorName: 'uniform', members: [member] }

  it.each([[0, null], [69, 'Group g is not a classic group.']])('but of the consumer protocol (KIP-848) is described as such (DescribeGroups says %i)', async (code, message) => {
    const { address } = await startScriptedTopic([], [coordinator, notClassic(code, message), on(ConsumerGroupDescribe, () => ({ groups: [consumerGroup] }))])
    expect(await describeGroup(connectTo(address), 'g')).toEqual({
      groupId: 'g',
      coordinator: 1,
      state: 'Reconciling',
      protocolType: 'consumer',
      type: 'consumer',
      protocol: 'uniform',
      epochs: { group: 4, assignment: 4 },
      members: [
        { memberId: 'm', groupInstanceId: 'i', clientId: 'c', clientHost: '/h', assignment: [{ topic: 'orders', partitions: [0, 2] }], assignmentError: null, target: [], epoch: 3, isClassic: true },
      ],
    })
  })

  it('nor of the consumer protocol is refused in the cluster\'s own words', async () => {
    const absent = on(ConsumerGroupDescribe, () => ({ groups: [{ ...consumerGroup, errorCode: 69, members: [] }] }))
    const { address } = await startScriptedTopic([], [coordinator, notClassic(69, 'Group g is not a classic group.'), absent])
    await expect(describeGroup(connectTo(address), 'g')).rejects.toMatchObject({ errorName: 'GROUP_ID_NOT_FOUND', message: 'Group g is not a classic group.' })
  })

  it('is not there for a cluster that knows no other', async () => {
    const { address } = await startScriptedTopic([], [coordinator, notClassic(0, null)])
    await expect(describeGroup(connectTo(address), 'g')).rejects.toMatchObject({ errorName: 'GROUP_ID_NOT_FOUND', message: 'There is no group "g".' })
  })

  it('whose description fails otherwise fails with that', async () => {
    const refused = on(ConsumerGroupDescribe, () => ({ groups: [{ ...consumerGroup, errorCode: 30, errorMessage: 'Not yours.', members: [] }] }))
    const { address } = await startScriptedTopic([], [coordinator, notClassic(0, null), refused])
    await expect(describeGroup(connectTo(address), 'g')).rejects.toMatchObject({ errorName: 'GROUP_AUTHORIZATION_FAILED', message: 'Not yours.' })
  })
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

it('describes many groups of one coordinator in a request for each kind, with an error in the place of one that is none', async () => {
  const classic = (groupId: string, groupState: string) => ({ errorCode: 0, groupId, groupState, protocolType: 'consumer', protocolData: '', members: [] })
  const consumer = { groupState: 'Empty', groupEpoch: 1, assignmentEpoch: 1, assignorName: 'uniform', members: [] }
  const broker = await startScriptedTopic([], [
    on(DescribeGroups, ({ groups }) => ({ groups: groups.filter((id) => id !== 'silent').map((id) => classic(id, id === 'old' ? 'Empty' : 'Dead')) })),
    on(ConsumerGroupDescribe, ({ groupIds }) => ({ groups: groupIds.map((groupId) => ({ errorCode: groupId === 'new' ? 0 : 69, groupId, ...consumer })) })),
  ])
  const described = await describeGroups(connectTo(broker.address), 1, ['old', 'new', 'none', 'silent'])
  expect([...described.values()]).toMatchObject([
    { groupId: 'old', state: 'Empty', protocol: '' },
    { groupId: 'new', state: 'Empty', protocol: 'uniform' },
    { message: 'There is no group "none".' },
    { message: 'The broker answered DescribeGroups for "silent" with nothing.' },
  ])
  expect(broker.asked.filter((api) => api.includes('Describe'))).toHaveLength(2)
})
