import { describe, expect, test } from 'vitest'
import { crc32c, crc32cInJavaScript } from '../../../core/base/crc32c.ts'
import { seededRandom } from '../../../core/base/random.ts'

// RFC 3720, appendix B.4, and the usual check value.
const known = [
  ['nothing', Buffer.alloc(0), 0],
  ['"123456789"', Buffer.from('123456789'), 0xe306_9283],
  ['32 zero bytes', Buffer.alloc(32), 0x8a91_36aa],
  ['32 bytes of 0xff', Buffer.alloc(32, 0xff), 0x62a8_ab43],
  ['32 rising bytes', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd_794e],
] as const

describe.each([
  ['native', crc32c],
  ['JavaScript', crc32cInJavaScript],
])('crc32c (%s)', (_name, compute) => {
  test.each(known)('knows the checksum of %s', (_what, bytes, expected) => {
    expect(compute(bytes)).toBe(expected)
  })

  test('continues from the checksum of the bytes before', () => {
    const bytes = seededRandom(1).bytes(1000)
    for (const cut of [0, 1, 15, 16, 17, 999, 1000])
      expect(compute(bytes.subarray(cut), compute(bytes.subarray(0, cut)))).toBe(compute(bytes))
  })
})

test('the native module and the JavaScript fallback agree at every length', () => {
  expect(crc32c).not.toBe(crc32cInJavaScript)
  const bytes = seededRandom(2).bytes(600)
  for (let length = 0; length <= bytes.length; length++)
    expect(crc32cInJavaScript(bytes.subarray(0, length))).toBe(crc32c(bytes.subarray(0, length)))
})
