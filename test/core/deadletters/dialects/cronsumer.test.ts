import { expect, it } from 'vitest'
import { stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const set = [dec('x-retry-count', 3), dec('x-retry-attempt-count', 2), u8('x-produce-time', '1790000000000000000'), u8('x-error-message', 'no price')]

it('tells the message and how often it was tried; where it came from it does not', () => {
  const failure = failureOf('orders-dead-letter', set)
  expect(failure).toMatchObject({ dialect: 'cronsumer', error: { message: 'no price' }, attempts: 3, attemptsSource: 'header', lastFailureAt: T0 + 10_000, decodeIssues: [] })
  expect(failure.origin).toBeUndefined()
})

it('a person may say where its records come from', () => {
  expect(failureOf('orders-dead-letter', set, {}, { origin: 'orders', group: 'billing' })).toMatchObject({ origin: { topic: 'orders' }, group: 'billing' })
})

it('each of its names alone may be anybody’s', () => {
  expect(failureOf('orders', [dec('x-retry-count', 3)]).dialect).toBe('unknown')
})

it('owns its four headers', () => {
  expect(stripHeaders([...set, u8('x-retry', '1')], 'cronsumer')).toEqual([u8('x-retry', '1')])
})
