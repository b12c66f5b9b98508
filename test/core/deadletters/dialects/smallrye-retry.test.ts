import { expect, it } from 'vitest'
import { type FailureHeader, stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const set = (topic: string, offset: number, reason = 'No price'): FailureHeader[] => [
  u8('delayed-retry-exception-class-name', 'java.lang.IllegalStateException'),
  u8('delayed-retry-reason', reason),
  u8('delayed-retry-topic', topic),
  dec('delayed-retry-partition', 1),
  dec('delayed-retry-offset', offset),
]
const control = (count: number): FailureHeader[] => [dec('delayed-retry-count', count), dec('delayed-retry-original-timestamp', T0), dec('delayed-retry-first-processing-timestamp', T0 + 100)]

it('a dead letter after two retries: the first set is the newest, the origin is behind the tiers', () => {
  const headers = [...set('payments-in_retry_1000', 3, 'Still no price'), ...set('payments-in_retry_500', 4), ...set('payments', 5), ...control(2)]
  const failure = failureOf('payments-dead', headers)
  expect(failure).toMatchObject({
    dialect: 'smallrye-retry',
    origin: { topic: 'payments', partition: 1, offset: 5, timestamp: T0 },
    error: { message: 'Still no price' },
    attempts: 3,
    attemptsSource: 'header',
    firstFailureAt: T0 + 100,
    lastFailureAt: T0 + 10_000,
  })
  expect(failure.hops.map(({ topic }) => topic)).toEqual(['payments', 'payments-in_retry_500', 'payments-in_retry_1000'])
})

it('in a retry topic the next attempt is due a delay after it came', () => {
  const failure = failureOf('payments-in_retry_500', [...set('payments', 5), ...control(0)])
  expect(failure).toMatchObject({ attempts: 1, lastFailureAt: T0 + 10_000 })
})

it('with headers of both strategies, the one that stands first is the newest', () => {
  const dead = [u8('dead-letter-reason', 'x'), u8('dead-letter-topic', 'payments')]
  expect(failureOf('payments-dead', [...set('payments', 5), ...control(1), ...dead]).dialect).toBe('smallrye-retry')
  expect(failureOf('payments-dead', [...dead, ...set('payments', 5), ...control(1)]).dialect).toBe('smallrye-dlq')
})

it('owns the retry control', () => {
  expect(stripHeaders([...set('payments', 5), ...control(1), u8('a', 'b')], 'smallrye-retry')).toEqual([u8('a', 'b')])
})
