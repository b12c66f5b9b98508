// Where a key leads in a grid.
import { expect, it } from 'vitest'
import { targetOf } from '../../../renderer/ui/roving-focus.ts'

it.each([
  ['ArrowDown', 6],
  ['j', 6],
  ['ArrowUp', 4],
  ['k', 4],
  ['PageDown', 15],
  ['PageUp', -5],
  ['Home', 0],
  ['End', 99],
  ['x', undefined],
])('%s leads from row 5 of 100 to %s', (key, target) => {
  expect(targetOf(key, 5, 10, 100)).toBe(target)
})
