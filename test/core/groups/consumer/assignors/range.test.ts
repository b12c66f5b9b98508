import { expect, test } from 'vitest'
import type { AssignorMember } from '../../../../../core/groups/consumer/assignors/assignor.ts'
import { assignRanges } from '../../../../../core/groups/consumer/assignors/range.ts'
import { listOf } from '../../../../../core/groups/consumer/topic-partitions.ts'

const member = (memberId: string, topicIds: string[], instanceId: string | null = null): AssignorMember => ({ memberId, instanceId, topicIds: new Set(topicIds), current: new Map() })

function ranges(members: AssignorMember[], counts: Record<string, number>): Record<string, string[]> {
  const targets = assignRanges({ members, partitionCountOf: (topicId) => counts[topicId]! })
  return Object.fromEntries([...targets].map(([memberId, target]) => [memberId, listOf(target).map(({ topicId, partitions }) => `${topicId}: ${partitions.join(' ')}`)]))
}

test('each gets one run, the first ones a longer one', () => {
  expect(ranges([member('b', ['t']), member('a', ['t']), member('c', ['t'])], { t: 7 })).toEqual({ a: ['t: 0 1 2'], b: ['t: 3 4'], c: ['t: 5 6'] })
})

test('topics of the same size with the same subscribers are co-partitioned', () => {
  expect(ranges([member('a', ['t', 'u']), member('b', ['t', 'u'])], { t: 4, u: 4 })).toEqual({ a: ['t: 0 1', 'u: 0 1'], b: ['t: 2 3', 'u: 2 3'] })
})

test('only subscribers count, and there may be more of them than partitions', () => {
  expect(ranges([member('a', ['t']), member('b', ['t', 'u']), member('c', ['u'])], { t: 1, u: 3 })).toEqual({ a: ['t: 0'], b: ['u: 0 1'], c: ['u: 2'] })
})

test('static members come first, by their instance, so that a new member id changes nothing', () => {
  const before = ranges([member('x', ['t'], 'i1'), member('a', ['t'])], { t: 2 })
  const after = ranges([member('z', ['t'], 'i1'), member('a', ['t'])], { t: 2 })
  expect([before['x'], after['z']]).toEqual([['t: 0'], ['t: 0']])
})
