import { describe, expect, test } from 'vitest'
import { Member, type Protocol } from '../../../../core/groups/classic/member.ts'

const protocol = (name: string, metadata: string): Protocol => ({ name, metadata: Buffer.from(metadata) })

const memberOf = (groupInstanceId: string | null = null): Member =>
  new Member({
    memberId: 'm', groupInstanceId, clientId: 'c', clientHost: '/h', sessionTimeoutMs: 1, rebalanceTimeoutMs: 1,
    protocols: [protocol('range', 'r'), protocol('sticky', 's')],
  })
const waiter = { connectionId: 1, reply: () => {} }

test('an instance id makes it static', () => {
  expect([memberOf('i').isStatic, memberOf().isStatic]).toEqual([true, false])
})

test('has the metadata of its protocols, and none of others', () => {
  const member = memberOf()
  expect(['range', 'sticky', 'other', null].map((name) => member.metadata(name).toString())).toEqual(['r', 's', '', ''])
  expect([member.supports('sticky'), member.supports('other')]).toEqual([true, false])
})

test.each<[string, Protocol[], boolean]>([
  ['the same', [protocol('range', 'r'), protocol('sticky', 's')], true],
  ['another order', [protocol('sticky', 's'), protocol('range', 'r')], false],
  ['other metadata', [protocol('range', 'r'), protocol('sticky', 't')], false],
  ['another name', [protocol('range', 'r'), protocol('stuck', 's')], false],
  ['fewer', [protocol('range', 'r')], false],
  ['more', [protocol('range', 'r'), protocol('sticky', 's'), protocol('x', '')], false],
])('its protocols and %s', (_what, others, isSame) => {
  expect(memberOf().hasSameProtocols(others)).toBe(isSame)
})

describe('isAlive', () => {
  test('while it waits for a JoinGroup or SyncGroup', () => {
    const [joining, syncing] = [memberOf(), memberOf()]
    expect(joining.isAlive).toBe(false)
    joining.join.add(waiter)
    syncing.sync.add(waiter)
    expect([joining.isAlive, syncing.isAlive]).toEqual([true, true])
  })

  test('not in its first JoinGroup, which may wait only so long', () => {
    const member = memberOf()
    member.isNew = true
    member.join.add(waiter)
    expect(member.isAlive).toBe(false)
  })
})

test('a new session ends the one before', () => {
  const cancelled: string[] = []
  const member = memberOf()
  member.setSession(() => cancelled.push('first'))
  member.setSession(() => cancelled.push('second'))
  expect(cancelled).toEqual(['first'])
  member.setSession(null)
  expect(cancelled).toEqual(['first', 'second'])
})
