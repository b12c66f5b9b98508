import { expect, it } from 'vitest'
import { foldsOf, unfolded } from '../../../renderer/format/json-fold.ts'
import { layOutJson } from '../../../renderer/format/json-layout.ts'
import { readJson } from '../../../renderer/format/json-tokens.ts'

function linesOf(text: string) {
  const reading = readJson(text)
  if (!reading.ok) throw new Error(reading.error.message)
  return layOutJson(reading.tokens)
}

// 0 {, 1 "a": [, 2 1, 3 {, 4 "b": {}, 5 }, 6 ], 7 "c": 2, 8 }
const LINES = linesOf('{"a":[1,{"b":{}}],"c":2}')

it('pairs every bracket with the line that closes it, unless that is its own', () => {
  expect([...foldsOf(LINES)].toSorted(([a], [b]) => a - b)).toEqual([[0, 8], [1, 6], [3, 5]])
})

it.each([
  ['nothing', [], [0, 1, 2, 3, 4, 5, 6, 7, 8]],
  ['the inner object', [3], [0, 1, 2, 3, 6, 7, 8]],
  ['the array', [1], [0, 1, 7, 8]],
  ['the array and what is in it', [1, 3], [0, 1, 7, 8]],
  ['everything', [0], [0]],
  ['a line that opens nothing', [2], [0, 1, 2, 3, 4, 5, 6, 7, 8]],
])('leaves out what is folded: %s', (_what, folded, shown) => {
  expect(unfolded(LINES.length, foldsOf(LINES), new Set(folded))).toEqual(shown)
})
