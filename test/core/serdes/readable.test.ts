import { expect, it } from 'vitest'
import { decodeUtf8, kindOf, looksLikeContainer } from '../../../core/serdes/readable.ts'

it.each([
  ['text', 'hello'],
  ['text', ''],
  ['text', 'tab\tand\r\nnewline'],
  ['text', '\u001b[31mred\u001b[0m'],
  ['text', '9007199254740993'],
  ['text', '{"cut":'],
  ['text', '{not json}'],
  ['json', ' {"a":1} '],
  ['json', '[]'],
  ['json', '{"id":9223372036854775807}'],
  ['binary', 'a\u0000b'],
  ['binary', '\u0001'],
])('calls it %s: %j', (kind, text) => {
  expect(kindOf(text)).toBe(kind)
})

it.each([
  ['a lone continuation byte', [0x80]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a sequence cut off', [0x61, 0xe2, 0x82]],
  ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
])('does not take %s for text', (_what, bytes) => {
  const text = decodeUtf8(Uint8Array.from(bytes))
  expect([text, kindOf(text)]).toEqual([null, 'binary'])
})

it('keeps a byte order mark and what is no character of its own', () => {
  const text = '\uFEFFü\u{1F600}\uFFFD'
  expect(decodeUtf8(Buffer.from(text))).toBe(text)
})

it('judges a very long text by its ends', () => {
  expect([kindOf(`{${'x'.repeat(2_000_000)}}`), kindOf('x'.repeat(2_000_000))]).toEqual(['json', 'text'])
  expect([looksLikeContainer('{]'), looksLikeContainer(' [1] '), looksLikeContainer('')]).toEqual([false, true, false])
})
