import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPartitions } from '../../../../core/broker/handlers/create-partitions.ts'
import type { RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { CreatePartitions } from '../../../../core/protocol/messages/create-partitions.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

type Extension = RequestInputOf<typeof CreatePartitions>['topics'][number]

let broker: TestContext
beforeEach(async () => {
  broker = await openTestContext()
  await broker.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
})
afterEach(() => broker.close())

const extend = async (topics: Extension[], version = 3, validateOnly = false) => {
  const { results } = await broker.call(CreatePartitions, createPartitions, version, { topics, timeoutMs: 1000, validateOnly })
  return results
}
const to = (name: string, count: number, brokerIds?: number[][]): Extension => ({
  name,
  count,
  assignments: brokerIds?.map((ids) => ({ brokerIds: ids })) ?? null,
})
const partitions = (name: string) => broker.topics.get(name)?.partitions.length

describe.each(versions(CreatePartitions))('CreatePartitions v%i', (version) => {
  test('takes the count as the new total and answers for every topic', async () => {
    expect(await extend([to('orders', 5), to('nope', 3)], version)).toEqual([
      { name: 'orders', errorCode: ErrorCode.NONE, errorMessage: null },
      { name: 'nope', errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: 'Topic "nope" does not exist.' },
    ])
    expect(partitions('orders')).toBe(5)
  })
})

test('assignments are one per added partition', async () => {
  expect(await extend([to('orders', 4, [[1], [1]])])).toMatchObject([{ errorCode: ErrorCode.NONE }])
  expect(partitions('orders')).toBe(4)
})

test('validateOnly meets the same answers and adds nothing', async () => {
  expect(await extend([to('orders', 5), to('orders2', 5)], 3, true)).toMatchObject([
    { name: 'orders', errorCode: ErrorCode.NONE },
    { name: 'orders2', errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION },
  ])
  expect(partitions('orders')).toBe(2)
})

test.each<[string, Extension, number, string]>([
  ['the count it has', to('orders', 2), ErrorCode.INVALID_PARTITIONS, 'Topic "orders" already has 2 partitions.'],
  ['a lower count', to('orders', 1), ErrorCode.INVALID_PARTITIONS, 'Topic "orders" has 2 partitions; 1 would not be more.'],
  ['a negative count', to('orders', -1), ErrorCode.INVALID_PARTITIONS, 'Topic "orders" has 2 partitions; -1 would not be more.'],
  ['too few assignments', to('orders', 4, [[1]]), ErrorCode.INVALID_REPLICA_ASSIGNMENT, '2 partitions would be added, but 1 are assigned.'],
  ['no assignments in a list', to('orders', 3, []), ErrorCode.INVALID_REPLICA_ASSIGNMENT, '1 partitions would be added, but 0 are assigned.'],
  ['a broker that does not exist', to('orders', 3, [[9]]), ErrorCode.INVALID_REPLICA_ASSIGNMENT,
    'Partition 2 is assigned to broker 9, which does not exist; the only broker is 1.'],
  ['an empty replica list', to('orders', 3, [[]]), ErrorCode.INVALID_REPLICA_ASSIGNMENT, 'Partition 2 is assigned to no broker.'],
])('a topic is refused for %s', async (_, wanted, errorCode, errorMessage) => {
  expect(await extend([wanted])).toEqual([{ name: 'orders', errorCode, errorMessage }])
  expect(partitions('orders')).toBe(2)
})

test('a topic named twice is INVALID_REQUEST and stays as it is', async () => {
  expect(await extend([to('orders', 3), to('orders', 4)])).toEqual([
    { name: 'orders', errorCode: ErrorCode.INVALID_REQUEST, errorMessage: 'Topic "orders" appears twice in the request.' },
  ])
  expect(partitions('orders')).toBe(2)
})

test('more than 10,000 added partitions in one request are POLICY_VIOLATION', async () => {
  expect(await extend([to('orders', 10_003)])).toMatchObject([{ errorCode: ErrorCode.POLICY_VIOLATION }])
  expect(partitions('orders')).toBe(2)
})
