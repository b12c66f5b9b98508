// How far a partition has been emptied, and what was brought forward.
import { expect, it } from 'vitest'
import { cursorRecordOf, positionOf, startingAt, warped, warpOf } from '../../../core/retries/position.ts'

it('warps add up for what waited through several of them', () => {
  const once = warped(startingAt(0), 10, 500)
  const twice = warped(once, 20, 30)
  expect([5, 15, 25].map((offset) => warpOf(twice, offset))).toEqual([530, 30, 0])
  expect(warped(twice, 20, 70).warps).toEqual([{ untilOffset: 10, byMs: 500 }, { untilOffset: 20, byMs: 100 }])
})

it('a warp is forgotten with the records that it was for', () => {
  expect(warped({ ...warped(startingAt(0), 10, 500), next: 10 }, 12, 1).warps).toEqual([{ untilOffset: 12, byMs: 1 }])
})

it('many warps stay few, and nothing becomes earlier by that', () => {
  let position = startingAt(0)
  for (let until = 1; until <= 100; until++) position = warped(position, until, 1)
  expect(position.warps).toHaveLength(32)
  expect(warpOf(position, 0)).toBe(32)
})

it('comes back from disk as it was', () => {
  const position = { ...warped(startingAt(7), 10, 500), moved: 3, ahead: [9, 12], released: 8 }
  expect(positionOf(cursorRecordOf(position))).toEqual(position)
})
