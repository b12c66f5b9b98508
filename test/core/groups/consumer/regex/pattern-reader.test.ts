import { expect, test } from 'vitest'
import { PatternError } from '../../../../../core/groups/consumer/regex/pattern-error.ts'
import { PatternReader } from '../../../../../core/groups/consumer/regex/pattern-reader.ts'

test('reads forward, and nothing behind the end', () => {
  const reader = new PatternReader('ab:]cd12')
  expect([reader.peek(), reader.peek(1), reader.peek(9), reader.next(), reader.take('x'), reader.take('b')]).toEqual(['a', 'b', '', 'a', false, true])
  expect([reader.until(':]'), reader.takeMatch(/(\d+)/y), reader.peekIs('cd'), reader.take('cd'), reader.takeMatch(/(\d+)/y)?.[1], reader.isAtEnd]).toEqual(['', null, true, true, '12', true])
  expect([reader.next(), reader.takeRest()]).toEqual(['', ''])
})

test('what must be closed and is not is an error', () => {
  expect(() => new PatternReader('abc').until('}')).toThrow(new PatternError('missing closing }'))
})
