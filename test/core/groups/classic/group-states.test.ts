import { expect, test } from 'vitest'
import { GROUP_STATES, type GroupState, mayGo } from '../../../../core/groups/classic/group-states.ts'

const LEGAL: [GroupState, GroupState][] = [
  ['Empty', 'PreparingRebalance'],
  ['PreparingRebalance', 'CompletingRebalance'],
  ['PreparingRebalance', 'Empty'],
  ['CompletingRebalance', 'Stable'],
  ['CompletingRebalance', 'PreparingRebalance'],
  ['Stable', 'PreparingRebalance'],
  ['Empty', 'Dead'],
  ['PreparingRebalance', 'Dead'],
  ['CompletingRebalance', 'Dead'],
  ['Stable', 'Dead'],
]
const pairs = GROUP_STATES.flatMap((from) => GROUP_STATES.map((to): [GroupState, GroupState] => [from, to]))

test.each(pairs)('from %s to %s', (from, to) => {
  expect(mayGo(from, to)).toBe(LEGAL.some(([a, b]) => a === from && b === to))
})
