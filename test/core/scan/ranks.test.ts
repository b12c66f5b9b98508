import { expect, it } from 'vitest'
import { rankedBackward, rankedForward } from '../../../core/scan/ranks.ts'

const page = (...timestamps: number[]) => timestamps.map((timestamp, offset) => ({ offset, timestamp, row: `${offset}` }))

it.each([
  ['in order', [1, 2, 3], [1, 2, 3]],
  ['one too late', [1, 99, 3], [1, 3, 3]],
  ['one too early', [5, 0, 7], [0, 0, 7]],
])('ranks forwards, the first last: %s', (_what, timestamps, ranks) => {
  const ranked = rankedForward(page(...timestamps))
  expect([ranked.map(({ rank }) => rank).toReversed(), ranked.at(-1)?.row]).toEqual([ranks, '0'])
})

it.each([
  ['in order', [1, 2, 3], [1, 2, 3]],
  ['one too late', [1, 99, 3], [1, 99, 99]],
  ['one too early', [5, 0, 7], [5, 5, 7]],
])('ranks backwards, the newest last: %s', (_what, timestamps, ranks) => {
  const ranked = rankedBackward(page(...timestamps))
  expect([ranked.map(({ rank }) => rank), ranked.at(-1)?.row]).toEqual([ranks, '2'])
})
