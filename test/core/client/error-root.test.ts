import { expect, it } from 'vitest'
import { isTimeout, rootOf } from '../../../core/client/error-root.ts'

it('finds the innermost error, the first of several', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED ::1:9092'), { code: 'ECONNREFUSED' })
  const wrapped = new Error('outer', { cause: new AggregateError([refused, new Error('other')], 'both') })
  expect(rootOf(wrapped)).toEqual({ code: 'ECONNREFUSED', message: refused.message, error: refused })
  expect(rootOf('text')).toEqual({ code: '', message: 'text', error: 'text' })
})

it('knows a time-out by its code or by its words, at either end of the chain', () => {
  expect(isTimeout(Object.assign(new Error('x'), { code: 'ETIMEDOUT' }))).toBe(true)
  expect(isTimeout(new Error('Request timed out', { cause: new Error('inner') }))).toBe(true)
  expect(isTimeout(new Error('outer', { cause: new Error('ApiVersions timed out') }))).toBe(true)
  expect(isTimeout(new Error('refused'))).toBe(false)
})
