import { describe, expect, test } from 'vitest'
import { removalOfMembers, stateOf, storedMemberOf, writesBetween } from '../../../../core/groups/consumer/consumer-group-record.ts'
import { type ConsumerGroupState, NEW_GROUP, withMember, withoutMembers } from '../../../../core/groups/consumer/consumer-group-state.ts'
import { type ConsumerMember, newConsumerMember } from '../../../../core/groups/consumer/consumer-member.ts'
import { ownedSince, partitionsOf } from '../../../../core/groups/consumer/topic-partitions.ts'
import { consumerMembersTable, groupsTable } from '../../../../core/storage/tables.ts'
import { MemoryStore } from '../../../support/memory-store.ts'

const t = (...partitions: number[]) => partitionsOf([{ topicId: 't'.repeat(22), partitions }])
const full: ConsumerMember = {
  memberId: 'm', instanceId: 'i', rackId: 'r', clientId: 'c', clientHost: '/h', rebalanceTimeoutMs: 9,
  subscribedTopicNames: new Set(['a', 'b']), subscribedTopicRegex: 'x.*', serverAssignor: 'range',
  classic: { sessionTimeoutMs: 7, protocols: [{ name: 'p', metadata: Buffer.from([0, 255]) }] },
  state: 'UNREVOKED_PARTITIONS', memberEpoch: -2, previousMemberEpoch: 4, assigned: ownedSince(3, t(1)), pendingRevocation: ownedSince(2, t(2)), target: t(1, 5),
}
const state: ConsumerGroupState = { groupEpoch: 6, targetEpoch: 5, topicsFingerprint: 'f', regexes: new Map([['x.*', new Set(['x1'])]]), members: new Map([['m', full], ['n', newConsumerMember('n')]]) }

test('a group and its members come back as they were', async () => {
  const store = new MemoryStore()
  await store.commit({ writes: writesBetween('g', null, state) })
  const members = new Map([...store.entries(consumerMembersTable)].map(([{ memberId }, record]) => [memberId, storedMemberOf(memberId, record)!]))
  expect(stateOf(store.get(groupsTable, 'g')!, members)).toEqual(state)
})

describe('what is written', () => {
  const keys = (before: ConsumerGroupState | null, after: ConsumerGroupState) => writesBetween('g', before, after).map(({ key, value }) => `${value ? '+' : '-'}${key[0] === groupsTable.id ? 'group' : consumerMembersTable.decodeKey(key).memberId}`)

  test.each<[string, ConsumerGroupState | null, ConsumerGroupState, string[]]>([
    ['a new group', null, state, ['+group', '+m', '+n']],
    ['nothing new', state, { ...state }, []],
    ['a new epoch', state, { ...state, groupEpoch: 7 }, ['+group']],
    ['a changed member', state, withMember(state, { ...full, memberEpoch: 6 }), ['+m']],
    ['a member that is gone', state, withoutMembers({ ...state, groupEpoch: 7 }, new Set(['m'])), ['+group', '-m']],
    ['a member in the place of another', state, withMember(state, { ...full, memberId: 'o' }, 'm'), ['-m', '+o']],
  ])('of %s', (_title, before, after, expected) => {
    expect(keys(before, after)).toEqual(expected)
  })

  test('all members can be removed', () => {
    expect(removalOfMembers('g', state).map(({ key, value }) => [consumerMembersTable.decodeKey(key), value])).toEqual([
      [{ groupId: 'g', memberId: 'm' }, null],
      [{ groupId: 'g', memberId: 'n' }, null],
    ])
  })
})

test('what another version wrote is not believed', () => {
  expect([stateOf({ version: 1, type: 'classic' }, new Map()), stateOf({ version: 2, type: 'consumer' }, new Map()), storedMemberOf('m', { version: 2 })]).toEqual([null, null, null])
  expect(NEW_GROUP.members.size).toBe(0)
})
