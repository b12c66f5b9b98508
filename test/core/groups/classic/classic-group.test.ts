import { beforeEach, describe, expect, test } from 'vitest'
import { ClassicGroup } from '../../../../core/groups/classic/classic-group.ts'
import { GROUP_STATES, type GroupState, mayGo } from '../../../../core/groups/classic/group-states.ts'
import { type JoinGroupResponse, Member, type SyncGroupResponse } from '../../../../core/groups/classic/member.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'

let group: ClassicGroup
beforeEach(() => {
  group = new ClassicGroup('billing', 1000)
})

const memberOf = (memberId: string, groupInstanceId: string | null = null, rebalanceTimeoutMs = 1): Member =>
  new Member({
    memberId, groupInstanceId, clientId: 'c', clientHost: '/h', sessionTimeoutMs: 1, rebalanceTimeoutMs,
    protocols: [{ name: 'range', metadata: Buffer.from(memberId) }],
  })

function add(memberId: string, groupInstanceId: string | null = null, rebalanceTimeoutMs?: number): Member {
  const member = memberOf(memberId, groupInstanceId, rebalanceTimeoutMs)
  group.add(member, 'consumer')
  return member
}

/** A legal way to each state. */
const PATHS: Record<GroupState, GroupState[]> = {
  Empty: [],
  PreparingRebalance: ['PreparingRebalance'],
  CompletingRebalance: ['PreparingRebalance', 'CompletingRebalance'],
  Stable: ['PreparingRebalance', 'CompletingRebalance', 'Stable'],
  Dead: ['Dead'],
}

describe('state', () => {
  test.each(GROUP_STATES.flatMap((from) => GROUP_STATES.map((to): [GroupState, GroupState] => [from, to])))('goes from %s to %s only if that is legal', (from, to) => {
    for (const state of PATHS[from]) group.goTo(state, 2000)
    if (mayGo(from, to)) {
      group.goTo(to, 3000)
      expect([group.state, group.stateSinceMs]).toEqual([to, 3000])
    } else {
      expect(() => group.goTo(to, 3000)).toThrow(`group "billing" may not go from ${from} to ${to}`)
      expect(group.state).toBe(from)
    }
  })

  test('a rebalance is the initial one if the group had no members before', () => {
    group.goTo('PreparingRebalance', 0)
    expect(group.isInitialRebalance).toBe(true)
    group.goTo('CompletingRebalance', 0)
    group.goTo('PreparingRebalance', 0)
    expect(group.isInitialRebalance).toBe(false)
  })
})

describe('members', () => {
  test('the first one leads, and the next one when it goes', () => {
    const a = add('a')
    add('b')
    expect(group.leaderId).toBe('a')
    group.remove(a)
    expect(group.leaderId).toBe('b')
    group.remove(group.members.get('b')!)
    expect(group.leaderId).toBeNull()
  })

  test('the longest rebalance timeout counts', () => {
    expect(group.rebalanceTimeoutMs).toBe(0)
    add('a', null, 10)
    add('b', null, 30)
    add('c', null, 20)
    expect(group.rebalanceTimeoutMs).toBe(30)
  })

  test('one that waits is not removed unanswered', () => {
    const a = add('a')
    a.sync.add({ connectionId: 1, reply: () => {} })
    expect(() => group.remove(a)).toThrow('member "a" leaves while it waits')
  })

  test.each([
    ['a known id', 'a', null, 'a'],
    ['an unknown id', 'x', null, ErrorCode.UNKNOWN_MEMBER_ID],
    ['a known id under its instance', 's1', 'i', 's1'],
    ['a static id without its instance', 's1', null, 's1'],
    ['another id under a known instance', 'a', 'i', ErrorCode.FENCED_INSTANCE_ID],
    ['an unknown instance', 'a', 'j', ErrorCode.UNKNOWN_MEMBER_ID],
  ])('memberFor %s', (_what, memberId, groupInstanceId, expected) => {
    add('a')
    add('s1', 'i')
    const found = group.memberFor(memberId, groupInstanceId)
    expect(typeof found === 'number' ? found : found.memberId).toBe(expected)
  })

  test('all have joined when each of them waits and no id is pending', () => {
    const a = add('a')
    expect(group.haveAllJoined).toBe(false)
    a.join.add({ connectionId: 1, reply: () => {} })
    expect(group.haveAllJoined).toBe(true)
    group.pendingJoins.set('p', () => {})
    expect(group.haveAllJoined).toBe(false)
  })

  test('one of another protocol type is a bug here', () => {
    add('a')
    expect(() => group.add(memberOf('b'), 'connect')).toThrow('group "billing" is of type consumer, not connect')
  })
})

test('a static member that is replaced hands over leadership, place and debts, and whoever waited under the old id is fenced', () => {
  const old = add('old', 'i')
  add('b')
  group.pendingSyncs.add('old')
  const answers: (JoinGroupResponse | SyncGroupResponse)[] = []
  old.join.add({ connectionId: 1, reply: (answer) => answers.push(answer) })
  old.sync.add({ connectionId: 1, reply: (answer) => answers.push(answer) })
  group.replaceStaticMember(old, memberOf('new', 'i'))
  expect(answers.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.FENCED_INSTANCE_ID, ErrorCode.FENCED_INSTANCE_ID])
  expect([group.leaderId, group.staticMember('i')?.memberId, [...group.pendingSyncs]]).toEqual(['new', 'new', ['new']])
  expect(group.memberFor('old', 'i')).toBe(ErrorCode.FENCED_INSTANCE_ID)
})

describe('the next generation', () => {
  test('has a number more, a protocol, and waits for SyncGroups', () => {
    add('a')
    group.goTo('PreparingRebalance', 0)
    group.startNextGeneration(5)
    expect([group.generationId, group.protocolName, group.state, group.stateSinceMs]).toEqual([1, 'range', 'CompletingRebalance', 5])
  })

  test('without members has no protocol and is Empty', () => {
    group.goTo('PreparingRebalance', 0)
    group.startNextGeneration(5)
    expect([group.generationId, group.protocolName, group.state]).toEqual([1, null, 'Empty'])
  })

  test('skips numbers that members have seen, never back', () => {
    group.skipGenerationsTo(7)
    group.skipGenerationsTo(3)
    expect(group.generationId).toBe(7)
  })

  test('is led by a member that joined', () => {
    add('a')
    const b = add('b')
    expect(group.electJoinedLeader()).toBe(false)
    b.join.add({ connectionId: 1, reply: () => {} })
    expect([group.electJoinedLeader(), group.leaderId]).toEqual([true, 'b'])
  })
})

test('dying cancels every timer and sends whoever waits to find the coordinator', () => {
  const cancelled: string[] = []
  const a = add('a')
  const answers: number[] = []
  a.join.add({ connectionId: 1, reply: ({ errorCode }) => answers.push(errorCode) })
  a.sync.add({ connectionId: 1, reply: ({ errorCode }) => answers.push(errorCode) })
  a.setSession(() => cancelled.push('session'))
  group.setJoinTimer(() => cancelled.push('join'))
  group.setSyncTimer(() => cancelled.push('sync'))
  group.pendingJoins.set('p', () => cancelled.push('pending'))
  group.die(9)
  expect(cancelled.sort()).toEqual(['join', 'pending', 'session', 'sync'])
  expect(answers).toEqual([ErrorCode.COORDINATOR_NOT_AVAILABLE, ErrorCode.COORDINATOR_NOT_AVAILABLE])
  expect([group.state, group.members.size]).toEqual(['Dead', 0])
})
