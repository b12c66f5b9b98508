// The same failure as every framework would tell it, with its own names and encodings: decoded, it is one.
import { describe, expect, it } from 'vitest'
import type { DialectId } from '../../core/deadletters/dialects/dialect.ts'
import { BUILT_IN_DIALECTS } from '../../core/deadletters/dialects/detect-dialect.ts'
import { decodeFailure, type Failure, type FailureHeader, type RawRecord } from '../../core/deadletters/failure.ts'
import { bigintBe, dec, deadLetter, i32be, i64be, T0, u8 } from '../support/dead-letters.ts'

const CLASS = 'shop.PriceMissing'
const MESSAGE = 'No price for article 4711'
const STACK = `${CLASS}: ${MESSAGE}\n\tat shop.Prices.of(Prices.java:31)`
const FAILED_AT = T0 + 9_000

/** What would be known if all was told. */
const WHOLE = {
  origin: { topic: 'orders', partition: 2, offset: 123_456_789, timestamp: T0 },
  group: 'billing',
  error: { rootClass: CLASS, rootMessage: MESSAGE, stack: STACK },
  attempts: 3,
  lastFailureAt: FAILED_AT,
}
type Field = 'topic' | 'place' | 'timestamp' | 'group' | 'class' | 'message' | 'stack' | 'attempts' | 'time'

interface Telling {
  readonly topic: string
  readonly headers: readonly FailureHeader[]
  readonly tells: readonly Field[]
  readonly more?: Partial<RawRecord>
}

const spring = (prefix: string): FailureHeader[] => [
  u8(`${prefix}exception-fqcn`, 'org.springframework.kafka.listener.ListenerExecutionFailedException'),
  u8(`${prefix}exception-cause-fqcn`, CLASS),
  u8(`${prefix}exception-message`, `Listener failed; ${MESSAGE}`),
  u8(`${prefix}exception-stacktrace`, STACK),
]
const binary = (prefix: string): FailureHeader[] => [u8(`${prefix}-topic`, 'orders'), i32be(`${prefix}-partition`, 2), i64be(`${prefix}-offset`, 123_456_789), i64be(`${prefix}-timestamp`, T0)]
const text = (prefix: string, separator = '-'): FailureHeader[] => ['topic', 'partition', 'offset'].map((name, i) => u8(`${prefix}${separator}${name}`, ['orders', '2', '123456789'][i]!))
const writtenThen = { timestampMs: FAILED_AT }
const keptTime = { timestampMs: T0 }

const TELLINGS: Readonly<Record<Exclude<DialectId, `user:${string}`> | 'user:in-house', Telling>> = {
  'spring-dlpr': { topic: 'orders-dlt', headers: [...binary('kafka_dlt-original'), u8('kafka_dlt-original-consumer-group', 'billing'), ...spring('kafka_dlt-')], tells: ['topic', 'place', 'timestamp', 'group', 'class', 'message', 'stack', 'time'], more: writtenThen },
  'spring-retry': {
    topic: 'orders-dlt',
    headers: [...binary('kafka_original'), u8('kafka_dlt-original-consumer-group', 'billing'), ...[2, 3, 4].flatMap((next, i) => [bigintBe('retry_topic-original-timestamp', T0), i32be('retry_topic-attempts', next), bigintBe('retry_topic-backoff-timestamp', T0 + 3_000 * (i + 1))]), ...spring('kafka_')],
    tells: ['topic', 'place', 'timestamp', 'group', 'class', 'message', 'stack', 'attempts', 'time'],
  },
  scs: { topic: 'error.orders.billing', headers: [...binary('x-original'), u8('x-exception-fqcn', 'org.springframework.messaging.MessagingException'), u8('x-exception-message', 'handler failed'), u8('x-exception-stacktrace', STACK)], tells: ['topic', 'place', 'timestamp', 'group', 'class', 'message', 'stack', 'time'], more: writtenThen },
  connect: { topic: 'sink-dlq', headers: [...text('__connect.errors', '.'), u8('__connect.errors.exception.class.name', CLASS), u8('__connect.errors.exception.message', MESSAGE), u8('__connect.errors.exception.stacktrace', STACK)], tells: ['topic', 'place', 'timestamp', 'class', 'message', 'stack'], more: keptTime },
  streams: { topic: 'pricing-dlq', headers: [u8('__streams.errors.exception', CLASS), u8('__streams.errors.message', MESSAGE), u8('__streams.errors.stacktrace', STACK), ...text('__streams.errors', '.')], tells: ['topic', 'place', 'timestamp', 'class', 'message', 'stack'], more: keptTime },
  'share-dlq': { topic: 'dlq.orders', headers: [...text('__dlq.errors', '.'), u8('__dlq.errors.group', 'billing'), dec('__dlq.errors.delivery.count', 3), u8('__dlq.errors.message', 'Offset rejected by client.')], tells: ['topic', 'place', 'group', 'attempts', 'time'], more: writtenThen },
  'smallrye-dlq': { topic: 'dead-letter-topic-orders', headers: [u8('dead-letter-exception-class-name', CLASS), u8('dead-letter-reason', MESSAGE), ...text('dead-letter')], tells: ['topic', 'place', 'class', 'message', 'time'], more: writtenThen },
  'smallrye-retry': { topic: 'orders-dead', headers: [u8('delayed-retry-exception-class-name', CLASS), u8('delayed-retry-reason', MESSAGE), ...text('delayed-retry'), dec('delayed-retry-count', 2), dec('delayed-retry-original-timestamp', T0)], tells: ['topic', 'place', 'timestamp', 'class', 'message', 'attempts', 'time'], more: writtenThen },
  karafka: { topic: 'broken', headers: [...text('source', '_'), u8('source_consumer_group', 'billing'), dec('source_attempts', 3)], tells: ['topic', 'place', 'group', 'attempts', 'time'], more: writtenThen },
  wolverine: { topic: 'wolverine-dead-letter-queue', headers: [u8('exception-type', CLASS), u8('exception-message', MESSAGE), u8('exception-stack', STACK), dec('failed-at', FAILED_AT), u8('original-destination', 'kafka://topic/orders'), dec('original-partition', 2), dec('original-offset', 123_456_789)], tells: ['topic', 'place', 'class', 'message', 'stack', 'time'] },
  watermill: { topic: 'poison', headers: [u8('reason_poisoned', MESSAGE), u8('topic_poisoned', 'orders'), dec('_watermill_requeuer_retries', 2)], tells: ['topic', 'message', 'attempts', 'time'], more: writtenThen },
  cronsumer: { topic: 'orders-dlq', headers: [dec('x-retry-count', 3), u8('x-produce-time', '0'), u8('x-error-message', MESSAGE)], tells: ['message', 'attempts', 'time'], more: writtenThen },
  'kafkajs-async-retry': { topic: 'billing-dlq', headers: [u8('asyncRetry', JSON.stringify({ top: 'orders', ttl: T0, att: 2 }))], tells: ['topic', 'group', 'attempts', 'time'], more: writtenThen },
  headwater: { topic: 'orders.dlq', headers: [...text('headwater-original'), dec('headwater-original-timestamp', T0), u8('headwater-original-consumer-group', 'billing'), dec('headwater-attempts', 3), u8('headwater-exception-class', CLASS), u8('headwater-exception-message', MESSAGE), u8('headwater-exception-stacktrace', STACK), dec('headwater-failed-at', FAILED_AT)], tells: ['topic', 'place', 'timestamp', 'group', 'class', 'message', 'stack', 'attempts', 'time'] },
  'user:in-house': { topic: 'orders-dlq', headers: [u8('dlq-original-topic', 'orders'), u8('dlq-reason', MESSAGE), u8('dlq-error-class', CLASS), dec('dlq-failed-at', FAILED_AT)], tells: ['topic', 'class', 'message', 'time'] },
}

const failureOf = ({ topic, headers, more }: Telling): Failure => decodeFailure(deadLetter(topic, headers, more), { clusterId: 'cluster' })

function expected(tells: readonly Field[]): object {
  const told = (field: Field): boolean => tells.includes(field)
  return {
    origin: told('topic') ? { topic: 'orders', ...(told('place') && { partition: 2, offset: 123_456_789 }), ...(told('timestamp') && { timestamp: T0 }) } : undefined,
    group: told('group') ? WHOLE.group : undefined,
    error: { ...(told('class') && { rootClass: CLASS }), ...(told('message') && { rootMessage: MESSAGE }), ...(told('stack') && { stack: STACK }) },
    ...(told('attempts') && { attempts: WHOLE.attempts }),
    lastFailureAt: told('time') ? WHOLE.lastFailureAt : undefined,
  }
}

describe('one failure, told by', () => {
  it.each(Object.entries(TELLINGS))('%s', (id, telling) => {
    const failure = failureOf(telling)
    expect(failure.dialect).toBe(id)
    expect(failure.decodeIssues).toEqual([])
    const { origin, group, error, attempts, lastFailureAt } = failure
    expect({ origin, group, error, attempts, lastFailureAt }).toMatchObject(expected(telling.tells))
  })

  it('every dialect there is', () => {
    expect(Object.keys(TELLINGS)).toEqual(BUILT_IN_DIALECTS.map(({ id }) => id))
  })
})

it('whoever tells class, message and stack, it is one group', () => {
  const whole = Object.values(TELLINGS).filter(({ tells }) => tells.includes('stack'))
  expect(whole.length).toBeGreaterThan(5)
  expect(new Set(whole.map((telling) => failureOf(telling).fingerprint.id)).size).toBe(1)
})
