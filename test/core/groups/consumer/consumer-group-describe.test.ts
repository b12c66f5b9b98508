import { beforeEach, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { notConsumerGroup } from '../../../../core/groups/consumer/consumer-group-describe.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

const ORDERS = { topicId: 'orders-id-000000000000', topicName: 'orders' }

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

test('tells epochs, and of each member what it owns and what it should own', async () => {
  const [a, b] = [new TestConsumer(groups, 'a', { instanceId: 'i1' }), new TestConsumer(groups, 'b', { topics: ['orders', 'gone'], regex: 'ord.*' })]
  await a.join({ rackId: 'r1' })
  await b.join()
  expect(await groups.coordinator.describeConsumerGroup('billing')).toEqual({
    errorCode: 0, groupId: 'billing', groupState: 'Reconciling', groupEpoch: 3, assignmentEpoch: 3, assignorName: 'uniform',
    members: [
      {
        memberId: 'id of a', instanceId: 'i1', rackId: 'r1', memberEpoch: 2, clientId: 'a', clientHost: '/127.0.0.1', memberType: 1,
        subscribedTopicNames: ['orders'], subscribedTopicRegex: '',
        assignment: { topicPartitions: [{ ...ORDERS, partitions: [0, 1, 2, 3] }] },
        targetAssignment: { topicPartitions: [{ ...ORDERS, partitions: expect.any(Array) as number[] }] },
      },
      {
        memberId: 'id of b', instanceId: null, rackId: null, memberEpoch: 3, clientId: 'b', clientHost: '/127.0.0.1', memberType: 1,
        subscribedTopicNames: ['gone', 'orders'], subscribedTopicRegex: 'ord.*',
        assignment: { topicPartitions: [] },
        targetAssignment: { topicPartitions: [{ ...ORDERS, partitions: expect.any(Array) as number[] }] },
      },
    ],
  })
})

test('what a member has yet to give up is still its own', async () => {
  const [a, b] = [new TestConsumer(groups, 'a'), new TestConsumer(groups, 'b')]
  await a.join()
  await b.join()
  await a.quietBeat()
  expect((await groups.coordinator.describeConsumerGroup('billing')).members[0]!.assignment).toEqual({ topicPartitions: [{ ...ORDERS, partitions: [0, 1, 2, 3] }] })
})

test('leaves out topics that are gone', async () => {
  await new TestConsumer(groups, 'a').join()
  groups.topics.delete('orders')
  expect((await groups.coordinator.describeConsumerGroup('billing')).members[0]!.assignment).toEqual({ topicPartitions: [] })
})

test('tells what is durable only', async () => {
  groups.memory.hold()
  const a = new TestConsumer(groups, 'a')
  const join = a.join().catch(() => 'refused')
  const described = groups.coordinator.describeConsumerGroup('billing')
  groups.memory.fail()
  expect([(await described).errorCode, await join]).toEqual([ErrorCode.GROUP_ID_NOT_FOUND, 'refused'])
})

test('what is no consumer group is not found', () => {
  expect(notConsumerGroup('g', 'why')).toMatchObject({ errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: 'why', groupId: 'g', members: [] })
})
