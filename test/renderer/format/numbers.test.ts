// Whole numbers are grouped, never rounded.
import { expect, it } from 'vitest'
import { counted, digitGroups, formatCount } from '../../../renderer/format/numbers.ts'

it.each([
  [0, ['0']],
  [999, ['999']],
  [1_000, ['1', '000']],
  [9_223_372_036_854_775_807n, ['9', '223', '372', '036', '854', '775', '807']],
])('groups %s from the right', (value, groups) => {
  expect(digitGroups(value)).toEqual({ sign: '', groups })
})

it('keeps the sign apart', () => {
  expect(digitGroups(-1234n)).toEqual({ sign: '-', groups: ['1', '234'] })
})

it('separates thinly inside sentences and agrees in number', () => {
  expect(formatCount(12_345)).toBe('12\u202f345')
  expect([counted(1, 'record'), counted(2n, 'record'), counted(0, 'reply', 'replies')]).toEqual(['1 record', '2 records', '0 replies'])
})
