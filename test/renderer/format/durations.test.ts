import { expect, it } from 'vitest'
import { formatDuration } from '../../../renderer/format/durations.ts'

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1 s'],
  [90_000, '1 min 30 s'],
  [86_400_000n, '1 d'],
  [129_600_000n, '1 d 12 h'],
  [86_401_000n, 'about 1 d'],
  [90_061_000n, 'about 1 d 1 h'],
  [9_223_372_036_854_775_807n, 'about 106751991167 d 7 h'],
])('shows %s ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})
