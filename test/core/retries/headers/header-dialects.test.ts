// What the forwarder writes is what the dead-letter centre reads, in every dialect; and how attempts are counted.
import { describe, expect, it } from 'vitest'
import type { RecordHeader } from '../../../../core/protocol/records/record.ts'
import { headerDialects } from '../../../../core/retries/headers/header-dialects.ts'
import type { FailedAttempt } from '../../../../core/retries/headers/retry-headers.ts'

const failed = (attempt: number, changes: Partial<FailedAttempt> = {}): FailedAttempt => ({
  attempt, failedAtMs: 1_790_000_000_000, group: 'billing', origin: { topic: 'orders', partition: 3, offset: 123_456_789, timestampMs: 1_789_999_999_000 },
  error: { className: 'java.lang.Oops', message: 'no', stack: 'at x' }, ...changes,
})

const own: RecordHeader[] = [{ key: 'trace', value: Buffer.from('7') }, { key: 'tag', value: null }, { key: 'tag', value: Buffer.from('') }]
const shown = (headers: readonly RecordHeader[]): string[] => headers.map(({ key, value }) => `${key}=${value === null ? 'null' : /^[\x20-\x7e]*$/.test(value.toString('latin1')) ? value.toString() : value.toString('hex')}`)

describe.each(Object.entries(headerDialects))('%s', (_, dialect) => {
  it('counts the attempts that it writes', () => {
    let headers: readonly RecordHeader[] = own
    for (let attempt = 1; attempt < 6; attempt++) {
      expect(dialect.attemptOf(headers)).toBe(attempt)
      headers = dialect.toTier(headers, failed(attempt), 1_790_000_005_000)
    }
    expect(dialect.attemptOf(headers)).toBe(6)
  })

  it('keeps the headers of the application in their order, with duplicates and nulls', () => {
    const there = dialect.toDeadLetters(dialect.toTier(own, failed(1), 1), failed(2))
    expect(there.filter(({ key }) => key === 'trace' || key === 'tag')).toEqual(own)
  })

  it('does not count nonsense', () => {
    for (const name of ['headwater-attempts', 'retry_topic-attempts', 'delayed-retry-count', 'asyncRetry']) {
      for (const value of [null, Buffer.alloc(0), Buffer.from('xx'), Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from('{"att":"9"}'), Buffer.from('[1'), Buffer.from('-4'), Buffer.alloc(3), Buffer.from('99999999')]) {
        expect(dialect.attemptOf([{ key: name, value }])).toBe(1)
      }
    }
  })
})

it('Headwater writes text, each header once, and keeps where the record came from first', () => {
  const { toTier, toDeadLetters } = headerDialects.headwater
  const once = toTier([], failed(1), 1_790_000_005_000)
  const dead = toDeadLetters(once, failed(2, { failedAtMs: 1_790_000_006_000, origin: { topic: 'elsewhere', partition: 0, offset: 0, timestampMs: null } }))
  expect(shown(dead)).toEqual([
    'headwater-attempts=2', 'headwater-original-topic=orders', 'headwater-original-partition=3', 'headwater-original-offset=123456789', 'headwater-original-timestamp=1789999999000',
    'headwater-first-failed-at=1790000000000', 'headwater-original-consumer-group=billing', 'headwater-exception-class=java.lang.Oops', 'headwater-exception-message=no', 'headwater-exception-stacktrace=at x',
    'headwater-failed-at=1790000006000',
  ])
})

it('Spring gets fixed-width numbers, its retry headers appended with every hop, and the origin of the first', () => {
  const { toTier, toDeadLetters } = headerDialects['spring-retry']
  const once = toTier([], failed(1), 1_790_000_000_000)
  expect(shown(once)).toEqual([
    'retry_topic-original-timestamp=01a0c4506818', 'retry_topic-attempts=00000002', 'retry_topic-backoff-timestamp=01a0c4506c00',
    'kafka_original-topic=orders', 'kafka_original-partition=00000003', 'kafka_original-offset=00000000075bcd15', 'kafka_original-timestamp=000001a0c4506818', 'kafka_original-timestamp-type=CreateTime',
    'kafka_dlt-original-consumer-group=billing', 'kafka_exception-fqcn=java.lang.Oops', 'kafka_exception-cause-fqcn=java.lang.Oops', 'kafka_exception-message=no', 'kafka_exception-stacktrace=at x',
  ])
  const dead = toDeadLetters(once, failed(2))
  expect(shown(dead).filter((header) => header.startsWith('retry_topic-attempts'))).toEqual(['retry_topic-attempts=00000002', 'retry_topic-attempts=00000003'])
  expect(shown(dead).filter((header) => header.startsWith('kafka_original-topic') || header.startsWith('kafka_exception-fqcn'))).toEqual(['kafka_original-topic=orders', 'kafka_exception-fqcn=java.lang.Oops'])
})

it('SmallRye gets the newest failure first, and its count replaced', () => {
  const { toTier, toDeadLetters } = headerDialects['smallrye-retry']
  const dead = toDeadLetters(toTier([], failed(1), 0), failed(2, { error: { className: 'Newer', message: null, stack: null } }))
  expect(shown(dead).filter((header) => header.startsWith('delayed-retry-exception'))).toEqual(['delayed-retry-exception-class-name=Newer', 'delayed-retry-exception-class-name=java.lang.Oops'])
  expect(shown(dead).filter((header) => header.startsWith('delayed-retry-count') || header.startsWith('delayed-retry-first'))).toEqual(['delayed-retry-count=1', 'delayed-retry-first-processing-timestamp=1790000000000'])
})

it('kafkajs-async-retry gets one header of JSON, which stays on the way to the dead letters', () => {
  const { toTier, toDeadLetters } = headerDialects['kafkajs-async-retry']
  const twice = toTier(toTier([], failed(1), 5), failed(2, { origin: { topic: 'elsewhere', partition: null, offset: null, timestampMs: null } }), 9)
  expect(shown(twice)).toEqual(['asyncRetry={"top":"orders","ttl":9,"att":2}'])
  expect(toDeadLetters(twice, failed(3))).toEqual(twice)
})
