// A diff says what one text lost and the other gained, line by line.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aroundChanges, diffLines } from '../../../renderer/format/line-diff.ts'

const shown = (before: string, after: string): string[] => diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`)

it('keeps what both share and marks the rest', () => {
  expect(shown('{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 3,\n  "c": 4\n}')).toEqual([' {', '   "a": 1,', '-  "b": 2', '+  "b": 3,', '+  "c": 4', ' }'])
})

it('gives both texts back, whatever they are', () => {
  const line = fc.constantFrom('a', 'b', 'c', '')
  const text = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after)
      const side = (other: string): string => lines.filter(({ kind }) => kind !== other).map((each) => each.text).join('\n')
      return side('added') === before && side('removed') === after
    }),
  )
})

it('takes texts that are too long to be compared as rewritten', () => {
  const long = (prefix: string): string => Array.from({ length: 1_100 }, (_, line) => `${prefix}${line}`).join('\n')
  const lines = diffLines(`same\n${long('a')}\nend`, `same\n${long('b')}\nend`)
  expect([lines[0], lines[1]!.kind, lines[1_101]!.kind, lines.at(-1)]).toEqual([{ kind: 'same', text: 'same' }, 'removed', 'added', { kind: 'same', text: 'end' }])
})

it('leaves out what is far from any change, but never a single line', () => {
  const lines = diffLines('1\n2\n3\n4\n5\n6', '1\n2\n3\n4\nfive\n6')
  expect(aroundChanges(lines, 1).map((line) => line?.text ?? '…')).toEqual(['…', '4', '5', 'five', '6'])
  expect(aroundChanges(diffLines('1\n2\n3', '1\n2\nthree'), 1).map((line) => line?.text ?? '…')).toEqual(['1', '2', '3', 'three'])
})
