import { expect, it } from 'vitest'
import { HeaderView } from '../../../../core/deadletters/dialects/header-view.ts'
import { none, u8 } from '../../../support/dead-letters.ts'

const view = new HeaderView([u8('a', '1'), none('b'), u8('a', '2'), u8('c.x', '3')])

it('keeps every occurrence in its order, null values too', () => {
  expect(view.all('a').map(String)).toEqual(['1', '2'])
  expect(view.all('b')).toEqual([null])
  expect(view.all('z')).toEqual([])
})

it('finds names and prefixes', () => {
  expect([view.has('b'), view.has('c'), view.hasAny(['z', 'c.x']), view.hasPrefix('c.'), view.hasPrefix('d')]).toEqual([true, false, true, true, false])
})

it('tells which of two stands first, and which last', () => {
  expect([view.isBefore('a', 'b'), view.isBefore('b', 'a'), view.isBefore('a', 'z')]).toEqual([true, false, false])
  expect([view.isBehind('a', 'b'), view.isBehind('b', 'a'), view.isBehind('z', 'a')]).toEqual([true, false, false])
})
