import { beforeEach, describe, expect, test } from 'vitest'
import { checkEpoch, joiningMember, memberOf } from '../../../../core/groups/consumer/check-member.ts'
import { ConsumerGroup } from '../../../../core/groups/consumer/consumer-group.ts'
import { NEW_GROUP, withMember } from '../../../../core/groups/consumer/consumer-group-state.ts'
import { newConsumerMember } from '../../../../core/groups/consumer/consumer-member.ts'
import { ownedSince, partitionsOf } from '../../../../core/groups/consumer/topic-partitions.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { codeOf } from '../../../support/consumer-member.ts'

const owned = partitionsOf([{ topicId: 't', partitions: [0, 1] }])
const dynamic = { ...newConsumerMember('a'), memberEpoch: 5, previousMemberEpoch: 4, assigned: ownedSince(4, owned) }
const fixed = { ...newConsumerMember('s'), instanceId: 'i1', memberEpoch: 5, assigned: ownedSince(4, partitionsOf([{ topicId: 't', partitions: [2] }])) }
const classic = { sessionTimeoutMs: 1, protocols: [] }

let group: ConsumerGroup
beforeEach(() => {
  group = new ConsumerGroup('g', withMember(withMember(NEW_GROUP, dynamic), fixed))
})

function codeFrom(ask: () => unknown): number {
  try {
    ask()
    return ErrorCode.NONE
  } catch (error) {
    return codeOf(error)
  }
}

test.each([
  ['a', null, 0],
  ['b', null, ErrorCode.UNKNOWN_MEMBER_ID],
  ['s', 'i1', 0],
  ['a', 'i1', ErrorCode.FENCED_INSTANCE_ID],
  ['s', 'i2', ErrorCode.UNKNOWN_MEMBER_ID],
])('who speaks as %s of instance %s: %i', (memberId, instanceId, code) => {
  expect(codeFrom(() => memberOf(group, memberId, instanceId))).toBe(code)
})

describe('who joins', () => {
  test('as new begins with nothing, as known with what it has', () => {
    expect(joiningMember(group, 'b', null, false)).toEqual({ member: newConsumerMember('b'), replaces: 'b' })
    expect(joiningMember(group, 'a', null, false)).toEqual({ member: dynamic, replaces: 'a' })
  })

  test('as an instance that has left for a while takes its place, in epoch 0', () => {
    group.become(withMember(group.current, { ...fixed, memberEpoch: -2 }))
    expect(joiningMember(group, 'new', 'i1', false)).toEqual({ member: { ...fixed, memberId: 'new', memberEpoch: 0, previousMemberEpoch: 0 }, replaces: 's' })
  })

  test.each([
    ['the consumer protocol', null, false, ErrorCode.UNRELEASED_INSTANCE_ID],
    ['the classic protocol', null, true, 0],
    ['the consumer protocol, of one with the classic', classic, false, 0],
  ])('as an instance that is there, with %s', (_title, existing, usesClassic, code) => {
    group.become(withMember(group.current, { ...fixed, classic: existing }))
    expect(codeFrom(() => joiningMember(group, 'new', 'i1', usesClassic))).toBe(code)
  })
})

describe('the epoch of a member in 5, before that in 4, with t-0 and t-1', () => {
  const own = (...partitions: number[]) => partitionsOf([{ topicId: 't', partitions }])
  test.each([
    [5, null, true],
    [5, own(7), true],
    [6, own(), false],
    [4, own(0), true],
    [4, own(), true],
    [4, own(0, 2), false],
    [4, null, false],
    [3, own(), false],
  ])('%i, owning %o: accepted %s', (epoch, owning, isAccepted) => {
    expect(codeFrom(() => checkEpoch(dynamic, epoch, owning))).toBe(isAccepted ? 0 : ErrorCode.FENCED_MEMBER_EPOCH)
  })

  test('says which epochs differ', () => {
    expect(() => checkEpoch(dynamic, 9, null)).toThrow('Member epoch 9 is above 5, where the group knows member "a" to be; it must give up its partitions and join again.')
  })
})
