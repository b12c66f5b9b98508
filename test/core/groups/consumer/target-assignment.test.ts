import { describe, expect, test } from 'vitest'
import { NEW_GROUP, withMember } from '../../../../core/groups/consumer/consumer-group-state.ts'
import { type ConsumerMember, newConsumerMember } from '../../../../core/groups/consumer/consumer-member.ts'
import { preferredAssignor, withTargets } from '../../../../core/groups/consumer/target-assignment.ts'
import { listOf } from '../../../../core/groups/consumer/topic-partitions.ts'
import type { TopicLookup } from '../../../../core/groups/topic-lookup.ts'

const topics: TopicLookup = {
  topicIdOf: (name) => (name === 'gone' ? undefined : name),
  topicNameOf: (topicId) => topicId,
  partitionCountOf: () => 3,
  topicNames: () => ['t', 'u'],
}
const member = (memberId: string, changes: Partial<ConsumerMember> = {}): ConsumerMember => ({ ...newConsumerMember(memberId), subscribedTopicNames: new Set(['t', 'u', 'gone']), ...changes })

test.each<[string[], string]>([[[], 'uniform'], [['range'], 'range'], [['range', 'uniform', 'range'], 'range']])('of the wishes %j, %s wins', (wishes, winner) => {
  expect(preferredAssignor([member('silent'), ...wishes.map((serverAssignor, i) => member(`m${i}`, { serverAssignor }))], 'uniform')).toBe(winner)
})

describe('targets', () => {
  const two = withMember(withMember({ ...NEW_GROUP, groupEpoch: 4, targetEpoch: 3 }, member('a')), member('b'))

  test('are made for the group epoch, by the assignor that is preferred', () => {
    const { targetEpoch, members } = withTargets(two, topics, 'range')
    expect([targetEpoch, listOf(members.get('a')!.target)]).toEqual([4, [{ topicId: 't', partitions: [0, 1] }, { topicId: 'u', partitions: [0, 1] }]])
    const uniform = withTargets(two, topics, 'uniform')
    expect([...uniform.members.values()].map(({ target }) => listOf(target).flatMap(({ partitions }) => partitions).length)).toEqual([3, 3])
  })

  test('that stay the same leave the member the same', () => {
    const first = withTargets(two, topics, 'uniform')
    const again = withTargets({ ...first, groupEpoch: 5 }, topics, 'uniform')
    expect([...again.members.values()]).toEqual([...first.members.values()])
    expect(again.members.get('a')).toBe(first.members.get('a'))
  })
})
