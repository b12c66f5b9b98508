import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indentedLines, NotJson } from '../../../core/serdes/indented-lines.ts'
import type { LineIndex } from '../../../core/serdes/line-index.ts'

function indexOf(text: string, pieceBytes = 5): LineIndex {
  const indexer = indentedLines(Buffer.from(text))
  while (!indexer.advance(pieceBytes));
  return indexer.finish()
}

const linesOf = (index: LineIndex) => Array.from({ length: index.count }, (_, line) => index.lineAt(line))
const layout = (text: string, pieceBytes?: number): string =>
  linesOf(indexOf(text, pieceBytes)).map(({ text: shown, continues }) => (continues ? shown : `${shown}\n`)).join('').slice(0, -1)

it.each([
  ['an object', '{"a":1,"b":[true,null]}', '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ]\n}'],
  ['empty containers', '{"a":{},"b":[ ],"c":[{}]}', '{\n  "a": {},\n  "b": [],\n  "c": [\n    {}\n  ]\n}'],
  ['space of its own', '  { "a" :\n 1 }\n', '{\n  "a": 1\n}'],
  ['numbers as written', '[9007199254740993,1.10,1e400,-0]', '[\n  9007199254740993,\n  1.10,\n  1e400,\n  -0\n]'],
  ['strings with brackets, commas and escapes', String.raw`["{,}: [\"\\", "\u0041"]`, '[\n  "{,}: [\\"\\\\",\n  "\\u0041"\n]'],
  ['a bare value', '"text"', '"text"'],
])('lays out %s', (_what, text, expected) => {
  expect(layout(text)).toBe(expected)
})

it('lays out any JSON as JSON.stringify does, whatever the pieces it is looked at in', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 1, max: 40 }), (text, pieceBytes) => {
      // Numbers and strings stay as written, so both sides are written in the same way first.
      const value: unknown = JSON.parse(text)
      expect(layout(JSON.stringify(value), pieceBytes)).toBe(JSON.stringify(value, null, 2))
    }),
  )
})

it('breaks a long string after 200 characters and never inside an escape', () => {
  const text = JSON.stringify({ a: `${'x'.repeat(192)}\\\\\\${'y'.repeat(10)}` })
  const lines = linesOf(indexOf(text))
  expect(lines.map(({ continues }) => continues)).toEqual([false, true, false, false])
  expect(lines.every(({ text: shown }) => shown.length < 210)).toBe(true)
  expect(lines.map(({ text: shown }) => shown.trimStart()).join('').replace('"a": ', '"a":')).toBe(text)
})

it('finds the line and the column of a byte', () => {
  const text = '{"a":1,"bcd":[10,{"needle":2}]}'
  const index = indexOf(text)
  const atByte = text.indexOf('needle')
  const line = index.lineOf(atByte)
  expect(index.lineAt(line).text.slice(index.columnOf(line, atByte))).toBe('needle": 2')
})

describe('what is not one JSON document', () => {
  it.each([
    ['{"a":1', '1 brackets are not closed.'],
    ['["a', 'A string is not closed.'],
    ['[1]]', 'There is more after the end of the document, at byte 3.'],
    ['[1}', '"}" at byte 2 closes nothing.'],
    ['{} {}', 'There is more after the end of the document, at byte 3.'],
  ])('%s is refused', (text, message) => {
    expect(() => indexOf(text)).toThrow(new NotJson(message))
  })
})
