import { expect, test } from 'vitest'
import { embeddedAssignment, topicPartitionsOf } from '../../../../../core/groups/consumer/classic-members/embedded-assignment.ts'
import { newConsumerMember } from '../../../../../core/groups/consumer/consumer-member.ts'
import { ownedSince, partitionsOf } from '../../../../../core/groups/consumer/topic-partitions.ts'
import { decodeAssignment } from '../../../../../core/groups/consumer-protocol.ts'
import type { TopicLookup } from '../../../../../core/groups/topic-lookup.ts'
import { subscriptionText } from '../../../../support/classic-consumer.ts'

const topics: TopicLookup = {
  topicIdOf: (name) => (name === 'orders' ? 'id' : undefined),
  topicNameOf: (topicId) => (topicId === 'id' ? 'orders' : undefined),
  partitionCountOf: () => 4,
  topicNames: () => ['orders'],
}

test('names what is assigned, in the version of the subscription, and leaves out what is gone', () => {
  const assigned = ownedSince(1, partitionsOf([{ topicId: 'id', partitions: [2, 0] }, { topicId: 'gone', partitions: [0] }]))
  const classic = { sessionTimeoutMs: 1, protocols: [{ name: 'range', metadata: Buffer.from(subscriptionText(['orders'], [])) }] }
  const bytes = embeddedAssignment({ ...newConsumerMember('c'), assigned, classic }, topics)
  expect([bytes.readInt16BE(0), decodeAssignment(bytes).partitions]).toEqual([1, [{ topic: 'orders', partitions: [0, 2] }]])
})

test('finds the ids of names, and leaves out what is gone', () => {
  expect(topicPartitionsOf([{ topic: 'orders', partitions: [1] }, { topic: 'gone', partitions: [0] }], topics)).toEqual(new Map([['id', new Set([1])]]))
})
