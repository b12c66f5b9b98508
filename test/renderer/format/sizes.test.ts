// Sizes are shown with three significant digits.
import { expect, it } from 'vitest'
import { formatBytes } from '../../../renderer/format/sizes.ts'

it.each([
  [0, '0 B'],
  [1023, '1\u202f023 B'],
  [1024, '1.00 KiB'],
  [10_485_760, '10.0 MiB'],
  [123_456_789, '118 MiB'],
  [5_000_000_000_000_000, '4547 TiB'],
])('shows %i bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
