// Sums over partitions never hide what is not known.
import { expect, it } from 'vitest'
import type { GroupDetail } from '../../../../core/contract/groups.ts'
import { clientOf, rangesOf, totalLag } from '../../../../renderer/features/groups/group-lag.ts'

it('adds exact lags and counts the unknown', () => {
  expect(totalLag([{ lag: 9_007_199_254_740_993n }, { lag: null }, { lag: 1n }])).toEqual({ lag: 9_007_199_254_740_994n, unknown: 1 })
  expect(totalLag([])).toEqual({ lag: 0n, unknown: 0 })
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

it('finds the client of a member, or nobody', () => {
  const detail = { members: [{ memberId: 'm-1', clientId: 'billing' }] } as GroupDetail
  expect([clientOf(detail, 'm-1'), clientOf(detail, 'm-2'), clientOf(detail, null)]).toEqual(['billing', null, null])
})
