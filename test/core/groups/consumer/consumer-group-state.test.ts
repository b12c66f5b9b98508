import { describe, expect, test } from 'vitest'
import { CONSUMER_GROUP_STATES, type ConsumerGroupPhase, type ConsumerGroupState, NEW_GROUP, phaseOf, withMember, withoutMembers } from '../../../../core/groups/consumer/consumer-group-state.ts'
import { type ConsumerMember, newConsumerMember } from '../../../../core/groups/consumer/consumer-member.ts'

const member = (memberId: string, changes: Partial<ConsumerMember> = {}): ConsumerMember => ({ ...newConsumerMember(memberId), memberEpoch: 2, ...changes })
const group = (groupEpoch: number, targetEpoch: number, ...members: ConsumerMember[]): ConsumerGroupState => ({
  ...NEW_GROUP,
  groupEpoch,
  targetEpoch,
  members: new Map(members.map((each) => [each.memberId, each])),
})

describe('the phase of a group follows from its epochs and members:', () => {
  const table: [string, ConsumerGroupState, ConsumerGroupPhase][] = [
    ['new', NEW_GROUP, 'Empty'],
    ['without members, whatever its epochs', group(5, 4), 'Empty'],
    ['an epoch without targets', group(3, 2, member('a')), 'Assigning'],
    ['a member behind', group(3, 3, member('a'), member('b', { memberEpoch: 3 })), 'Reconciling'],
    ['a member with partitions to give up', group(2, 2, member('a', { state: 'UNREVOKED_PARTITIONS' })), 'Reconciling'],
    ['a member that waits', group(2, 2, member('a', { state: 'UNRELEASED_PARTITIONS' })), 'Reconciling'],
    ['a static member that is away', group(2, 2, member('a', { memberEpoch: -2 })), 'Reconciling'],
    ['everybody there', group(2, 2, member('a'), member('b')), 'Stable'],
  ]
  test.each(table)('%s', (_title, state, phase) => {
    expect(phaseOf(state)).toBe(phase)
  })

  test('and every phase is shown but Dead, in which nothing can be seen any more', () => {
    expect([...new Set(table.map(([, , phase]) => phase)), 'Dead'].sort()).toEqual([...CONSUMER_GROUP_STATES].sort())
  })
})

test('a member joins, changes and takes the place of another without changing the state before', () => {
  const one = withMember(NEW_GROUP, member('a'))
  const changed = withMember(one, member('a', { rackId: 'r' }))
  const replaced = withMember(changed, member('b'), 'a')
  expect([NEW_GROUP, one, changed, replaced].map(({ members }) => [...members.values()].map(({ memberId, rackId }) => `${memberId}${rackId ?? ''}`))).toEqual([[], ['a'], ['ar'], ['b']])
})

test('members go, and the others stay the same objects', () => {
  const state = group(1, 1, member('a'), member('b'))
  const rest = withoutMembers(state, new Set(['a']))
  expect([...rest.members.values()]).toEqual([state.members.get('b')])
  expect(rest.members.get('b')).toBe(state.members.get('b'))
})
