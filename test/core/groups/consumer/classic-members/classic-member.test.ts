import { describe, expect, test } from 'vitest'
import { classicMemberOf, isWaitingForOthers } from '../../../../../core/groups/consumer/classic-members/classic-member.ts'
import { ConsumerGroup } from '../../../../../core/groups/consumer/consumer-group.ts'
import { NEW_GROUP, withMember } from '../../../../../core/groups/consumer/consumer-group-state.ts'
import { type ConsumerMember, newConsumerMember } from '../../../../../core/groups/consumer/consumer-member.ts'
import { ownedSince, partitionsOf } from '../../../../../core/groups/consumer/topic-partitions.ts'

const t = (...partitions: number[]) => partitionsOf([{ topicId: 't', partitions }])
const classic = { sessionTimeoutMs: 10_000, protocols: [] }
const member = (changes: Partial<ConsumerMember>): ConsumerMember => ({ ...newConsumerMember('c'), classic, memberEpoch: 2, ...changes })
const groupOf = (...members: ConsumerMember[]): ConsumerGroup => new ConsumerGroup('g', members.reduce((state, each) => withMember(state, each), NEW_GROUP))

describe('a request of the classic protocol', () => {
  test('speaks for a member that uses it, in its epoch', () => {
    const c = member({})
    expect(classicMemberOf(groupOf(c), { memberId: 'c', groupInstanceId: null, generationId: 2 })).toBe(c)
  })

  test.each([
    [member({ classic: null }), 2, 'Member "c" does not use the classic protocol.'],
    [member({}), 1, 'Generation 1 is not 2, where member "c" is.'],
    [newConsumerMember('other'), 2, 'Member "c" is not in group "g".'],
  ])('and is refused otherwise', (known, generationId, message) => {
    expect(() => classicMemberOf(groupOf(known), { memberId: 'c', groupInstanceId: null, generationId })).toThrow(message)
  })
})

test.each([
  ['has everything', member({ state: 'STABLE', target: t(0), assigned: ownedSince(1, t(0)) }), false],
  ['lacks what another has', member({ state: 'UNRELEASED_PARTITIONS', target: t(0, 1), assigned: ownedSince(1, t(0)) }), true],
  ['lacks what is free', member({ state: 'UNRELEASED_PARTITIONS', target: t(0, 5), assigned: ownedSince(1, t(0)) }), false],
])('a member that %s waits for others: %s', (_title, c, isWaiting) => {
  const other = { ...newConsumerMember('o'), pendingRevocation: ownedSince(1, t(1)) }
  expect(isWaitingForOthers(groupOf(c, other), c)).toBe(isWaiting)
})
