// How many, how fast, and what is said while and after.
import { expect, it } from 'vitest'
import { FIRST_CHOICE, manyOf, manyWords } from '../../../../renderer/features/composer/many.ts'

it.each([
  ['100', '', { count: 100, perSecond: null }],
  ['1 000 000', '5', { count: 1_000_000, perSecond: 5 }],
  [' 10,000 ', '1_000', { count: 10_000, perSecond: 1_000 }],
])('takes %j at %j per second', (count, perSecond, many) => {
  expect(manyOf({ count, perSecond, fillIn: true })).toEqual({ ok: true, value: { ...many, fillIn: true } })
})

it.each([['0', ''], ['1000001', ''], ['ten', ''], ['', ''], ['10', '0'], ['10', 'fast'], ['10', '100001']])('refuses %j at %j per second, and says what can be chosen', (count, perSecond) => {
  expect(manyOf({ ...FIRST_CHOICE, count, perSecond })).toMatchObject({ ok: false, error: expect.stringMatching(/^Send from 1 to /) as string })
})

it.each([
  [{ acknowledged: 40, failed: 0, failure: null, state: 'sending' } as const, '40 of 100 sent'],
  [{ acknowledged: 100, failed: 0, failure: null, state: 'done' } as const, '100 sent'],
  [{ acknowledged: 6, failed: 1, failure: { message: 'm', remedy: 'r' }, state: 'done' } as const, '6 of 100 sent, 1 refused, the rest not sent'],
  [{ acknowledged: 6, failed: 0, failure: null, state: 'stopped' } as const, 'Stopped: 6 of 100 sent; what was on its way may have been sent as well'],
])('says of %j', (progress, words) => {
  expect(manyWords(progress, 100)).toBe(words)
})
