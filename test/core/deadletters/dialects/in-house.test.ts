import { expect, it } from 'vitest'
import { stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const set = [u8('dlq-reason', 'no price'), u8('dlq-error-class', 'PriceMissing'), u8('dlq-original-topic', 'orders'), dec('dlq-failed-at', T0 + 1)]

it('knows names that many have come to by themselves', () => {
  expect(failureOf('orders-dlq', set)).toMatchObject({ dialect: 'user:in-house', origin: { topic: 'orders' }, error: { class: 'PriceMissing', message: 'no price' }, lastFailureAt: T0 + 1 })
})

it('knows what a consumer notes when it hands a record over, as the simulated one does', () => {
  const notes = [u8('x-error-class', 'SimulatedFailure'), u8('x-error-message', 'told to fail'), u8('x-original-topic', 'orders'), dec('x-original-partition', 2), dec('x-original-offset', 7), dec('x-original-timestamp', T0)]
  expect(failureOf('orders-dlt', notes)).toMatchObject({ dialect: 'user:in-house', origin: { topic: 'orders', partition: 2, offset: 7 }, error: { class: 'SimulatedFailure', message: 'told to fail' } })
  expect(stripHeaders([...notes, u8('a', 'b')], 'user:in-house')).toEqual([u8('a', 'b')])
})

it('gives way to every framework', () => {
  expect(failureOf('orders-dlq', [...set, u8('__connect.errors.topic', 'orders')]).dialect).toBe('connect')
})

it('owns them', () => {
  expect(stripHeaders([...set, dec('replay_count', 1), u8('a', 'b')], 'user:in-house')).toEqual([u8('a', 'b')])
})
