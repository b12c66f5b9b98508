import { expect, test } from 'vitest'
import { ClassicGroup } from '../../../core/groups/classic/classic-group.ts'
import { Member } from '../../../core/groups/classic/member.ts'
import { recordOf, storedGroupOf } from '../../../core/groups/group-record.ts'
import { groupsTable } from '../../../core/storage/tables.ts'

function stableGroup(): ClassicGroup {
  const group = new ClassicGroup('billing', 0)
  for (const memberId of ['a', 'b']) {
    const protocols = ['range', 'sticky'].map((name) => ({ name, metadata: Buffer.from(`${memberId} ${name}`) }))
    const instance = memberId === 'b' ? 'i' : null
    const spec = { memberId, groupInstanceId: instance, clientId: 'c', clientHost: '/h', sessionTimeoutMs: 1, rebalanceTimeoutMs: 2, protocols }
    group.add(new Member(spec), 'consumer')
  }
  group.goTo('PreparingRebalance', 0)
  group.startNextGeneration(0)
  return group
}

/** As it comes back from disk. */
const roundTrip = (record: ReturnType<typeof recordOf>) => groupsTable.decodeValue(groupsTable.put('billing', record).value!)

test('a group comes back from its bytes as it was, with the assignments it was given', () => {
  const record = recordOf(stableGroup(), 5, new Map([['a', Buffer.from('to a')]]))
  const group = new ClassicGroup('billing', 99, storedGroupOf(roundTrip(record))!)
  expect(recordOf(group, 5)).toEqual(record)
  expect([group.state, group.generationId, group.protocolType, group.protocolName, group.leaderId, group.stateSinceMs]).toEqual(['Stable', 1, 'consumer', 'range', 'a', 5])
  const [a, b] = [...group.members.values()]
  expect([a!.assignment.toString(), b!.assignment.toString(), b!.metadata('sticky').toString()]).toEqual(['to a', '', 'b sticky'])
  expect(group.staticMember('i')).toBe(b)
})

test('without given assignments it keeps those of its members', () => {
  const group = stableGroup()
  group.members.get('a')!.assignment = Buffer.from('mine')
  expect(recordOf(group, 0).members.map(({ assignment }) => Buffer.from(assignment).toString())).toEqual(['mine', ''])
})

test('a group that has to share out anew remembers it until it does', () => {
  const group = stableGroup()
  group.isRebalanceDue = true
  const back = new ClassicGroup('billing', 99, storedGroupOf(roundTrip(recordOf(group, 5)))!)
  expect(back.isRebalanceDue).toBe(true)
  back.goTo('PreparingRebalance', 0)
  back.startNextGeneration(0)
  expect([back.isRebalanceDue, 'isRebalanceDue' in recordOf(back, 5)]).toEqual([false, false])
})

test('an Empty group comes back Empty, and knows since when', () => {
  const group = new ClassicGroup('billing', 0)
  group.goTo('PreparingRebalance', 0)
  group.startNextGeneration(7)
  const back = new ClassicGroup('billing', 99, storedGroupOf(roundTrip(recordOf(group, 7)))!)
  expect([back.state, back.generationId, back.protocolName, back.leaderId, back.stateSinceMs]).toEqual(['Empty', 1, null, null, 7])
})

test.each([{ version: 2, type: 'classic' }, { version: 1, type: 'consumer' }, { version: 1 }])('%j is not a record of this version', (record) => {
  expect(storedGroupOf(record)).toBeNull()
})
