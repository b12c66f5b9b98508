import { expect, it } from 'vitest'
import { sortGroups } from '../../../../renderer/features/dead-letters/group-order.ts'
import { group } from './samples.ts'

const groups = [
  group({ fingerprint: 'b', class: 'x.Timeout', count: 2, lastSeenMs: 9 }),
  group({ fingerprint: 'a', class: 'y.Declined', count: 2, lastSeenMs: 5 }),
  group({ fingerprint: 'c', class: null, count: 7, lastSeenMs: 1 }),
]

it.each([
  [null, ['c', 'a', 'b']],
  [{ id: 'count', descending: false }, ['a', 'b', 'c']],
  [{ id: 'last', descending: true }, ['b', 'a', 'c']],
  [{ id: 'failure', descending: false }, ['a', 'b', 'c']],
])('Sorted by %j', (sort, order) => {
  expect(sortGroups(groups, sort).map(({ fingerprint }) => fingerprint)).toEqual(order)
})
