import { expect, test } from 'vitest'
import { topicNameIn, type TopicLookup } from '../../../core/groups/topic-lookup.ts'

const topics: TopicLookup = {
  topicIdOf: () => undefined,
  topicNameOf: (topicId) => (topicId === 'id-1' ? 'orders' : undefined),
  partitionCountOf: () => undefined,
  topicNames: () => [],
}

test.each([
  [9, 'payments', 'id-1', 'payments'],
  [10, 'payments', 'id-1', 'orders'],
  [10, 'payments', 'id-2', undefined],
])('v%i of "%s" with id %s is %s', (version, name, topicId, expected) => {
  expect(topicNameIn({ name, topicId }, version, topics)).toBe(expected)
})
