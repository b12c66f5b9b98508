import { expect, test } from 'vitest'
import { characters, readBracket, readCharacterEscape, readClassEscape } from '../../../../../core/groups/consumer/regex/character-class.ts'
import { PatternReader } from '../../../../../core/groups/consumer/regex/pattern-reader.ts'

const LETTERS = 'aAbB09_-. '.split('')
const members = (set: Uint8Array | null): string | null => set && LETTERS.filter((character) => set[character.charCodeAt(0)] === 1).join('')

test.each([
  ['d', '09'],
  ['D', 'aAbB_-. '],
  ['w', 'aAbB09_'],
  ['s', ' '],
  ['pN', '09'],
  ['p{Ll}', 'ab'],
  ['P{Ll}', 'AB09_-. '],
  ['n', null],
])('the class escape \\%s', (text, expected) => {
  expect(members(readClassEscape(new PatternReader(text)))).toBe(expected)
})

test.each([['n', '\n'], ['.', '.'], ['x41', 'A'], ['x{42}', 'B'], ['060', '0'], ['0', '\0'], ['a', '\x07']])('the escape \\%s', (text, expected) => {
  expect(readCharacterEscape(new PatternReader(text))).toBe(expected)
})

test.each([
  ['a-b]', false, 'ab'],
  ['a-b]', true, 'aAbB'],
  ['^a]', false, 'AbB09_-. '],
  [']a]', false, 'a'],
  ['-.]', false, '-.'],
  ['\\d_]', false, '09_'],
  ['[:upper:][:digit:]]', false, 'AB09'],
])('the bracket [%s with case folded %s', (text, foldsCase, expected) => {
  expect(members(readBracket(new PatternReader(text), foldsCase))).toBe(expected)
})

test('a run of characters', () => {
  expect([members(characters('a', 'a', false)), members(characters('A', 'B', true))]).toEqual(['a', 'aAbB'])
})
