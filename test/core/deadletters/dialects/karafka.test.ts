import { expect, it } from 'vitest'
import { stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const set = [u8('source_topic', 'orders'), dec('source_partition', 1), dec('source_offset', 5), u8('source_consumer_group', 'billing'), dec('source_attempts', 4), u8('source_trace_id', 'b7ad6b71')]

it('tells where the record was and how often it was tried, and nothing of the error', () => {
  expect(failureOf('broken-orders', set)).toMatchObject({
    dialect: 'karafka',
    origin: { topic: 'orders', partition: 1, offset: 5 },
    group: 'billing',
    component: 'b7ad6b71',
    error: { reason: 'unknown' },
    attempts: 4,
    attemptsSource: 'header',
    lastFailureAt: T0 + 10_000,
  })
})

it('headers are replaced when it fails again, so there is one place', () => {
  expect(failureOf('broken-orders', [...set.slice(1), u8('source_topic', 'orders')]).hops).toEqual([{ topic: 'orders', partition: 1, offset: 5 }])
})

it('a source_topic alone may be anybody’s', () => {
  expect(failureOf('broken-orders', [u8('source_topic', 'orders')]).dialect).toBe('unknown')
})

it('owns its six headers', () => {
  expect(stripHeaders([...set, u8('source_system', 'shop')], 'karafka')).toEqual([u8('source_system', 'shop')])
})
