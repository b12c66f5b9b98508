// Sums over partitions never hide what is not known, and what stands out is told as a fact.
import { describe, expect, it } from 'vitest'
import type { GroupDetail, GroupMember, GroupPartition } from '../../../../core/contract/groups.ts'
import { assignedText, clientOf, describeCommand, groupFacts, movesOf, nextToRead, rangesOf, readShare, totalLag, waitingFrom } from '../../../../renderer/features/groups/group-lag.ts'

const member = (memberId: string, clientId: string, partitions: number[] = [0]): GroupMember => ({
  memberId, groupInstanceId: null, clientId, clientHost: '/h', assignmentError: null, target: null, epoch: null, isClassic: false,
  assignment: partitions.length === 0 ? [] : [{ topic: 'orders', partitions }],
})
const partition = (startOffset: bigint | null, committedOffset: bigint | null, endOffset: bigint | null, memberId: string | null = null): GroupPartition => ({
  topic: 'orders', partition: 0, startOffset, committedOffset, endOffset, stableOffset: endOffset, metadata: null, memberId, error: null,
  lag: committedOffset === null || endOffset === null ? null : endOffset > committedOffset ? endOffset - committedOffset : 0n,
})
const detail = (state: string, members: GroupMember[], partitions: GroupPartition[]): GroupDetail => ({
  groupId: 'billing', state, protocolType: 'consumer', type: 'classic', protocol: 'range', epochs: null, coordinator: 1, members, partitions, readAtMs: 0,
})

it('adds exact lags and counts the unknown', () => {
  expect(totalLag([{ lag: 9_007_199_254_740_993n }, { lag: null }, { lag: 1n }])).toEqual({ lag: 9_007_199_254_740_994n, unknown: 1 })
  expect(totalLag([{ lag: null }])).toEqual({ lag: null, unknown: 1 })
  expect(totalLag([])).toEqual({ lag: null, unknown: 0 })
})

it.each([
  [[], ''],
  [[3], '3'],
  [[2, 0, 1, 5], '0-2, 5'],
  [[0, 2, 4], '0, 2, 4'],
  [[10, 9, 8, 1], '1, 8-10'],
])('writes %j as ranges', (partitions, text) => {
  expect(rangesOf(partitions)).toBe(text)
})

it('tells members by their client, and those of one client by the end of their ids', () => {
  const members = [member('m-aaaa', 'billing'), member('m-bbbb', 'search'), member('m-cccc', 'search')]
  expect(['m-aaaa', 'm-cccc', 'm-gone'].map((id) => clientOf({ members }, id))).toEqual(['billing', 'search …cccc', 'm-gone'])
})

it.each([
  [0n, 4n, 9n, 4n, 0.4444],
  [5n, 2n, 9n, 5n, 0],
  [0n, 9n, 9n, null, 1],
  [0n, 12n, 9n, null, 1],
  [9n, 9n, 9n, null, null],
  [0n, null, 9n, null, null],
  [null, 4n, 9n, null, null],
])('from %s, with %s committed of %s, the next to read is %s and %s of it is read', (start, committed, end, next, share) => {
  expect(nextToRead(partition(start, committed, end))).toBe(next)
  expect(readShare(partition(start, committed, end))).toBe(share)
})

describe('what stands out', () => {
  it.each([
    ['nothing in a group that keeps up', detail('Stable', [member('m', 'c')], [partition(0n, 9n, 9n, 'm')]), []],
    ['nobody reading', detail('Empty', [], [partition(0n, 9n, 9n)]), ['No members: nobody reads at the moment.']],
    ['nobody reading what lags', detail('Empty', [], [partition(0n, 4n, 9n)]), ['No members: nobody reads the 1 partition that lags.']],
    ['a lag that belongs to nobody', detail('Stable', [member('m', 'c')], [partition(0n, 4n, 9n), partition(0n, 9n, 9n, 'm')]), ['1 partition that lags belongs to no member.']],
    ['records that were deleted unread', detail('Stable', [member('m', 'c')], [partition(5n, 2n, 9n, 'm')]), ['1 partition: committed before the first record that is left; what lay between is gone.']],
    ['idle members', detail('Stable', [member('m', 'c'), member('n', 'c', [])], [partition(0n, 9n, 9n, 'm')]), ['1 member has nothing assigned.']],
    ['nobody idle while it rebalances', detail('PreparingRebalance', [member('n', 'c', [])], []), []],
  ])('is %s', (_what, group, facts) => {
    expect(groupFacts(group)).toEqual(facts)
  })
})

describe('a consumer group (KIP-848)', () => {
  const of = (...partitions: number[]): GroupMember['assignment'] => (partitions.length === 0 ? [] : [{ topic: 'orders', partitions }])
  const moving = (has: number[], target: number[], isClassic = false): GroupMember => ({ ...member('m', 'c', has), target: of(...target), epoch: 4, isClassic })
  const group = (state: string, ...members: GroupMember[]): GroupDetail => ({ ...detail(state, members, []), type: 'consumer', epochs: { group: 5, assignment: 5 } })

  it('tells what a member has to give up, and what it waits for', () => {
    expect(movesOf(moving([0, 1, 2], [0, 3]))).toEqual({ givesUp: of(1, 2), waitsFor: of(3) })
    expect(movesOf(moving([], [0]))).toEqual({ givesUp: [], waitsFor: of(0) })
    expect(movesOf(moving([0], [0]))).toEqual({ givesUp: [], waitsFor: [] })
    expect(movesOf({ assignment: of(0), target: null })).toEqual({ givesUp: [], waitsFor: [] })
    expect(assignedText([...of(2, 0, 1), { topic: 'payments', partitions: [3] }])).toBe('orders 0-2 · payments 3')
  })

  it('says who keeps the others waiting, and who speaks the classic protocol', () => {
    expect(groupFacts(group('Reconciling', moving([0, 1], [0]), moving([], [1])))).toEqual(['Others wait for partitions that 1 member has yet to give up.'])
    expect(groupFacts(group('Stable', moving([0], [0], true), moving([1], [1])))).toEqual([
      '1 of 2 members speaks the classic protocol; the group is a consumer group (KIP-848) all the same.',
    ])
  })
})

it('says where an open transaction keeps consumers of committed records', () => {
  const held = { ...partition(0n, 1_204n, 1_300n, 'm'), stableOffset: 1_204n }
  const facts = (...partitions: GroupPartition[]): string[] => groupFacts(detail('Stable', [member('m', 'c')], partitions))
  expect([waitingFrom(held), waitingFrom({ stableOffset: 1_300n, endOffset: 1_300n }), waitingFrom({ stableOffset: null, endOffset: 9n })]).toEqual([1_204n, null, null])
  expect(facts(held)).toEqual([
    'A transaction is open in orders 0 from offset 1\u202f204 on: consumers with isolation.level=read_committed wait there until it commits, aborts or times out.',
  ])
  expect(facts(held, held)).toEqual(['A transaction is open in 2 partitions: consumers with isolation.level=read_committed wait there until it commits, aborts or times out.'])
})

it('writes the command that shows the same, for any id', () => {
  expect(describeCommand('a:9092,b:9092', 'billing')).toBe('kafka-consumer-groups.sh --bootstrap-server a:9092,b:9092 --describe --group billing')
  expect(describeCommand('a:9092', "it's")).toBe(`kafka-consumer-groups.sh --bootstrap-server a:9092 --describe --group 'it'\\''s'`)
})
