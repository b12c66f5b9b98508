import { expect, it } from 'vitest'
import { type FailureHeader, stripHeaders } from '../../../../core/deadletters/failure.ts'
import { dec, failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const set = (message: string, prefix = '__dlq.errors.', topic = 'orders'): FailureHeader[] => [
  u8(`${prefix}topic`, topic),
  dec(`${prefix}partition`, 4),
  dec(`${prefix}offset`, 9),
  u8(`${prefix}group`, 'packers'),
  dec(`${prefix}delivery.count`, 5),
  u8(`${prefix}message`, message),
]
const pointer = { key: null, value: null }

it('once: a pointer to the record, with the count of its deliveries', () => {
  expect(failureOf('dlq.orders', set('Offset delivery count exceeded the threshold.'), pointer)).toMatchObject({
    dialect: 'share-dlq',
    origin: { topic: 'orders', partition: 4, offset: 9 },
    group: 'packers',
    error: { reason: 'delivery-limit', message: 'Offset delivery count exceeded the threshold.' },
    attempts: 5,
    attemptsSource: 'delivery-count',
    maxKnown: true,
    payloadSource: 'pointer',
    lastFailureAt: T0 + 10_000,
    timeQuality: 'exact',
  })
})

it('a rejected record is told apart, and how many deliveries are allowed is not known', () => {
  const failure = failureOf('dlq.orders', set('Offset rejected by client.'), pointer)
  expect(failure.error.reason).toBe('rejected')
  expect(failure.maxKnown).toBeUndefined()
})

it('with key and value copied it is no pointer', () => {
  expect(failureOf('dlq.orders', set('Offset rejected by client.')).payloadSource).toBe('dlq')
})

it('a topic may be named by its id', () => {
  const topicId = 'gne2NaC8R4S6kWZdHJCHaw'
  const known = { topicName: (id: string) => (id === topicId ? 'orders' : undefined) }
  expect(failureOf('dlq.orders', set('Offset rejected by client.', '__dlq.errors.', topicId), pointer, known).origin).toEqual({ topic: 'orders', topicId, partition: 4, offset: 9 })
  expect(failureOf('dlq.orders', set('Offset rejected by client.', '__dlq.errors.', topicId), pointer).origin?.topic).toBe(topicId)
})

it('the prefix of the draft is understood, and names that are not known belong to it', () => {
  const headers = [...set('Offset rejected by client.', '_dlq.errors.'), u8('_dlq.errors.disposition', 'REJECT')]
  expect(failureOf('dlq.orders', headers, pointer)).toMatchObject({ dialect: 'share-dlq', origin: { offset: 9 } })
  expect(stripHeaders([...headers, u8('a', 'b')], 'share-dlq')).toEqual([u8('a', 'b')])
})

it('replayed and dead-lettered again it has one set, since the broker copies no headers', () => {
  expect(failureOf('dlq.orders', set('Offset rejected by client.'), pointer).hops).toEqual([{ topic: 'orders', partition: 4, offset: 9 }])
})
