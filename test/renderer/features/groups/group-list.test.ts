import { describe, expect, it } from 'vitest'
import type { GroupGlance, GroupSummary } from '../../../../core/contract/groups.ts'
import { filterGroups, isDescribed, isDetailSort, listEveryMs, sortGroups, statesOf, typeMeaning, typeWords } from '../../../../renderer/features/groups/group-list.ts'

const group = (groupId: string, state: string, protocolType = 'consumer', type = 'classic'): GroupSummary => ({ groupId, state, protocolType, type })
const GROUPS = [group('billing', 'Stable'), group('fraud-check', 'Empty'), group('queue', 'Stable', 'share', 'share'), group('search', 'Empty')]
const idsOf = (groups: readonly GroupSummary[]): string => groups.map(({ groupId }) => groupId).join(' ')

it.each([
  ['', '', 'billing fraud-check queue search'],
  ['CHECK fraud', '', 'fraud-check'],
  ['', 'Empty', 'fraud-check search'],
  ['s', 'Empty', 'search'],
  ['billing', 'Empty', ''],
])('finds groups with %j in the id and the state %j', (text, state, ids) => {
  expect(idsOf(filterGroups(GROUPS, { text, state }))).toBe(ids)
})

it('counts the states that there are, the commonest first, and none that brokers do not tell', () => {
  expect(statesOf([...GROUPS, group('more', 'Empty'), group('old', '')])).toEqual([{ state: 'Empty', count: 3 }, { state: 'Stable', count: 2 }])
})

it('takes share and streams groups for what it cannot describe', () => {
  expect(GROUPS.filter((one) => !isDescribed(one)).map(({ groupId }) => groupId)).toEqual(['queue'])
  expect(isDescribed(group('s', 'Stable', 'streams'))).toBe(false)
  expect(isDescribed(group('connect', 'Stable', 'connect'))).toBe(true)
})

it.each([
  ['classic', 'consumer', 'classic'],
  ['consumer', 'consumer', 'consumer'],
  ['classic', '', 'classic'],
  ['classic', 'connect', 'classic, connect'],
  ['share', 'share', 'share'],
  ['', 'consumer', 'consumer'],
  ['', '', ''],
])('a group of the type %j and the protocol type %j is called %j', (type, protocolType, words) => {
  expect(typeWords({ type, protocolType })).toBe(words)
})

it('says what a type means, as far as it knows it', () => {
  expect([typeMeaning('consumer'), typeMeaning('new')]).toEqual(['The consumer protocol (KIP-848): the broker makes the assignment.', undefined])
})

describe('sorting', () => {
  const glance = (groupId: string, memberCount: number, lag: bigint | null, error: string | null = null): GroupGlance => ({
    groupId, state: '', memberCount, topics: ['a'], lag, unknownPartitions: 0, error,
  })
  const known = new Map([glance('billing', 2, 9n), glance('fraud-check', 0, 12n), glance('search', 5, 1n, 'Not yours.')].map((one) => [one.groupId, one]))

  it.each([
    [null, 'billing fraud-check queue search'],
    [{ id: 'group', descending: true }, 'search queue fraud-check billing'],
    [{ id: 'state', descending: false }, 'fraud-check search billing queue'],
    [{ id: 'type', descending: true }, 'queue billing fraud-check search'],
    [{ id: 'lag', descending: true }, 'fraud-check billing queue search'],
    [{ id: 'members', descending: false }, 'fraud-check billing queue search'],
  ])('by %j puts what is not known last', (sort, ids) => {
    expect(idsOf(sortGroups(GROUPS, sort, (groupId) => known.get(groupId)))).toBe(ids)
  })

  it('asks for details for members, topics and lag only', () => {
    expect(['group', 'state', 'type', 'members', 'topics', 'lag'].filter((id) => isDetailSort({ id, descending: false }))).toEqual(['members', 'topics', 'lag'])
  })
})

it('reads a long list more rarely, and again soon after a failure', () => {
  expect([0, 200, 201, 2_200].map((count) => listEveryMs(count))).toEqual([3_000, 3_000, 15_000, 60_000])
  expect([0, 2_200].map((count) => listEveryMs(count, true))).toEqual([3_000, 10_000])
})
