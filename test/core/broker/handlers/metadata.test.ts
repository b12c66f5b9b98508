import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { metadata } from '../../../../core/broker/handlers/metadata.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { Metadata } from '../../../../core/protocol/messages/metadata.ts'
import { ZERO_UUID } from '../../../../core/protocol/schema.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

const UNKNOWN_ID = 'AAAAAAAAQACAAAAAAAAAAQ'

let broker: TestContext
beforeEach(async () => {
  broker = await openTestContext()
  await broker.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
  await broker.topics.create({ name: 'alerts', partitionCount: 1, configs: {} })
})
afterEach(() => broker.close())

type Ask = { name: string | null; topicId?: string }
const ask = (version: number, topics: Ask[] | null, more: object = {}) => broker.call(Metadata, metadata, version, { topics, ...more })
const names = ({ topics }: { topics: { name: string | null }[] }) => topics.map(({ name }) => name)
const codes = ({ topics }: { topics: { name: string | null; errorCode: number }[] }) => topics.map(({ name, errorCode }) => [name, errorCode])
const named = (...list: string[]): Ask[] => list.map((name) => ({ name }))

describe.each(versions(Metadata))('Metadata v%i', (version) => {
  test('tells of the broker, and of a topic with its partitions and leaders', async () => {
    const { nodeId, identity } = broker.context
    const topic = broker.topics.get('orders')!
    expect(await ask(version, named('orders'))).toEqual({
      throttleTimeMs: 0,
      brokers: [{ nodeId, host: '127.0.0.1', port: 19092, rack: null }],
      clusterId: version >= 2 ? identity.clusterId : null,
      controllerId: version >= 1 ? nodeId : -1,
      topics: [
        {
          errorCode: ErrorCode.NONE,
          name: 'orders',
          topicId: version >= 10 ? topic.topicId : ZERO_UUID,
          isInternal: false,
          partitions: [0, 1].map((partitionIndex) => ({
            errorCode: ErrorCode.NONE,
            partitionIndex,
            leaderId: nodeId,
            leaderEpoch: version >= 7 ? 0 : -1,
            replicaNodes: [nodeId],
            isrNodes: [nodeId],
            offlineReplicas: [],
          })),
          topicAuthorizedOperations: -2_147_483_648,
        },
      ],
      clusterAuthorizedOperations: -2_147_483_648,
      errorCode: ErrorCode.NONE,
    })
  })

  test('creates an unknown topic at once and answers it ready', async () => {
    const response = await ask(version, named('fresh'))
    expect(codes(response)).toEqual([['fresh', ErrorCode.NONE]])
    expect(response.topics[0]!.partitions).toHaveLength(1)
    expect(broker.topics.get('fresh')).toBeDefined()
  })
})

describe('which topics are meant', () => {
  test('version 0: none named means all', async () => {
    expect(names(await ask(0, []))).toEqual(['alerts', 'orders'])
  })

  test.each(versions(Metadata, 1))('version %i: null means all, empty means none', async (version) => {
    expect(names(await ask(version, null))).toEqual(['alerts', 'orders'])
    expect(names(await ask(version, []))).toEqual([])
  })

  test('a topic asked for twice is answered once', async () => {
    expect(names(await ask(5, named('orders', 'alerts', 'orders', 'new', 'new')))).toEqual(['orders', 'alerts', 'new'])
  })

  test('all topics are never a reason to create one', async () => {
    await ask(13, null)
    expect([...broker.topics.all()]).toHaveLength(2)
  })
})

describe('topic ids', () => {
  test.each([12, 13])('version %i finds a topic by id', async (version) => {
    const { topicId } = broker.topics.get('orders')!
    const response = await ask(version, [{ name: null, topicId }])
    expect(response.topics).toMatchObject([{ errorCode: ErrorCode.NONE, name: 'orders', topicId }])
  })

  test.each([12, 13])('version %i answers UNKNOWN_TOPIC_ID with a null name', async (version) => {
    const response = await ask(version, [{ name: null, topicId: UNKNOWN_ID }])
    expect(response.topics).toMatchObject([{ errorCode: ErrorCode.UNKNOWN_TOPIC_ID, name: null, topicId: UNKNOWN_ID, partitions: [] }])
    expect(response.errorCode).toBe(ErrorCode.NONE)
  })

  test('the id counts where a name is given too', async () => {
    const { topicId } = broker.topics.get('orders')!
    expect(names(await ask(12, [{ name: 'alerts', topicId }]))).toEqual(['orders'])
  })

  test.each([
    [10, { name: null, topicId: ZERO_UUID }],
    [10, { name: 'orders', topicId: UNKNOWN_ID }],
    [11, { name: null, topicId: UNKNOWN_ID }],
    [12, { name: null, topicId: ZERO_UUID }],
    [13, { name: null, topicId: ZERO_UUID }],
  ])('version %i refuses the whole request for %j', async (version, topic) => {
    const response = await ask(version, [...named('alerts'), topic])
    expect(response.topics.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_REQUEST])
    expect(response.errorCode).toBe(version >= 13 ? ErrorCode.INVALID_REQUEST : ErrorCode.NONE)
    expect(response.brokers).toEqual([])
  })
})

describe('auto-creation', () => {
  test('needs the request\'s permission since version 4', async () => {
    const response = await ask(4, named('fresh'), { allowAutoTopicCreation: false })
    expect(codes(response)).toEqual([['fresh', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]])
    expect(broker.topics.get('fresh')).toBeUndefined()
  })

  test('needs the broker\'s permission', async () => {
    const strict = await openTestContext({ 'auto.create.topics.enable': 'false' })
    expect(codes(await strict.call(Metadata, metadata, 9, { topics: named('fresh') }))).toEqual([['fresh', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]])
    await strict.close()
  })

  test('uses num.partitions', async () => {
    const wide = await openTestContext({ 'num.partitions': '4' })
    const response = await wide.call(Metadata, metadata, 9, { topics: named('fresh') })
    expect(response.topics[0]!.partitions).toHaveLength(4)
    await wide.close()
  })

  test('by several clients at the same time gives everybody the same topic', async () => {
    const responses = await Promise.all([ask(12, named('fresh')), ask(12, named('fresh')), ask(12, named('fresh'))])
    expect(new Set(responses.map(({ topics }) => topics[0]!.topicId)).size).toBe(1)
    expect(responses.map(({ topics }) => topics[0]!.errorCode)).toEqual([0, 0, 0])
  })

  test.each([true, false])('of an illegal name is INVALID_TOPIC_EXCEPTION (allowed: %s)', async (allowAutoTopicCreation) => {
    const response = await ask(9, named('a/b', '', 'orders'), { allowAutoTopicCreation })
    expect(codes(response)).toEqual([
      ['a/b', ErrorCode.INVALID_TOPIC_EXCEPTION],
      ['', ErrorCode.INVALID_TOPIC_EXCEPTION],
      ['orders', ErrorCode.NONE],
    ])
  })

  test('of a name that collides is INVALID_TOPIC_EXCEPTION', async () => {
    await broker.topics.create({ name: 'a.b', partitionCount: 1, configs: {} })
    expect(codes(await ask(9, named('a_b')))).toEqual([['a_b', ErrorCode.INVALID_TOPIC_EXCEPTION]])
  })

  test('never makes an internal topic', async () => {
    const response = await ask(9, named('__consumer_offsets'))
    expect(response.topics).toMatchObject([{ errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, name: '__consumer_offsets', isInternal: true }])
  })
})

describe('authorized operations', () => {
  test.each(versions(Metadata, 8))('version %i shows a topic\'s when asked', async (version) => {
    const response = await ask(version, named('orders'), { includeTopicAuthorizedOperations: true })
    expect(response.topics[0]!.topicAuthorizedOperations).toBe(3576)
  })

  test.each(versions(Metadata, 8, 10))('version %i shows the cluster\'s when asked', async (version) => {
    const response = await ask(version, [], { includeClusterAuthorizedOperations: true })
    expect(response.clusterAuthorizedOperations).toBe(8096)
  })
})

test('an existing internal topic is marked', async () => {
  await broker.topics.create({ name: '__transaction_state', partitionCount: 1, configs: {} })
  expect((await ask(1, named('__transaction_state', 'orders'))).topics.map(({ isInternal }) => isInternal)).toEqual([true, false])
})
