import { describe, expect, it } from 'vitest'
import { NAME_EXAMPLES, readTopicName } from '../../../../core/deadletters/recognise/topic-names.ts'

describe('a dead-letter topic', () => {
  it.each([
    ['orders-dlt', 'orders'],
    ['orders.DLT', 'orders'],
    ['orders-dlt-2', 'orders'],
    ['orders-refund-dlt', 'orders-refund'],
    ['dlq.orders', 'orders'],
    ['orders-dlq', 'orders'],
    ['orders.dlq', 'orders'],
    ['orders_DLQ', 'orders'],
    ['orders-dlq-v2', 'orders'],
    ['orders.dead-letter', 'orders'],
    ['orders-dead_letters', 'orders'],
    ['orders.deadletter.queue', 'orders'],
    ['orders-dead-letter-topic', 'orders'],
    ['dead-letter-topic-orders-in', 'orders-in'],
    ['wolverine-dead-letter-queue', null],
  ])('%s', (name, base) => {
    expect(readTopicName(name)).toEqual({ role: 'dlq', base })
  })

  it('of Spring Cloud Stream names the group too', () => {
    expect(readTopicName('error.orders.eu.billing')).toEqual({ role: 'dlq', base: 'orders.eu', group: 'billing' })
  })

  it.each(['orders-errors', 'orders.failed', 'orders_error', 'orders-parking-lot', 'orders-poison'])('%s is a weak sign', (name) => {
    expect(readTopicName(name)).toEqual({ role: 'dlq', base: 'orders', isWeak: true })
  })
})

describe('a retry topic', () => {
  it.each([
    ['orders-retry', { base: 'orders' }],
    ['orders-retry-0', { base: 'orders', tier: 0 }],
    ['orders-retry-12', { base: 'orders', tier: 12 }],
    ['orders-retry-1000', { base: 'orders', delayMs: 1_000 }],
    ['orders-retry-4000-1', { base: 'orders', delayMs: 4_000 }],
    ['billing-retry-5s', { base: 'billing', delayMs: 5_000 }],
    ['billing-retry-500ms', { base: 'billing', delayMs: 500 }],
    ['billing-retry-2m', { base: 'billing', delayMs: 120_000 }],
    ['billing-retry-1h', { base: 'billing', delayMs: 3_600_000 }],
    ['orders-in_retry_10000', { base: 'orders-in', delayMs: 10_000 }],
    ['orders.retry', { base: 'orders' }],
    ['orders.retry.1', { base: 'orders', tier: 1 }],
    ['orders.retry.5s', { base: 'orders', delayMs: 5_000 }],
  ])('%s', (name, reading) => {
    expect(readTopicName(name)).toEqual({ role: 'retry', ...reading })
  })
})

it.each(['orders', 'retry', 'dlq', 'error', 'adlq', 'orders-dltx', 'orders-retries-done', 'errors.log', '-dlt', 'x'.repeat(300) + '-dlt'])('%s is nothing of the kind', (name) => {
  expect(readTopicName(name)).toBeNull()
})

it('knows its own examples', () => {
  expect(NAME_EXAMPLES.filter((name) => readTopicName(name) === null)).toEqual([])
})

it('takes no time for names that are made to', () => {
  const began = performance.now()
  for (let i = 0; i < 200; i++) readTopicName(`${'-dead_letter.'.repeat(19)}${i}`)
  expect(performance.now() - began).toBeLessThan(500)
})
