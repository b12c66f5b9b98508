import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeConfigs } from '../../../../core/broker/handlers/describe-configs.ts'
import type { RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeConfigs } from '../../../../core/protocol/messages/describe-configs.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'

type Request = RequestInputOf<typeof DescribeConfigs>

const TOPIC = 2
const BROKER = 4
const BROKER_LOGGER = 8
const CLIENT_METRICS = 16
const GROUP = 32

let broker: TestContext
beforeEach(async () => {
  broker = await openTestContext({ 'message.max.bytes': '5000', 'ssl.key.password': 'hunter2' })
  await broker.topics.create({ name: 'orders', partitionCount: 1, configs: { 'retention.ms': '60000' } })
})
afterEach(() => broker.close())

async function ask(resourceType: number, resourceName: string, keys: string[] | null = null, version = 4, more: Partial<Request> = {}) {
  const resources = [{ resourceType, resourceName, configurationKeys: keys }]
  const { results } = await broker.call(DescribeConfigs, describeConfigs, version, { resources, ...more })
  expect(results).toHaveLength(1)
  return results[0]!
}

const config = async (resourceType: number, resourceName: string, key: string, more: Partial<Request> = {}) =>
  (await ask(resourceType, resourceName, [key], 4, more)).configs[0]!

describe.each(versions(DescribeConfigs))('DescribeConfigs v%i', (version) => {
  test('tells every config of a topic, with source and flags', async () => {
    const result = await ask(TOPIC, 'orders', null, version)
    expect(result).toMatchObject({ errorCode: ErrorCode.NONE, errorMessage: '', resourceType: TOPIC, resourceName: 'orders' })
    expect(result.configs).toHaveLength(35)
    expect(result.configs).toContainEqual({
      name: 'retention.ms',
      value: '60000',
      readOnly: false,
      configSource: 1,
      isSensitive: false,
      synonyms: [],
      configType: version >= 3 ? 5 : 0,
      documentation: version >= 3 ? null : '',
    })
  })

  test('tells every config of this broker', async () => {
    const result = await ask(BROKER, '1', null, version)
    expect(result.errorCode).toBe(ErrorCode.NONE)
    expect(result.configs.length).toBeGreaterThan(150)
    const names = result.configs.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['num.partitions', 'log.retention.hours', 'node.id', 'advertised.listeners', 'headwater.disk.quota.bytes']))
  })
})

describe('a config\'s source', () => {
  test.each([
    [TOPIC, 'orders', 'retention.ms', '60000', 1],
    [TOPIC, 'orders', 'max.message.bytes', '5000', 4],
    [TOPIC, 'orders', 'retention.bytes', '-1', 5],
    [BROKER, '1', 'message.max.bytes', '5000', 4],
    [BROKER, '1', 'num.partitions', '1', 5],
    [BROKER, '1', 'node.id', '1', 4],
    [BROKER, '1', 'advertised.listeners', 'PLAINTEXT://127.0.0.1:19092', 4],
  ])('of resource %i "%s": %s is %s from %i', async (type, name, key, value, configSource) => {
    expect(await config(type, name, key)).toMatchObject({ name: key, value, configSource })
  })
})

test('synonyms come when asked for, the one in force first', async () => {
  const synonymsOf = async (key: string) => (await config(TOPIC, 'orders', key, { includeSynonyms: true })).synonyms
  expect(await synonymsOf('retention.ms')).toEqual([{ name: 'retention.ms', value: '60000', source: 1 }])
  expect(await synonymsOf('max.message.bytes')).toEqual([
    { name: 'message.max.bytes', value: '5000', source: 4 },
    { name: 'message.max.bytes', value: '1048588', source: 5 },
  ])
  expect((await config(TOPIC, 'orders', 'retention.ms')).synonyms).toEqual([])
})

test('documentation comes when asked for', async () => {
  const documentation = 'Partitions of a topic created without a number.'
  expect(await config(BROKER, '1', 'num.partitions', { includeDocumentation: true })).toMatchObject({ documentation })
  expect(await config(BROKER, '1', 'num.partitions')).toMatchObject({ documentation: null })
})

test('a password is never shown', async () => {
  const answer = await config(BROKER, '1', 'ssl.key.password', { includeSynonyms: true, includeDocumentation: true })
  expect(answer).toMatchObject({ value: null, isSensitive: true, configType: 9, configSource: 4 })
  expect(JSON.stringify(answer)).not.toContain('hunter2')
})

describe('configurationKeys', () => {
  test('choose configs; unknown ones are left out', async () => {
    const { configs } = await ask(TOPIC, 'orders', ['retention.ms', 'nope', 'cleanup.policy'])
    expect(configs.map(({ name }) => name).sort()).toEqual(['cleanup.policy', 'retention.ms'])
  })

  test('that are null or empty mean all', async () => {
    expect((await ask(TOPIC, 'orders', null)).configs).toHaveLength(35)
    expect((await ask(TOPIC, 'orders', [])).configs).toHaveLength(35)
  })
})

describe('what was set while the broker runs', () => {
  const set = (name: string, own: Record<string, string>) => broker.context.dynamicConfigs.alter({ type: BROKER, name }, () => own, false)

  test('cluster-wide is what the broker without a name has', async () => {
    expect((await ask(BROKER, '')).configs).toMatchObject([{ name: 'min.insync.replicas', value: '1', configSource: 3 }])
    await set('', { 'log.retention.ms': '7', 'my.plugin': 'x' })
    expect((await ask(BROKER, '', null, 4, { includeSynonyms: true })).configs).toMatchObject([
      { name: 'log.retention.ms', value: '7', configSource: 3, readOnly: false, synonyms: [{ name: 'log.retention.ms', value: '7', source: 3 }] },
      { name: 'my.plugin', value: null, configSource: 3, isSensitive: true, configType: 0 },
    ])
  })

  test('stands above what was set at start, this broker\'s above the cluster-wide', async () => {
    await set('', { 'message.max.bytes': '6000' })
    await set('1', { 'message.max.bytes': '7000' })
    const layers = [
      { name: 'message.max.bytes', value: '7000', source: 2 },
      { name: 'message.max.bytes', value: '6000', source: 3 },
      { name: 'message.max.bytes', value: '5000', source: 4 },
      { name: 'message.max.bytes', value: '1048588', source: 5 },
    ]
    expect(await config(BROKER, '1', 'message.max.bytes', { includeSynonyms: true })).toMatchObject({ value: '7000', configSource: 2, synonyms: layers })
    expect(await config(TOPIC, 'orders', 'max.message.bytes', { includeSynonyms: true })).toMatchObject({ value: '7000', configSource: 2, synonyms: layers })
  })
})

test('the broker\'s logger has a level', async () => {
  expect((await ask(BROKER_LOGGER, '1')).configs).toMatchObject([{ name: 'root', value: 'INFO', configSource: 6, readOnly: false }])
})

describe('a group', () => {
  test('has every group config, whether it exists or not, from the broker\'s config beneath', async () => {
    const { errorCode, configs } = await ask(GROUP, 'billing', null, 4, { includeSynonyms: true })
    expect([errorCode, configs.length]).toEqual([ErrorCode.NONE, 17])
    expect(configs.find(({ name }) => name === 'consumer.session.timeout.ms')).toMatchObject({
      value: '45000',
      configSource: 5,
      configType: 3,
      synonyms: [{ name: 'group.consumer.session.timeout.ms', value: '45000', source: 5 }],
    })
    expect(configs.find(({ name }) => name === 'share.isolation.level')).toMatchObject({
      value: 'read_uncommitted', synonyms: [{ name: 'share.isolation.level', value: 'read_uncommitted', source: 5 }],
    })
  })

  test('says what is its own', async () => {
    await broker.context.dynamicConfigs.alter({ type: GROUP, name: 'billing' }, () => ({ 'consumer.session.timeout.ms': '50000' }), false)
    expect(await config(GROUP, 'billing', 'consumer.session.timeout.ms', { includeSynonyms: true })).toMatchObject({
      value: '50000',
      configSource: 8,
      synonyms: [{ name: 'consumer.session.timeout.ms', value: '50000', source: 8 }, { name: 'group.consumer.session.timeout.ms', value: '45000', source: 5 }],
    })
  })
})

test('a client metrics subscription has its three configs, whether it exists or not', async () => {
  await broker.context.dynamicConfigs.alter({ type: CLIENT_METRICS, name: 'latency' }, () => ({ metrics: '*' }), false)
  expect((await ask(CLIENT_METRICS, 'latency')).configs).toMatchObject([
    { name: 'interval.ms', value: '300000', configSource: 5 },
    { name: 'match', value: '', configSource: 5 },
    { name: 'metrics', value: '*', configSource: 7 },
  ])
  expect((await ask(CLIENT_METRICS, 'nope')).configs).toHaveLength(3)
})

test('who may not describe configs is told so, by kind of resource', async () => {
  refuseEverything(broker)
  const codes = await Promise.all([TOPIC, GROUP, BROKER, BROKER_LOGGER, CLIENT_METRICS].map(async (type) => (await ask(type, '1')).errorCode))
  const { TOPIC_AUTHORIZATION_FAILED, GROUP_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED } = ErrorCode
  expect(codes).toEqual([TOPIC_AUTHORIZATION_FAILED, GROUP_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED])
})

describe('an error is the resource\'s own', () => {
  test.each([
    [TOPIC, 'nope', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'Topic "nope" does not exist.'],
    [TOPIC, 'a/b', ErrorCode.INVALID_TOPIC_EXCEPTION, 'Topic name "a/b" may only contain ASCII letters, digits, ".", "_" and "-".'],
    [BROKER, '2', ErrorCode.INVALID_REQUEST, 'Broker 2 does not exist; this is broker 1.'],
    [BROKER, 'one', ErrorCode.INVALID_REQUEST, 'Broker id "one" is not a whole number.'],
    [BROKER_LOGGER, '', ErrorCode.INVALID_REQUEST, 'A broker id is needed.'],
    [BROKER_LOGGER, '2', ErrorCode.INVALID_REQUEST, 'Broker 2 does not exist; this is broker 1.'],
    [CLIENT_METRICS, '', ErrorCode.INVALID_REQUEST, 'The name of a client metrics subscription is needed.'],
    [GROUP, '', ErrorCode.INVALID_REQUEST, 'A group id is needed.'],
    [99, 'x', ErrorCode.INVALID_REQUEST, 'Resource type 99 has no configs; topics (2), brokers (4), loggers (8), client metrics (16) and groups (32) do.'],
  ])('for resource %i "%s"', async (resourceType, resourceName, errorCode, errorMessage) => {
    expect(await ask(resourceType, resourceName)).toEqual({ errorCode, errorMessage, resourceType, resourceName, configs: [] })
  })

  test('and does not touch the others', async () => {
    const resources = [TOPIC, 99].map((resourceType) => ({ resourceType, resourceName: 'orders', configurationKeys: null }))
    const { results } = await broker.call(DescribeConfigs, describeConfigs, 4, { resources })
    expect(results.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.NONE, ErrorCode.INVALID_REQUEST])
  })
})
