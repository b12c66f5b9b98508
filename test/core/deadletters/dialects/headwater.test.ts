import { expect, it } from 'vitest'
import { stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const set = [
  dec('headwater-attempts', 3),
  u8('headwater-original-topic', 'orders'),
  dec('headwater-original-partition', 1),
  dec('headwater-original-offset', 5),
  dec('headwater-original-timestamp', T0),
  dec('headwater-first-failed-at', T0 + 100),
  u8('headwater-original-consumer-group', 'billing'),
  u8('headwater-exception-class', 'PriceMissing'),
  u8('headwater-exception-message', 'No price'),
  dec('headwater-failed-at', T0 + 9_000),
]

it('tells everything that the forwarder knows', () => {
  expect(failureOf('orders.dlq', set)).toMatchObject({
    dialect: 'headwater',
    origin: { topic: 'orders', partition: 1, offset: 5, timestamp: T0 },
    group: 'billing',
    error: { class: 'PriceMissing', message: 'No price' },
    attempts: 3,
    firstFailureAt: T0 + 100,
    lastFailureAt: T0 + 9_000,
    timeQuality: 'exact',
  })
})

it('takes what the consumer has said where the forwarder has said nothing', () => {
  expect(failureOf('orders.dlq', [...set.slice(0, 2), u8('x-error-class', 'E'), u8('x-error-message', 'm'), u8('x-error-stack', 's')]).error).toMatchObject({ class: 'E', message: 'm', stack: 's' })
})

it('owns its headers and the notes of consumers', () => {
  expect(stripHeaders([...set, u8('x-error-class', 'E'), dec('headwater-due-at', T0), u8('headwater', 'x')], 'headwater')).toEqual([u8('headwater', 'x')])
})
