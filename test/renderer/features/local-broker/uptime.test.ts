import { expect, it } from 'vitest'
import { uptime } from '../../../../renderer/features/local-broker/uptime.ts'

it.each([
  [-5, '0 s'],
  [900, '0 s'],
  [42_000, '42 s'],
  [185_000, '3 min 5 s'],
  [7_200_000, '2 h'],
  [7_830_000, '2 h 10 min'],
  [90_000_000, '1 d 1 h'],
])('%d ms is %s', (ms, text) => {
  expect(uptime(ms)).toBe(text)
})
