import { beforeEach, describe, expect, test } from 'vitest'
import { consumerGroupDescribe } from '../../../../core/broker/handlers/consumer-group-describe.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ConsumerGroupDescribe } from '../../../../core/protocol/messages/consumer-group-describe.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAABA'

let broker: GroupHandlers
beforeEach(async () => {
  broker = new GroupHandlers()
  broker.groups.topics.set('orders', { topicId: TOPIC_ID, partitionCount: 2 })
  await new TestConsumer(broker.groups, 'a').join()
  await broker.groups.stable(broker.groups.member('c', { groupId: 'classic' }))
})

describe.each(versions(ConsumerGroupDescribe))('ConsumerGroupDescribe v%i', (version) => {
  const ask = async (...groupIds: string[]) => (await broker.call(ConsumerGroupDescribe, consumerGroupDescribe, version, { groupIds, includeAuthorizedOperations: true })).groups

  test('describes a group with epochs, members and what the client may do', async () => {
    const assignment = { topicPartitions: [{ topicId: TOPIC_ID, topicName: 'orders', partitions: [0, 1] }] }
    expect(await ask('billing')).toEqual([
      {
        errorCode: 0, errorMessage: null, groupId: 'billing', groupState: 'Stable', groupEpoch: 2, assignmentEpoch: 2, assignorName: 'uniform', authorizedOperations: 3400,
        members: [
          {
            memberId: 'id of a', instanceId: null, rackId: null, memberEpoch: 2, clientId: 'a', clientHost: '/127.0.0.1', subscribedTopicNames: ['orders'], subscribedTopicRegex: '',
            assignment, targetAssignment: assignment, memberType: version < 1 ? -1 : 1,
          },
        ],
      },
    ])
  })

  test('a classic group and one that does not exist are not found, an empty name is no group', async () => {
    expect((await ask('classic', 'nothing', '')).map(({ errorCode, errorMessage }) => [errorCode, errorMessage])).toEqual([
      [ErrorCode.GROUP_ID_NOT_FOUND, 'Group "classic" is not a consumer group.'],
      [ErrorCode.GROUP_ID_NOT_FOUND, 'Group "nothing" does not exist.'],
      [ErrorCode.INVALID_GROUP_ID, null],
    ])
  })

  test.each([
    ['the group', 'GROUP billing', ErrorCode.GROUP_AUTHORIZATION_FAILED, null],
    ['a topic that the group reads', 'TOPIC orders', ErrorCode.TOPIC_AUTHORIZATION_FAILED, 'Group "billing" reads topics that the client may not describe.'],
  ])('tells nothing when %s may not be described', async (_title, forbidden, errorCode, errorMessage) => {
    broker.isAllowed = (...asked) => asked.join(' ') !== `DESCRIBE ${forbidden}`
    expect(await ask('billing')).toMatchObject([{ errorCode, errorMessage, members: [] }])
  })
})
