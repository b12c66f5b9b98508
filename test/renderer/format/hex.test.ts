// Bytes as hexadecimal, both ways.
import { expect, it } from 'vitest'
import { hexOf, hexRow, parseHex } from '../../../renderer/format/hex.ts'

it('dumps sixteen bytes a row and pads the last', () => {
  const bytes = new Uint8Array(18).map((_, index) => index + 0x40)
  expect(hexRow(bytes.subarray(0, 16), 0, 16)).toEqual({
    offset: '00000000',
    hex: '40 41 42 43 44 45 46 47  48 49 4a 4b 4c 4d 4e 4f',
    text: '@ABCDEFGHIJKLMNO',
  })
  expect(hexRow(bytes.subarray(16), 1, 16)).toEqual({ offset: '00000010', hex: '50 51'.padEnd(48), text: 'PQ' })
  expect(hexRow(Uint8Array.of(0, 0x1f, 0x7f, 0xff), 0, 8).text).toBe('····')
  expect(hexRow(undefined, 2, 8)).toEqual({ offset: '00000010', hex: ' '.repeat(24), text: '' })
})

it.each([
  ['de ad be ef', [0xde, 0xad, 0xbe, 0xef]],
  ['DE:AD', [0xde, 0xad]],
  ['', []],
  ['abc', null],
  ['xy', null],
])('reads %j', (text, bytes) => {
  expect(parseHex(text)).toEqual(bytes && Uint8Array.from(bytes))
})

it('reads back what it writes', () => {
  const bytes = new Uint8Array(256).map((_, index) => index)
  expect(parseHex(hexOf(bytes))).toEqual(bytes)
})
