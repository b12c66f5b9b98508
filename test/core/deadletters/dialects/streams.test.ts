import { expect, it } from 'vitest'
import { type FailureHeader, stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const set = (offset: number, exception = 'java.lang.IllegalStateException', message: string | null = 'Order two is unpaid'): FailureHeader[] => [
  u8('__streams.errors.exception', exception),
  ...(message === null ? [] : [u8('__streams.errors.message', message)]),
  u8('__streams.errors.topic', 'orders'),
  dec('__streams.errors.partition', 0),
  dec('__streams.errors.offset', offset),
]

it('once: class, message and origin, whose time the dead letter keeps', () => {
  expect(failureOf('pricing-dlq', set(1))).toMatchObject({
    dialect: 'streams',
    origin: { topic: 'orders', partition: 0, offset: 1, timestamp: T0 + 10_000 },
    error: { class: 'java.lang.IllegalStateException', message: 'Order two is unpaid' },
    timeQuality: 'unknown',
  })
})

it('early builds wrote class and message as one', () => {
  expect(failureOf('pricing-dlq', set(1, 'java.lang.IllegalStateException: Order two: unpaid', null)).error).toMatchObject({ class: 'java.lang.IllegalStateException', message: 'Order two: unpaid' })
})

it('twice, after a replay that kept the headers: the last set is the newest', () => {
  expect(failureOf('pricing-dlq', [...set(1), u8('x', 'y'), ...set(4, 'com.example.Other')])).toMatchObject({ origin: { offset: 4 }, error: { class: 'com.example.Other' }, attempts: 2 })
})

it('headers that a handler of somebody else adds belong to it too', () => {
  const more = [u8('__streams.errors.task.id', '0_1'), u8('__streams.errors.processor.node.id', 'price')]
  expect(failureOf('pricing-dlq', [...set(1), ...more]).component).toBe('price')
  expect(stripHeaders([...set(1), ...more, u8('x', 'y')], 'streams')).toEqual([u8('x', 'y')])
})
