import { expect, it } from 'vitest'
import { type FailureHeader, stripHeaders } from '../../../../core/deadletters/failure.ts'
import { bigintBe, failureOf, hex, i32be, i64be, T0, told, u8 } from '../../../support/dead-letters.ts'

const origin = [u8('kafka_original-topic', 'orders'), i32be('kafka_original-partition', 2), i64be('kafka_original-offset', 5), i64be('kafka_original-timestamp', T0), u8('kafka_original-timestamp-type', 'CreateTime')]
const group = u8('kafka_dlt-original-consumer-group', 'billing')
const error = [u8('kafka_exception-fqcn', 'org.x.Outer'), u8('kafka_exception-cause-fqcn', 'com.example.PriceMissing'), u8('kafka_exception-message', 'Listener failed; No price')]
const hop = (attempts: number, dueAt: number): FailureHeader[] => [bigintBe('retry_topic-original-timestamp', T0), i32be('retry_topic-attempts', attempts), bigintBe('retry_topic-backoff-timestamp', dueAt)]
const ladder = ['orders-retry-1000', 'orders-retry-2000']

it('a dead letter after three attempts: the ladder with its delays is told by the headers and the names', () => {
  const headers = [...origin, group, ...error, ...hop(2, T0 + 1_500), ...hop(3, T0 + 4_000), ...hop(4, T0 + 4_200)]
  expect(told(failureOf('orders-dlt', headers, { timestampMs: T0 + 4_210 }, { retryTopics: ladder }))).toEqual({
    dialect: 'spring-retry',
    origin: { topic: 'orders', partition: 2, offset: 5, timestamp: T0 },
    group: 'billing',
    error: { class: 'org.x.Outer', rootClass: 'com.example.PriceMissing', message: 'Listener failed; No price', rootMessage: 'Listener failed; No price', reason: 'exception' },
    attempts: 3,
    attemptsSource: 'header',
    hops: [
      { topic: 'orders', partition: 2, offset: 5, at: T0, attempt: 1 },
      { topic: 'orders-retry-1000', dueAt: T0 + 1_500, attempt: 2, at: T0 + 500 },
      { topic: 'orders-retry-2000', dueAt: T0 + 4_000, attempt: 3, at: T0 + 2_000 },
    ],
    firstFailureAt: T0 + 500,
    lastFailureAt: T0 + 4_200,
    timeQuality: 'exact',
    decodeIssues: [],
  })
})

it('in a retry topic the next attempt is due, and the failure was a delay before that', () => {
  const failure = failureOf('orders-retry-1000', [...origin, group, ...error, ...hop(2, T0 + 1_500)], { timestampMs: T0 + 520 })
  expect(failure).toMatchObject({ attempts: 1, lastFailureAt: T0 + 500, timeQuality: 'derived' })
  expect(failure.hops.map(({ topic }) => topic)).toEqual(['orders'])
})

it('a tier that nothing names stays without a name', () => {
  expect(failureOf('orders-dlt', [...origin, ...hop(2, T0 + 1_500), ...hop(3, T0 + 1_600)]).hops[1]).toEqual({ topic: '', dueAt: T0 + 1_500, attempt: 2 })
})

it('replayed with its headers kept and failed again: attempts go on', () => {
  const headers = [...origin, group, ...error, ...hop(2, T0 + 1_500), ...hop(3, T0 + 2_000), ...hop(4, T0 + 9_000)]
  expect(failureOf('orders-dlt', headers, {}, { retryTopics: ladder })).toMatchObject({ attempts: 3, origin: { topic: 'orders', offset: 5 }, lastFailureAt: T0 + 9_000 })
})

it.each([
  ['four bytes', '00 00 00 04', 3, []],
  ['one byte, as older versions wrote', '04', 3, []],
  ['one byte is unsigned', 'c8', 199, []],
  ['zero is taken for 1', '00 00 00 00', 1, ['The header "retry_topic-attempts" holds 0, which is no number of attempts.']],
  ['more than 32767 is taken for 1', '00 00 80 00', 1, ['The header "retry_topic-attempts" holds 32768, which is no number of attempts.']],
  ['three bytes are taken for 1', '00 00 04', 1, ['The header "retry_topic-attempts" holds 3 bytes instead of 4.']],
])('attempts: %s', (_, bytes, attempts, issues) => {
  const failure = failureOf('orders-dlt', [...origin, hex('retry_topic-attempts', bytes)])
  expect([failure.attempts, failure.decodeIssues]).toEqual([attempts, issues])
})

it('the due time is a BigInteger in as few bytes as it needs', () => {
  expect(failureOf('orders-dlt', [...origin, hex('retry_topic-backoff-timestamp', '01 a0 c4 50 6c 00')]).lastFailureAt).toBe(1_790_000_000_000)
})

it('owns the retry control that would send a replay straight back', () => {
  const kept = [u8('traceparent', '00-1'), u8('kafka_messageKey', 'k')]
  expect(stripHeaders([...origin, group, ...error, ...hop(4, T0), ...kept], 'spring-retry')).toEqual(kept)
})
