// Delays as they are typed and read.
import { expect, it } from 'vitest'
import { dueIn, formatDelay, parseDelay } from '../../../../renderer/features/retries/delay-text.ts'

it.each([
  ['5', 5_000], ['5s', 5_000], ['1.5 s', 1_500], ['10 min', 600_000], ['10m', 600_000], ['1h 30m', 5_400_000], ['250ms', 250], ['2 d', 172_800_000], ['', null], ['soon', null], ['5 weeks', null], ['-5s', null],
])('“%s” is %s ms', (text, ms) => {
  expect(parseDelay(text)).toBe(ms)
})

it('what is shown is read back as the same', () => {
  for (const ms of [0, 1, 999, 1_000, 1_001, 60_000, 61_500, 3_600_000, 5_400_000, 90_061_001]) expect([ms, parseDelay(formatDelay(ms))]).toEqual([ms, ms])
})

it.each([[4_200, 'in 4.2 s'], [59_900, 'in 59 s'], [3_661_000, 'in 1 h 1 min 1 s'], [100, 'due now'], [-1_500, 'due now'], [-12_000, '12 s overdue']])('%i ms from now is “%s”', (left, text) => {
  expect(dueIn(1_000_000 + left, 1_000_000)).toBe(text)
})
