import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTopics } from '../../../../core/broker/handlers/create-topics.ts'
import type { RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { CreateTopics } from '../../../../core/protocol/messages/create-topics.ts'
import { ZERO_UUID } from '../../../../core/protocol/schema.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

type Creatable = RequestInputOf<typeof CreateTopics>['topics'][number]

let broker: TestContext
beforeEach(async () => {
  broker = await openTestContext({ 'num.partitions': '3' })
})
afterEach(() => broker.close())

const topic = (name: string, more: Partial<Creatable> = {}): Creatable => ({
  name,
  numPartitions: -1,
  replicationFactor: -1,
  assignments: [],
  configs: [],
  ...more,
})
const create = (topics: Creatable[], version = 7, validateOnly = false) => broker.call(CreateTopics, createTopics, version, { topics, validateOnly })
const outcome = async (wanted: Creatable) => {
  const { errorCode, errorMessage } = (await create([wanted])).topics[0]!
  return [errorCode, errorMessage]
}
const assigned = (...replicas: [number, number[]][]) => replicas.map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds }))

describe.each(versions(CreateTopics))('CreateTopics v%i', (version) => {
  test('creates the topic and says what came out', async () => {
    const response = await create([topic('orders', { numPartitions: 2, configs: [{ name: 'retention.ms', value: '1000' }] })], version)
    const created = broker.topics.get('orders')!
    expect([created.partitions.length, created.configs.own]).toEqual([2, { 'retention.ms': '1000' }])
    expect(response.throttleTimeMs).toBe(0)
    expect(response.topics).toHaveLength(1)
    expect(response.topics[0]).toMatchObject({
      name: 'orders',
      topicId: version >= 7 ? created.topicId : ZERO_UUID,
      errorCode: ErrorCode.NONE,
      errorMessage: null,
      topicConfigErrorCode: 0,
      numPartitions: version >= 5 ? 2 : -1,
      replicationFactor: version >= 5 ? 1 : -1,
    })
    expect(response.topics[0]!.configs).toHaveLength(version >= 5 ? 35 : 0)
  })

  test('refuses a topic that exists', async () => {
    await create([topic('orders')], version)
    const response = await create([topic('orders')], version)
    expect(response.topics).toMatchObject([{ errorCode: ErrorCode.TOPIC_ALREADY_EXISTS, errorMessage: 'Topic "orders" already exists.' }])
  })
})

test('the new topic\'s configs come with value, source and flags', async () => {
  const response = await create([topic('orders', { configs: [{ name: 'retention.ms', value: '1000' }] })])
  expect(response.topics[0]!.configs).toContainEqual({ name: 'retention.ms', value: '1000', readOnly: false, configSource: 1, isSensitive: false })
  expect(response.topics[0]!.configs).toContainEqual({ name: 'retention.bytes', value: '-1', readOnly: false, configSource: 5, isSensitive: false })
})

test('-1 partitions and replicas mean the broker\'s defaults', async () => {
  const response = await create([topic('orders')])
  expect(response.topics[0]).toMatchObject({ errorCode: ErrorCode.NONE, numPartitions: 3, replicationFactor: 1 })
})

test('manual assignments say how many partitions there are', async () => {
  const response = await create([topic('orders', { assignments: assigned([1, [1]], [0, [1]]) })])
  expect(response.topics[0]).toMatchObject({ errorCode: ErrorCode.NONE, numPartitions: 2 })
})

describe('validateOnly', () => {
  test('answers as if the topic had been created, and creates nothing', async () => {
    const response = await create([topic('orders', { numPartitions: 4 })], 7, true)
    expect(response.topics[0]).toMatchObject({ errorCode: ErrorCode.NONE, numPartitions: 4, topicId: ZERO_UUID })
    expect(response.topics[0]!.configs).toHaveLength(35)
    expect([...broker.topics.all()]).toEqual([])
  })

  test('meets the same errors', async () => {
    const response = await create([topic('orders', { replicationFactor: 2 })], 7, true)
    expect(response.topics[0]!.errorCode).toBe(ErrorCode.INVALID_REPLICATION_FACTOR)
  })
})

describe('a topic is refused', () => {
  test.each<[string, Creatable, number, string]>([
    ['for its name', topic('a b'), ErrorCode.INVALID_TOPIC_EXCEPTION, 'Topic name "a b" may only contain ASCII letters, digits, ".", "_" and "-".'],
    ['for an empty name', topic(''), ErrorCode.INVALID_TOPIC_EXCEPTION, 'A topic name must not be empty.'],
    ['when it would be the cluster\'s own log', topic('__cluster_metadata'), ErrorCode.INVALID_REQUEST,
      'Topic "__cluster_metadata" belongs to the cluster and cannot be created.'],
    ['for 0 partitions', topic('t', { numPartitions: 0 }), ErrorCode.INVALID_PARTITIONS, 'Topic "t" needs at least 1 partition, or -1 for the default, not 0.'],
    ['for -2 partitions', topic('t', { numPartitions: -2 }), ErrorCode.INVALID_PARTITIONS, 'Topic "t" needs at least 1 partition, or -1 for the default, not -2.'],
    ['for 0 replicas', topic('t', { replicationFactor: 0 }), ErrorCode.INVALID_REPLICATION_FACTOR, 'Replication factor 0 must be at least 1, or -1 for the default.'],
    ['for more replicas than brokers', topic('t', { replicationFactor: 3 }), ErrorCode.INVALID_REPLICATION_FACTOR,
      'Replication factor 3 cannot be reached: there is 1 broker. Set headwater.max.replication.factor to accept it all the same.'],
    ['for an unknown config', topic('t', { configs: [{ name: 'retention.m', value: '1' }] }), ErrorCode.INVALID_CONFIG,
      'Unknown topic config "retention.m". Did you mean "retention.ms"?'],
    ['for a config value', topic('t', { configs: [{ name: 'retention.ms', value: 'x' }] }), ErrorCode.INVALID_CONFIG,
      'Topic config "retention.ms" cannot be "x": it must be a whole number.'],
    ['for a config without value', topic('t', { configs: [{ name: 'retention.ms', value: null }] }), ErrorCode.INVALID_CONFIG,
      'Topic config "retention.ms" has no value.'],
    ['for assignments beside a replication factor', topic('t', { replicationFactor: 1, assignments: assigned([0, [1]]) }), ErrorCode.INVALID_REQUEST,
      'Topic "t" has manual assignments; its replication factor must be -1, not 1.'],
    ['for assignments beside a partition count', topic('t', { numPartitions: 1, assignments: assigned([0, [1]]) }), ErrorCode.INVALID_REQUEST,
      'Topic "t" has manual assignments; its partition count must be -1, not 1.'],
    ['for a partition assigned twice', topic('t', { assignments: assigned([0, [1]], [0, [1]]) }), ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'Partition 0 is assigned twice.'],
    ['for a gap in the partitions', topic('t', { assignments: assigned([0, [1]], [2, [1]]) }), ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'Partition 1 has no assignment; partitions are numbered from 0 without gaps.'],
    ['for a broker that does not exist', topic('t', { assignments: assigned([0, [2]]) }), ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'Partition 0 is assigned to broker 2, which does not exist; the only broker is 1.'],
  ])('%s', async (_, wanted, code, message) => {
    expect(await outcome(wanted)).toEqual([code, message])
    expect([...broker.topics.all()]).toEqual([])
  })

  test('for a name that collides with an existing one', async () => {
    await create([topic('a.b')])
    expect(await outcome(topic('a_b'))).toEqual([
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      'Topic name "a_b" collides with the topic "a.b": "." and "_" count as the same character.',
    ])
  })

  test('with TOPIC_ALREADY_EXISTS before anything else is wrong with it, so that "create if missing" works', async () => {
    await create([topic('orders')])
    expect((await outcome(topic('orders', { replicationFactor: 3 })))[0]).toBe(ErrorCode.TOPIC_ALREADY_EXISTS)
  })
})

test('a topic named twice in one request is INVALID_REQUEST once, and the others are created', async () => {
  const response = await create([topic('twice'), topic('once'), topic('twice')])
  expect(response.topics.map(({ name, errorCode, errorMessage }) => [name, errorCode, errorMessage])).toEqual([
    ['twice', ErrorCode.INVALID_REQUEST, 'Topic "twice" appears twice in the request.'],
    ['once', ErrorCode.NONE, null],
  ])
  expect(broker.topics.get('twice')).toBeUndefined()
})

test('two requests for the same topic at the same time create it once', async () => {
  const responses = await Promise.all([create([topic('orders')]), create([topic('orders')])])
  expect(responses.map(({ topics }) => topics[0]!.errorCode)).toEqual([ErrorCode.NONE, ErrorCode.TOPIC_ALREADY_EXISTS])
})

test('more than 10,000 partitions in one request are POLICY_VIOLATION for all of it', async () => {
  const response = await create([topic('big', { numPartitions: 9999 }), topic('small', { numPartitions: 2 })])
  expect(response.topics.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.POLICY_VIOLATION, ErrorCode.POLICY_VIOLATION])
  expect([...broker.topics.all()]).toEqual([])
})

test('scripts made for a cluster may ask for more replicas where the broker is told to accept that', async () => {
  await broker.close()
  broker = await openTestContext({ 'headwater.max.replication.factor': '3' })
  const codes = await Promise.all([3, 4].map(async (replicationFactor) => (await outcome(topic(`t${replicationFactor}`, { replicationFactor })))[0]))
  expect(codes).toEqual([ErrorCode.NONE, ErrorCode.INVALID_REPLICATION_FACTOR])
})
