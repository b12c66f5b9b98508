// Where a series of numbers lies in its box.
import { expect, it } from 'vitest'
import { sparklinePath } from '../../../renderer/ui/sparkline-path.ts'

const box = { width: 20, height: 10 }

it.each([
  ['nothing', [], ''],
  ['one value is no line', [5], ''],
  ['zeros lie on the bottom', [0, 0, 0], 'M0 10L10 10L20 10'],
  ['the largest is the top, zero the bottom', [0, 5, 10], 'M0 10L10 5L20 0'],
  ['a constant rate is not drawn as nothing', [7, 7], 'M0 0L20 0'],
  ['less than nothing is nothing', [-3, 1], 'M0 10L20 0'],
  ['places are rounded', [1, 1, 1, 3], 'M0 6.67L6.67 6.67L13.33 6.67L20 0'],
])('%s', (_what, values, path) => {
  expect(sparklinePath(values, box)).toBe(path)
})
