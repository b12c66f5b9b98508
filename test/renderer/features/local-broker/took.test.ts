import { expect, it } from 'vitest'
import { formatTook } from '../../../../renderer/features/local-broker/took.ts'

it.each([
  [0.041, '0.04 ms'],
  [12.52, '12.5 ms'],
  [500.4, '500 ms'],
  [5_004, '5.00 s'],
])('%d ms is %s', (ms, text) => {
  expect(formatTook(ms)).toBe(text)
})
