import { expect, test } from 'vitest'
import { checkHeartbeat, type HeartbeatRequest } from '../../../../core/groups/consumer/check-heartbeat.ts'
import { KafkaError, errorOf } from '../../../../core/protocol/error-codes.ts'

const JOIN: HeartbeatRequest = {
  groupId: 'g', memberId: 'm', memberEpoch: 0, instanceId: null, rackId: null, rebalanceTimeoutMs: 1000,
  subscribedTopicNames: ['t'], subscribedTopicRegex: null, serverAssignor: null, topicPartitions: [],
}
const STAY: HeartbeatRequest = { ...JOIN, memberEpoch: 4, rebalanceTimeoutMs: -1, subscribedTopicNames: null, topicPartitions: null }

function check(request: HeartbeatRequest, version: number): string {
  try {
    checkHeartbeat(request, version, ['uniform', 'range'])
    return 'fine'
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return `${errorOf(error.code).name}: ${error.message}`
  }
}

test.each<[string, Partial<HeartbeatRequest>, string, number?]>([
  ['a join', {}, 'fine'],
  ['a join with a pattern alone', { subscribedTopicNames: null, subscribedTopicRegex: 'a' }, 'fine'],
  ['a join to nothing', { subscribedTopicNames: [] }, 'fine'],
  ['a join without an id in version 0', { memberId: '' }, 'fine', 0],
  ['a join without an id', { memberId: '' }, 'INVALID_REQUEST: MemberId must not be empty.'],
  ['a join without a rebalance timeout', { rebalanceTimeoutMs: -1 }, 'INVALID_REQUEST: RebalanceTimeoutMs must be set to join.'],
  ['a join with partitions', { topicPartitions: [{ topicId: 'x', partitions: [] }] }, 'INVALID_REQUEST: TopicPartitions must be empty to join.'],
  ['a join that says nothing of partitions', { topicPartitions: null }, 'INVALID_REQUEST: TopicPartitions must be empty to join.'],
  ['a join without a subscription', { subscribedTopicNames: null }, 'INVALID_REQUEST: SubscribedTopicNames or SubscribedTopicRegex must be set to join.'],
  ['an assignor that is there', { serverAssignor: 'range' }, 'fine'],
  ['an assignor that is not', { serverAssignor: 'cooperative' }, 'UNSUPPORTED_ASSIGNOR: ServerAssignor "cooperative" is not supported; there are uniform, range.'],
  ['no group', { groupId: ' ' }, 'INVALID_REQUEST: GroupId must not be empty.'],
  ['an empty instance', { instanceId: '' }, 'INVALID_REQUEST: InstanceId must not be empty.'],
  ['an empty rack', { rackId: '\t' }, 'INVALID_REQUEST: RackId must not be empty.'],
  ['a long member id', { memberId: 'x'.repeat(513) }, 'INVALID_REQUEST: MemberId is longer than 512 bytes.'],
  ['a long group id', { groupId: 'x'.repeat(1025) }, 'INVALID_GROUP_ID: GroupId is too long.'],
])('%s: %s', (_title, changes, outcome, version = 1) => {
  expect(check({ ...JOIN, ...changes }, version)).toBe(outcome)
})

test.each<[string, Partial<HeartbeatRequest>, string, number?]>([
  ['staying', {}, 'fine'],
  ['staying without an id, also in version 0', { memberId: '' }, 'INVALID_REQUEST: MemberId must not be empty.', 0],
  ['leaving', { memberEpoch: -1 }, 'fine'],
  ['leaving without an id, also in version 0', { memberEpoch: -1, memberId: '' }, 'INVALID_REQUEST: MemberId must not be empty.', 0],
  ['leaving for a while', { memberEpoch: -2, instanceId: 'i' }, 'fine'],
  ['leaving for a while without an instance', { memberEpoch: -2 }, 'INVALID_REQUEST: InstanceId must be set to leave for a while (member epoch -2).'],
  ['an epoch that means nothing', { memberEpoch: -3 }, 'INVALID_REQUEST: MemberEpoch -3 means nothing.'],
])('%s: %s', (_title, changes, outcome, version = 1) => {
  expect(check({ ...STAY, ...changes }, version)).toBe(outcome)
})
