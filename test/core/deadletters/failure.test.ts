import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_DIALECTS } from '../../../core/deadletters/dialects/detect-dialect.ts'
import { decodeFailure, type FailureHeader, ownedHeaders, type RawRecord, stripHeaders } from '../../../core/deadletters/failure.ts'
import { recording, recordingNames } from '../../support/recorded-dead-letters.ts'
import { deadLetter } from '../../support/dead-letters.ts'

/** Names that dialects look for, so that random bytes reach the decoders. */
const NAMES = [
  ...new Set(recordingNames().flatMap((name) => recording(name).topics.flatMap(({ records }) => records.flatMap(({ headers }) => headers.map(([header]) => header))))),
  'x-replay-id', 'x-replay-count', 'asyncRetry', 'exception-type', 'failed-at', 'original-destination', 'exception-stack', 'source_topic', 'source_offset', 'source_attempts', 'topic_poisoned', 'reason_poisoned',
  '_watermill_delayed_until', 'x-retry-count', 'x-produce-time', 'x-error-message', '__dlq.errors.topic', '__dlq.errors.delivery.count', '__dlq.errors.message', 'headwater-attempts', 'headwater-original-topic',
  'delayed-retry-count', 'delayed-retry-topic', 'dead-letter-topic', 'dlq-reason', 'x-original-topic', 'x-original-offset', 'kafka_dlt-exception-stacktrace', '', '\u0000', '__proto__', 'constructor',
]
const bytes = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array)) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.constantFrom(...['orders', 'orders-retry-1000', '12', '-1', '99999999999999999999', '{"top":"x"}', 'a: b', '\tat a.b(c.java:1)\nCaused by: x'].map((text) => Buffer.from(text))) },
  { weight: 1, arbitrary: fc.constant(null) },
)
const header: fc.Arbitrary<FailureHeader> = fc.record({ key: fc.oneof(fc.constantFrom(...NAMES), fc.string()), value: bytes })
const topics = fc.constantFrom('orders', 'orders-dlt', 'orders-retry-1000', 'orders-retry-0', 'error.orders.billing', 'dead-letter-topic-orders', 'billing-dlq', 'x_retry_500', '')
const records: fc.Arbitrary<RawRecord> = fc
  .record({ topic: topics, headers: fc.array(header, { maxLength: 30 }), key: bytes, value: bytes, timestampMs: fc.constantFrom(-1, 0, 1_790_000_000_000), timestampType: fc.constantFrom('CreateTime' as const, 'LogAppendTime' as const) })
  .map(({ topic, headers, ...more }) => deadLetter(topic, headers, more))

describe('R13: decoders are total', () => {
  it('any header bytes give a failure whose fields are what they should be', () => {
    fc.assert(
      fc.property(records, fc.option(fc.constantFrom(...BUILT_IN_DIALECTS.map(({ id }) => id)), { nil: undefined }), (record, dialect) => {
        const failure = decodeFailure(record, { clusterId: 'c', dialect })
        for (const place of [failure.origin ?? { topic: 'x' }, ...failure.hops]) {
          expect(typeof place.topic).toBe('string')
          for (const number of [place.partition, place.offset]) if (number !== undefined) expect(Number.isSafeInteger(number) && number >= 0).toBe(true)
        }
        if (failure.origin) expect(failure.origin.topic).not.toBe('')
        if (failure.attempts !== undefined) expect(Number.isSafeInteger(failure.attempts) && failure.attempts >= 0).toBe(true)
        expect(failure.fingerprint.id).toMatch(/^[0-9a-f]{16}$/)
        expect(failure.timeQuality === 'unknown').toBe(failure.lastFailureAt === undefined)
        expect(failure.decodeIssues.every((issue) => issue.startsWith('The header "') && issue.endsWith('.'))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('a user dialect is as total', () => {
    fc.assert(fc.property(records, (record) => void decodeFailure(record, { clusterId: 'c', dialect: 'user:in-house' })), { numRuns: 500 })
  })
})

describe('R7: strip', () => {
  it('removes all and only the owned headers, in order, and twice is once', () => {
    fc.assert(
      fc.property(fc.array(header, { maxLength: 40 }), fc.constantFrom(...BUILT_IN_DIALECTS.map(({ id }) => id)), (headers, dialect) => {
        const isOwned = ownedHeaders(dialect)
        const left = stripHeaders(headers, dialect)
        expect(left).toEqual(headers.filter(({ key }) => !isOwned(key)))
        expect(stripHeaders(left, dialect)).toEqual(left)
      }),
      { numRuns: 500 },
    )
  })

  it('an unknown dialect owns nothing', () => {
    const headers = [{ key: 'kafka_dlt-original-topic', value: null }]
    expect(stripHeaders(headers, 'unknown')).toEqual(headers)
  })
})
