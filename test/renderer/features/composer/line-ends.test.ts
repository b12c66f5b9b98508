// A line break that was not touched is the same bytes after typing elsewhere.
import { expect, it } from 'vitest'
import { lineCount, typedOver } from '../../../../renderer/features/composer/line-ends.ts'

it.each<[string, string, string, string]>([
  ['plain text', 'ab', 'abc', 'abc'],
  ['line feeds', 'a\nb', 'a\nb\nc', 'a\nb\nc'],
  ['Windows line ends, with a letter more', 'a\r\nb\r\n', 'a\nbc\n', 'a\r\nbc\r\n'],
  ['Windows line ends, with a line more', 'a\r\nb', 'a\nx\nb', 'a\r\nx\r\nb'],
  ['mixed line ends, changed in the middle', 'a\r\nb\nc\rd', 'a\nB\nc\nd', 'a\r\nB\nc\rd'],
  ['a line break taken out', 'a\r\nb\r\nc', 'ab\nc', 'ab\r\nc'],
  ['everything taken out', 'a\r\nb', '', ''],
  ['everything replaced', 'a\rb', 'x\ny', 'x\ry'],
  ['the same letter once more', 'a\r\na', 'a\na\na', 'a\r\na\r\na'],
  ['nothing changed', '\r\n\r', '\n\n', '\r\n\r'],
])('keeps the line breaks of %s', (_what, before, typed, after) => {
  expect(typedOver(before, typed)).toBe(after)
})

it('counts lines by any line break', () => {
  expect(['', 'a', 'a\n', 'a\r\nb\rc\nd'].map(lineCount)).toEqual([1, 1, 2, 4])
})
