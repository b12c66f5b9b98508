import { expect, it } from 'vitest'
import type { FailureHeader } from '../../../../core/deadletters/failure.ts'
import { stripHeaders } from '../../../../core/deadletters/failure.ts'
import { failureOf, hex, i32be, i64be, STACK, T0, told, u8 } from '../../../support/dead-letters.ts'

const place = (topic: string, partition: number, offset: number, at: number): FailureHeader[] => [
  u8('kafka_dlt-original-topic', topic),
  i32be('kafka_dlt-original-partition', partition),
  i64be('kafka_dlt-original-offset', offset),
  i64be('kafka_dlt-original-timestamp', at),
  u8('kafka_dlt-original-timestamp-type', 'CreateTime'),
]
const group = u8('kafka_dlt-original-consumer-group', 'billing')
const error = [
  u8('kafka_dlt-exception-fqcn', 'org.springframework.kafka.listener.ListenerExecutionFailedException'),
  u8('kafka_dlt-exception-cause-fqcn', 'com.example.PriceMissing'),
  u8('kafka_dlt-exception-message', 'Listener failed; No price for article 4711'),
  u8('kafka_dlt-exception-stacktrace', STACK),
]

it('once: the origin, the group and the deepest cause', () => {
  expect(told(failureOf('orders-dlt', [u8('traceparent', '00-1'), ...place('orders', 2, 123_456_789, T0), group, ...error]))).toEqual({
    dialect: 'spring-dlpr',
    origin: { topic: 'orders', partition: 2, offset: 123_456_789, timestamp: T0 },
    group: 'billing',
    error: {
      class: 'org.springframework.kafka.listener.ListenerExecutionFailedException',
      rootClass: 'com.example.PriceMissing',
      message: 'Listener failed; No price for article 4711',
      rootMessage: 'No price for article 4711',
      stack: STACK,
      reason: 'exception',
    },
    attempts: 1,
    attemptsSource: 'hops',
    hops: [{ topic: 'orders', partition: 2, offset: 123_456_789, at: T0 }],
    firstFailureAt: T0 + 10_000,
    lastFailureAt: T0 + 10_000,
    timeQuality: 'exact',
    decodeIssues: [],
  })
})

it('twice: the last of its places is the newest, and each is one attempt', () => {
  const failure = failureOf('orders-dlt', [...place('orders', 2, 5, T0), group, ...place('orders', 2, 9, T0 + 5_000), group, ...error])
  expect(failure).toMatchObject({ origin: { topic: 'orders', offset: 9, timestamp: T0 + 5_000 }, attempts: 2 })
  expect(failure.hops.map(({ offset }) => offset)).toEqual([5, 9])
  expect(failure.firstFailureAt).toBeUndefined()
})

it('replayed with its headers kept: a record in its own topic still tells where it was', () => {
  expect(failureOf('orders', [...place('orders', 2, 5, T0), group, ...error])).toMatchObject({ dialect: 'spring-dlpr', origin: { topic: 'orders', offset: 5 } })
})

it('a key that could not be read says so', () => {
  const keyError = [u8('kafka_dlt-key-exception-fqcn', 'org.springframework.kafka.support.serializer.DeserializationException'), u8('kafka_dlt-key-exception-message', 'no long')]
  expect(failureOf('orders-dlt', [...place('orders', 0, 5, T0), ...keyError]).error).toMatchObject({ side: 'key', message: 'no long' })
})

it('the bytes of numbers are those of Java', () => {
  const failure = failureOf('orders-dlt', [u8('kafka_dlt-original-topic', 'orders'), hex('kafka_dlt-original-partition', '00 00 00 04'), hex('kafka_dlt-original-offset', '00 00 00 00 07 5b cd 15')])
  expect(failure.origin).toEqual({ topic: 'orders', partition: 4, offset: 123_456_789 })
})

it('owns its own headers and Spring’s serialized exceptions, and nothing else', () => {
  const own = [...place('orders', 2, 5, T0), group, ...error, hex('springDeserializerExceptionValue', 'aced0005'), hex('kafka_deliveryAttempt', '00000002')]
  const others = [u8('__TypeId__', 'com.example.Order'), u8('x', '1'), u8('x', '2')]
  expect(stripHeaders([...own, ...others], 'spring-dlpr')).toEqual(others)
})
