import { expect, it } from 'vitest'
import { goString, javaString, jsString, pythonString } from '../../../../renderer/format/client-code/string-literals.ts'

const UNSEEN = 'a"\\\n\u0000\u202e\u{e0041}é😀'

it('writes what can be seen as it is, and escapes the rest in the words of each language', () => {
  expect(jsString(UNSEEN)).toBe(String.raw`"a\"\\\n\u0000\u202e\u{e0041}é😀"`)
  expect(pythonString(UNSEEN)).toBe(String.raw`"a\"\\\n\u0000\u202e\U000e0041é😀"`)
  expect(goString(UNSEEN)).toBe(String.raw`"a\"\\\n\u0000\u202e\U000e0041é😀"`)
  expect(javaString(UNSEEN)).toBe(String.raw`"a\"\\\n\000\u202e\udb40\udc41é😀"`)
})

it('gives back the text when JavaScript reads it', () => {
  const text = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('')
  expect(JSON.parse(`[${jsString(text)}]`)).toEqual([text])
})

it('breaks what is too long for a constant of a class file, never inside of a character', () => {
  const text = `x${'😀'.repeat(20_000)}`
  const written = javaString(text)
  expect(written.startsWith('String.join("", "x')).toBe(true)
  const [, ...pieces] = JSON.parse(`[${written.slice('String.join('.length, -1)}]`) as string[]
  expect(pieces.join('') === text).toBe(true)
  expect(pieces.every((piece) => piece.isWellFormed() && new TextEncoder().encode(piece).length < 65_535)).toBe(true)
})
