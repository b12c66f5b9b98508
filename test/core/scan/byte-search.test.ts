import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { byteSearch } from '../../../core/scan/byte-search.ts'

const findIn = (text: string, bytes: Buffer | string, from = 0, end?: number): number => {
  const buffer = Buffer.from(bytes)
  return byteSearch(text)!.indexIn(buffer, from, end ?? buffer.length)
}

it.each([
  ['a small letter matches both cases', 'order', 'xx ORDer', 3],
  ['a capital matches itself only', 'Order', 'order Order', 6],
  ['so does a capital beyond ASCII', 'Ärger', 'ärger Ärger', 7],
  ['letters beyond ASCII match as they are', 'ärger', 'Ärger ärGER', 7],
  ['a text without letters', '17:05', 'at 17:05', 3],
  ['one letter', 'x', 'aaX', 2],
  ['at the very end', 'end', 'the END', 4],
  ['the whole', 'whole', 'wHoLe', 0],
  ['longer than what there is', 'longer', 'long', -1],
  ['among bytes that are no text', 'ok', Buffer.from([0xff, 0xfe, 0x4f, 0x6b]), 2],
  ['not a character that only looks alike in another case', '[', '{', -1],
])('%s', (_what, text, bytes, at) => {
  expect(findIn(text, bytes)).toBe(at)
})

it('finds within bounds only', () => {
  expect([findIn('ab', 'ab ab ab', 1), findIn('ab', 'ab ab ab', 1, 4), findIn('ab', 'ab ab ab', 3, 5)]).toEqual([3, -1, 3])
})

it('has nothing to look for in the empty text', () => {
  expect(byteSearch('')).toBeNull()
})

it('finds what a plain search finds, over many texts', () => {
  const random = seededRandom(7)
  const letters = 'abcABC01é'
  const textOf = (length: number): string => Array.from({ length }, () => letters[random.below(letters.length)]).join('')
  for (let i = 0; i < 2_000; i++) {
    const [needle, hay] = [textOf(1 + random.below(4)).toLowerCase(), textOf(random.below(60))]
    const asciiLower = hay.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    expect([needle, hay, findIn(needle, hay)]).toEqual([needle, hay, Buffer.from(asciiLower).indexOf(needle)])
  }
})
