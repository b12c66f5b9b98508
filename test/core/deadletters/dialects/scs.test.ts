import { expect, it } from 'vitest'
import { type FailureHeader, stripHeaders } from '../../../../core/deadletters/failure.ts'
import { failureOf, i32be, i64be, STACK, T0, u8 } from '../../../support/dead-letters.ts'

const place = (offset: number, at = T0): FailureHeader[] => [u8('x-original-topic', 'orders.eu'), i32be('x-original-partition', 1), i64be('x-original-offset', offset), i64be('x-original-timestamp', at), u8('x-original-timestamp-type', 'CreateTime')]
const error = [u8('x-exception-fqcn', 'org.springframework.messaging.MessagingException'), u8('x-exception-message', 'handler failed'), u8('x-exception-stacktrace', STACK)]

it('once: origin, group by the name of the topic, error', () => {
  expect(failureOf('error.orders.eu.billing', [...place(5), ...error])).toMatchObject({
    dialect: 'scs',
    origin: { topic: 'orders.eu', partition: 1, offset: 5, timestamp: T0 },
    group: 'billing',
    error: { class: 'org.springframework.messaging.MessagingException', rootClass: 'com.example.PriceMissing', message: 'handler failed' },
    attempts: 1,
    lastFailureAt: T0 + 10_000,
    decodeIssues: [],
  })
})

it('twice, after a replay that kept the headers: the last set is the newest', () => {
  const failure = failureOf('error.orders.eu.billing', [...place(5), ...error, ...place(9, T0 + 1), u8('x-exception-fqcn', 'com.example.Other')])
  expect(failure).toMatchObject({ origin: { offset: 9, timestamp: T0 + 1 }, attempts: 2, error: { class: 'com.example.Other' } })
})

it('numbers as text under the same names are those of somebody else', () => {
  expect(failureOf('orders-dlq', [u8('x-original-topic', 'orders'), u8('x-original-offset', '12')]).dialect).toBe('user:in-house')
})

it('owns its own headers only', () => {
  const kept = [u8('x-original-sender', 'shop'), u8('x-exception', 'none')]
  expect(stripHeaders([...place(5), ...error, ...kept], 'scs')).toEqual(kept)
})
