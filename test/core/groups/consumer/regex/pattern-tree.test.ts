import { expect, test } from 'vitest'
import { isWordCharacter, negated, setOf, unionOf } from '../../../../../core/groups/consumer/regex/pattern-tree.ts'

const text = (set: Uint8Array): string => [...set.entries()].flatMap(([code, matches]) => (matches && code > 32 ? [String.fromCharCode(code)] : [])).join('')

test('sets of characters are made, joined and turned round', () => {
  const digits = setOf((character) => /\d/.test(character))
  expect([text(digits), text(unionOf([digits, setOf((character) => character === '_')])), text(negated(digits)).includes('5')]).toEqual(['0123456789', '0123456789_', false])
})

test('what is part of a word', () => {
  expect(['a', '_', '7', '-', ''].map(isWordCharacter)).toEqual([true, true, true, false, false])
})
