import { expect, it } from 'vitest'
import { type FailureHeader, stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const set = (offset: number, reason: string): FailureHeader[] => [
  u8('dead-letter-exception-class-name', 'java.lang.IllegalStateException'),
  u8('dead-letter-reason', reason),
  u8('dead-letter-cause-class-name', 'java.net.SocketTimeoutException'),
  u8('dead-letter-cause', 'Read timed out after 3000ms'),
  u8('dead-letter-topic', 'orders'),
  dec('dead-letter-partition', 1),
  dec('dead-letter-offset', offset),
]

it('once: the channel is told by the name of the topic', () => {
  expect(failureOf('dead-letter-topic-orders-in', set(5, 'No price'))).toMatchObject({
    dialect: 'smallrye-dlq',
    origin: { topic: 'orders', partition: 1, offset: 5 },
    component: 'orders-in',
    error: { class: 'java.lang.IllegalStateException', message: 'No price', rootClass: 'java.net.SocketTimeoutException', rootMessage: 'Read timed out after 3000ms' },
    attempts: 1,
    lastFailureAt: T0 + 10_000,
  })
})

it('twice, after a replay that kept the headers: the first set is the newest', () => {
  const failure = failureOf('dead-letter-topic-orders-in', [...set(9, 'Still no price'), u8('x', 'y'), ...set(5, 'No price')])
  expect(failure).toMatchObject({ origin: { offset: 9 }, error: { message: 'Still no price' }, attempts: 2 })
  expect(failure.hops.map(({ offset }) => offset)).toEqual([5, 9])
})

it('a record that could not be deserialized says which side', () => {
  const headers = [u8('deserialization-failure-reason', 'no long'), u8('deserialization-failure-dlq', 'true'), u8('deserialization-failure-key', 'true'), u8('deserialization-failure-key-data', '\u0001')]
  expect(failureOf('dead-letter-topic-orders-in', headers).error).toMatchObject({ message: 'no long', side: 'key' })
})

it('owns its own headers, and not others that begin alike', () => {
  const kept = [u8('dead-letter-policy', 'strict')]
  expect(stripHeaders([...set(5, 'x'), u8('deserialization-failure-data', 'x'), ...kept], 'smallrye-dlq')).toEqual(kept)
})
