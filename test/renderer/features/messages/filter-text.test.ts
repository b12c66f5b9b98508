import { expect, it } from 'vitest'
import { JAVASCRIPT_PREFIX, parseQuery } from '../../../../core/scan/predicate/parse-query.ts'
import { FILTER_EXAMPLES, isFunctionFilter, keyFilter, withFunction } from '../../../../renderer/features/messages/filter-text.ts'

it('turns a filter into a function and back, keeping what was written', () => {
  expect([withFunction('value.a > 1', true), withFunction('js: value.a > 1', true), withFunction(' js:value.a > 1', false), withFunction('', true)]).toEqual([
    'js: value.a > 1',
    'js: value.a > 1',
    'value.a > 1',
    'js: ',
  ])
})

it('takes for a function what the core does', () => {
  expect(isFunctionFilter(`${JAVASCRIPT_PREFIX} true`)).toBe(true)
  expect(parseQuery(withFunction('value.a > 1', true))).toEqual({ kind: 'javascript', text: 'value.a > 1' })
})

it('shows examples that can be typed', () => {
  const examples = FILTER_EXAMPLES.split('\n').slice(1).flatMap((line) => (line.startsWith('js:') ? [line] : line.split('   ')))
  for (const example of examples) expect(() => parseQuery(example.replace(/ (excludes|as words)$/, '')), example).not.toThrow()
})

it('writes a key so that just this one is found', () => {
  const text = 'a "b" \\ c:d'
  expect(parseQuery(keyFilter(text))).toEqual({ kind: 'part', part: 'key', comparison: '=', operand: { text, isQuoted: true } })
})
