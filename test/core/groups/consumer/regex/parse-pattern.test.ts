import { expect, test } from 'vitest'
import { parsePattern } from '../../../../../core/groups/consumer/regex/parse-pattern.ts'
import type { Pattern } from '../../../../../core/groups/consumer/regex/pattern-tree.ts'

/** The shape alone: sets are shown by the letters in them. */
function shape(pattern: Pattern): unknown {
  if (pattern.kind === 'set') return [...pattern.set.entries()].flatMap(([code, matches]) => (matches && /[a-cA-C]/.test(String.fromCharCode(code)) ? [String.fromCharCode(code)] : [])).join('')
  if (pattern.kind === 'sequence') return pattern.parts.map(shape)
  if (pattern.kind === 'choice') return { choice: pattern.options.map(shape) }
  if (pattern.kind === 'repeat') return { [`${pattern.least}..${pattern.most}`]: shape(pattern.part) }
  return pattern.kind === 'assertion' ? pattern.assertion : pattern.kind
}

test.each<[string, unknown]>([
  ['', 'empty'],
  ['a', 'a'],
  ['ab', ['a', 'b']],
  ['a|', { choice: ['a', 'empty'] }],
  ['ab*', ['a', { '0..Infinity': 'b' }]],
  ['(ab){2,}', { '2..Infinity': ['a', 'b'] }],
  ['^a$', ['start', 'a', 'end']],
  ['(?i)a(?-i)b', ['Aa', 'b']],
  ['(?i:a)b', ['Aa', 'b']],
  ['[^a]', 'ABCbc'],
  ['\\Qab\\E', ['a', 'b']],
])('%s', (text, expected) => {
  expect(shape(parsePattern(text))).toEqual(expected)
})
