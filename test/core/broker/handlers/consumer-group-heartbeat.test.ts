import { beforeEach, describe, expect, test } from 'vitest'
import { consumerGroupHeartbeat } from '../../../../core/broker/handlers/consumer-group-heartbeat.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ConsumerGroupHeartbeat } from '../../../../core/protocol/messages/consumer-group-heartbeat.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAABA'

let broker: GroupHandlers
beforeEach(() => {
  broker = new GroupHandlers()
  broker.groups.topics.set('orders', { topicId: TOPIC_ID, partitionCount: 2 })
})

const JOIN = { groupId: 'billing', memberId: 'm', memberEpoch: 0, rebalanceTimeoutMs: 60_000, subscribedTopicNames: ['orders'], topicPartitions: [] }
const FAILED = { memberId: null, memberEpoch: 0, heartbeatIntervalMs: 0, assignment: null }
const send = (version: number, changes: object = {}) => broker.call(ConsumerGroupHeartbeat, consumerGroupHeartbeat, version, { ...JOIN, ...changes })

describe.each(versions(ConsumerGroupHeartbeat))('ConsumerGroupHeartbeat v%i', (version) => {
  test('joins, stays and leaves', async () => {
    expect(await send(version)).toEqual({
      throttleTimeMs: 0, errorCode: 0, errorMessage: null, memberId: 'm', memberEpoch: 2, heartbeatIntervalMs: 5000,
      assignment: { topicPartitions: [{ topicId: TOPIC_ID, partitions: [0, 1] }] },
    })
    const stay = { memberEpoch: 2, rebalanceTimeoutMs: -1, subscribedTopicNames: null, topicPartitions: null }
    expect(await send(version, stay)).toMatchObject({ errorCode: 0, memberEpoch: 2, assignment: null })
    expect(await send(version, { ...stay, memberEpoch: -1 })).toMatchObject({ errorCode: 0, memberId: 'm', memberEpoch: -1 })
  })

  test('answers an error with what is wrong', async () => {
    expect(await send(version, { memberEpoch: 3 })).toMatchObject({ ...FAILED, errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: 'Group "billing" does not exist.' })
  })

  test.each([
    ['the group may not be read', 'READ GROUP billing', ErrorCode.GROUP_AUTHORIZATION_FAILED],
    ['a topic may not be described', 'DESCRIBE TOPIC orders', ErrorCode.TOPIC_AUTHORIZATION_FAILED],
  ])('is refused when %s', async (_title, forbidden, errorCode) => {
    broker.isAllowed = (...asked) => asked.join(' ') !== forbidden
    expect(await send(version)).toMatchObject({ ...FAILED, errorCode })
  })

  test.each([
    ['the setting leaves the protocol out', (on: GroupHandlers) => void (on.settings = { 'group.coordinator.rebalance.protocols': 'classic' })],
    ['group.version is 0', (on: GroupHandlers) => void (on.groupVersion = 0)],
  ])('is not supported while %s', async (_title, switchOff) => {
    switchOff(broker)
    expect(await send(version)).toMatchObject({ ...FAILED, errorCode: ErrorCode.UNSUPPORTED_VERSION })
  })
})

test('v1: a pattern matches only what the client may hear of', async () => {
  broker.groups.topics.set('secret', { topicId: 'AAAAAAAAAAAAAAAAAAAABQ', partitionCount: 2 })
  broker.isAllowed = (operation, _type, name) => !(operation === 'DESCRIBE' && name === 'secret')
  const { assignment } = await send(1, { subscribedTopicNames: null, subscribedTopicRegex: '.*' })
  expect(assignment!.topicPartitions.map(({ topicId }) => topicId)).toEqual([TOPIC_ID])
})
