import { expect, it } from 'vitest'
import { BUILT_IN_DIALECTS, detectDialect, dialectById } from '../../../../core/deadletters/dialects/detect-dialect.ts'
import { HeaderView } from '../../../../core/deadletters/dialects/header-view.ts'
import { u8 } from '../../../support/dead-letters.ts'

const detected = (...names: string[]): string | undefined => detectDialect(new HeaderView(names.map((name) => u8(name, '1'))))?.id

it('knows the dialects in the order that breaks ties', () => {
  expect(BUILT_IN_DIALECTS.map(({ id }) => id)).toEqual([
    'spring-dlpr', 'spring-retry', 'scs', 'connect', 'streams', 'share-dlq', 'smallrye-dlq', 'smallrye-retry', 'karafka', 'wolverine', 'watermill', 'cronsumer', 'kafkajs-async-retry', 'headwater', 'user:in-house',
  ])
  expect(detected('__streams.errors.topic', '__connect.errors.topic')).toBe('connect')
})

it('of both Spring generations the one that wrote last has the word', () => {
  expect(detected('retry_topic-attempts', 'kafka_dlt-original-topic')).toBe('spring-dlpr')
  expect(detected('kafka_dlt-original-topic', 'retry_topic-attempts')).toBe('spring-retry')
})

it('the group alone, which both write under one name, is no sign', () => {
  expect(detected('kafka_dlt-original-consumer-group')).toBeUndefined()
})

it('headers of applications are of no dialect', () => {
  expect(detected('content-type', 'traceparent', '__TypeId__', 'x-retry-count', 'source_topic', 'exception-type')).toBeUndefined()
})

it('finds one by its id, that of a person first', () => {
  const own = { ...BUILT_IN_DIALECTS[0]!, id: 'user:x' as const }
  expect(dialectById('user:x', [own])).toBe(own)
  expect(dialectById('scs')?.name).toBe('Spring Cloud Stream')
  expect(dialectById('nobody')).toBeUndefined()
})
