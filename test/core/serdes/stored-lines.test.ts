import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LineIndex } from '../../../core/serdes/line-index.ts'
import { storedLines } from '../../../core/serdes/stored-lines.ts'

function indexOf(text: string, pieceBytes = 7): LineIndex {
  const indexer = storedLines(Buffer.from(text))
  while (!indexer.advance(pieceBytes));
  return indexer.finish()
}

const linesOf = (index: LineIndex) => Array.from({ length: index.count }, (_, line) => index.lineAt(line))

it.each([
  ['', [['', false]]],
  ['a', [['a', false]]],
  ['a\nb', [['a', false], ['b', false]]],
  ['a\n', [['a', false], ['', false]]],
  ['\n\n', [['', false], ['', false], ['', false]]],
  ['a\r\nb', [['a\r', false], ['b', false]]],
  ['x'.repeat(200), [['x'.repeat(200), false]]],
  ['x'.repeat(201), [['x'.repeat(200), true], ['x', false]]],
  [`${'😀'.repeat(200)}é`, [['😀'.repeat(200), true], ['é', false]]],
])('breaks %j at line feeds and after 200 characters', (text, expected) => {
  expect(linesOf(indexOf(text)).map((line) => [line.text, line.continues])).toEqual(expected)
})

it('loses nothing, whatever the text and the pieces it is looked at in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), fc.integer({ min: 1, max: 50 }), (text, pieceBytes) => {
      const lines = linesOf(indexOf(text, pieceBytes))
      expect(lines.map((line, at) => line.text + (line.continues || at === lines.length - 1 ? '' : '\n')).join('')).toBe(text)
    }),
  )
})

it('finds the line and the column of a byte', () => {
  const text = `first\n${'é'.repeat(200)}tail\nlast`
  const index = indexOf(text)
  for (const word of ['first', 'tail', 'last']) {
    const atByte = Buffer.from(text).indexOf(word)
    const line = index.lineOf(atByte)
    expect(index.lineAt(line).text.slice(index.columnOf(line, atByte))).toBe(word)
  }
})
