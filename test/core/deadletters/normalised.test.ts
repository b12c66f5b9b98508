import { describe, expect, it } from 'vitest'
import { dec, failureOf, STACK, T0, u8 } from '../../support/dead-letters.ts'

const wolverine = [u8('exception-type', 'E'), u8('original-destination', 'kafka://topic/orders')]

describe('when it failed', () => {
  it.each([
    ['a header says it', [...wolverine, dec('failed-at', T0 + 3)], {}, T0 + 3, 'exact'],
    ['the dead letter was written then', wolverine, {}, T0 + 10_000, 'exact'],
    ['the broker stamped it', [u8('__streams.errors.topic', 'orders')], { timestampType: 'LogAppendTime' as const }, T0 + 10_000, 'exact'],
    ['the record kept its own time', [u8('__streams.errors.topic', 'orders')], {}, undefined, 'unknown'],
    ['the record has no time', wolverine, { timestampMs: -1 }, undefined, 'unknown'],
    ['no header tells of a failure', [], {}, undefined, 'unknown'],
  ])('%s', (_, headers, more, at, quality) => {
    const { lastFailureAt, timeQuality } = failureOf('orders-dlq', headers, more)
    expect([lastFailureAt, timeQuality]).toEqual([at, quality])
  })
})

it('the deepest cause of the stack has the last word on what failed', () => {
  const { error } = failureOf('orders-dlq', [...wolverine, u8('exception-message', 'outer'), u8('exception-stack', STACK)])
  expect(error).toMatchObject({ class: 'E', message: 'outer', rootClass: 'com.example.PriceMissing', rootMessage: 'No price for article 4711' })
})

it('a record without any header of a failure is a failure of which nothing is known', () => {
  const failure = failureOf('orders-dlq', [])
  expect(failure).toMatchObject({ dialect: 'unknown', error: { reason: 'unknown' }, hops: [], decodeIssues: [], payloadSource: 'dlq', key: { clusterId: 'cluster', topic: 'orders-dlq', topicId: 'id-of-orders-dlq', partition: 0, offset: 7 } })
  expect([failure.origin, failure.attempts, failure.group]).toEqual([undefined, undefined, undefined])
})

it('what a person says of a topic fills in, and contradicts no header', () => {
  const said = { origin: 'payments', group: 'billing' }
  expect(failureOf('orders-dlq', [], {}, said)).toMatchObject({ origin: { topic: 'payments' }, group: 'billing' })
  expect(failureOf('orders-dlq', wolverine, {}, said)).toMatchObject({ origin: { topic: 'orders' }, group: 'billing' })
})
