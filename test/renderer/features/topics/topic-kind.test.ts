import { expect, it } from 'vitest'
import { kindOfTopic } from '../../../../renderer/features/topics/topic-kind.ts'

it.each([
  ['orders', 'normal', ''],
  ['orders-dlt', 'dead-letter', 'DLT'],
  ['orders.DLT', 'dead-letter', 'DLT'],
  ['orders-dlt-2', 'dead-letter', 'DLT'],
  ['orders-validation-dlt', 'dead-letter', 'DLT'],
  ['dlq.orders', 'dead-letter', 'DLT'],
  ['orders_DLQ', 'dead-letter', 'DLT'],
  ['orders-dead-letter-queue', 'dead-letter', 'DLT'],
  ['orders.deadletters', 'dead-letter', 'DLT'],
  ['error.orders.billing', 'dead-letter', 'DLT'],
  ['dead-letter-topic-prices', 'dead-letter', 'DLT'],
  ['wolverine-dead-letter-queue', 'dead-letter', 'DLT'],
  ['orders-retry', 'retry', 'retry'],
  ['orders-retry-0', 'retry', 'retry 0'],
  ['orders-retry-5s', 'retry', 'retry 5s'],
  ['orders-retry-4000-1', 'retry', 'retry 4000'],
  ['orders_retry_10', 'retry', 'retry 10'],
  ['orders.retry.5m', 'retry', 'retry 5m'],
  ['orders-retry-dlt', 'dead-letter', 'DLT'],
  ['retry', 'normal', ''],
  ['adlt', 'normal', ''],
  ['user-errors', 'normal', ''],
  ['error.log', 'normal', ''],
])('takes %s for a topic of the kind %s', (name, kind, label) => {
  expect(kindOfTopic({ name, isInternal: false })).toMatchObject({ kind, label })
})

it('takes the word of the cluster for what is internal', () => {
  expect(kindOfTopic({ name: '__transaction_state', isInternal: true })).toMatchObject({ kind: 'internal', label: 'internal' })
  expect(kindOfTopic({ name: '__mine', isInternal: false }).kind).toBe('normal')
})
