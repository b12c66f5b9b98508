import { describe, expect, test } from 'vitest'
import { changesBetween, ConsumerGroup } from '../../../../core/groups/consumer/consumer-group.ts'
import { NEW_GROUP, withMember, withoutMembers } from '../../../../core/groups/consumer/consumer-group-state.ts'
import { newConsumerMember } from '../../../../core/groups/consumer/consumer-member.ts'
import { ownedSince, partitionsOf } from '../../../../core/groups/consumer/topic-partitions.ts'
import { FakeTime } from '../../../support/fake-time.ts'

const a = { ...newConsumerMember('a'), subscribedTopicNames: new Set(['t']) }
const s = { ...newConsumerMember('s'), instanceId: 'i1', assigned: ownedSince(1, partitionsOf([{ topicId: 'id', partitions: [0] }])) }

test('two states differ in the members that are other objects', () => {
  const before = withMember(withMember(NEW_GROUP, a), s)
  const changed = { ...s, rackId: 'r' }
  const after = withMember(withoutMembers(before, new Set(['a'])), changed)
  expect(changesBetween(before, after)).toEqual({ removed: [a, s], added: [changed] })
  expect(changesBetween(before, { ...before, groupEpoch: 9 })).toEqual({ removed: [], added: [] })
})

describe('a group takes over a state', () => {
  test('and finds its members by instance, under whichever id', () => {
    const group = new ConsumerGroup('g', withMember(NEW_GROUP, s))
    group.become(withMember(group.current, { ...s, memberId: 's2' }, 's'))
    expect([group.staticMember('i1')?.memberId, group.staticMember('i2'), group.owners.ownerOf('id', 0)]).toEqual(['s2', undefined, 's2'])
  })

  test('and forgets the deadlines of members that are gone', () => {
    const [group, time] = [new ConsumerGroup('g', withMember(withMember(NEW_GROUP, a), s)), new FakeTime()]
    for (const memberId of ['a', 's']) group.timers.set(memberId, 'session', time.after(1, () => {}))
    group.become(withoutMembers(group.current, new Set(['a'])))
    expect(time.pending).toBe(1)
    group.die()
    expect(time.pending).toBe(0)
  })
})

test('a group is subscribed to what its members name and match', () => {
  const group = new ConsumerGroup('g', withMember({ ...NEW_GROUP, regexes: new Map([['u.*', new Set(['u1'])]]) }, a))
  expect([['t', 'u1', 'x'].map((topic) => group.isSubscribedTo(topic)), group.hasRegex, new ConsumerGroup('g').hasRegex]).toEqual([[true, true, false], true, false])
})
