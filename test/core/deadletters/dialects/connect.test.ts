import { expect, it } from 'vitest'
import { type FailureHeader, stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, hex, none, T0, u8 } from '../../../support/dead-letters.ts'

const set = (offset: number, stage = 'VALUE_CONVERTER'): FailureHeader[] => [
  u8('__connect.errors.topic', 'orders'),
  dec('__connect.errors.partition', 3),
  dec('__connect.errors.offset', offset),
  u8('__connect.errors.connector.name', 'orders-sink'),
  dec('__connect.errors.task.id', 0),
  u8('__connect.errors.stage', stage),
  u8('__connect.errors.class.name', 'org.apache.kafka.connect.json.JsonConverter'),
  u8('__connect.errors.exception.class.name', 'org.apache.kafka.connect.errors.DataException'),
  u8('__connect.errors.exception.message', 'Converting byte[] failed'),
]

it('once: connector and task, stage and side; when it failed is not known, since the record keeps its time', () => {
  const failure = failureOf('orders-sink-dlq', set(123_456_789))
  expect(failure).toMatchObject({
    dialect: 'connect',
    origin: { topic: 'orders', partition: 3, offset: 123_456_789, timestamp: T0 + 10_000 },
    component: 'orders-sink-0',
    stage: 'VALUE_CONVERTER',
    error: { class: 'org.apache.kafka.connect.errors.DataException', message: 'Converting byte[] failed', side: 'value' },
    timeQuality: 'unknown',
  })
  expect(failure.lastFailureAt).toBeUndefined()
})

it('a topic that stamps records when they arrive knows when it failed', () => {
  const failure = failureOf('orders-sink-dlq', set(5), { timestampType: 'LogAppendTime' })
  expect(failure).toMatchObject({ lastFailureAt: T0 + 10_000, timeQuality: 'exact', tsType: 'append' })
  expect(failure.origin?.timestamp).toBeUndefined()
})

it('twice, after a replay that kept the headers: the last set is the newest', () => {
  expect(failureOf('orders-sink-dlq', [...set(5), ...set(9, 'KEY_CONVERTER')])).toMatchObject({ origin: { offset: 9 }, attempts: 2, stage: 'KEY_CONVERTER', error: { side: 'key' } })
})

it('a message may be null', () => {
  expect(failureOf('orders-sink-dlq', [...set(5).slice(0, -1), none('__connect.errors.exception.message')]).error.message).toBeUndefined()
})

it('the offset is decimal text', () => {
  expect(failureOf('dlq', [u8('__connect.errors.topic', 'orders'), hex('__connect.errors.offset', '31 32 33 34 35 36 37 38 39')]).origin).toMatchObject({ offset: 123_456_789 })
})

it('owns everything under its prefix', () => {
  const kept = [u8('__connect.error', 'x')]
  expect(stripHeaders([...set(5), ...kept], 'connect')).toEqual(kept)
})
