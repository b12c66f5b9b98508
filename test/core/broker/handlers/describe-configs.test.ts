import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeConfigs } from '../../../../core/broker/handlers/describe-configs.ts'
import type { RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeConfigs } from '../../../../core/protocol/messages/describe-configs.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

type Request = RequestInputOf<typeof DescribeConfigs>

const TOPIC = 2
const BROKER = 4
const BROKER_LOGGER = 8

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
    expect(result).toMatchObject({ errorCode: ErrorCode.NONE, errorMessage: null, resourceType: TOPIC, resourceName: 'orders' })
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

test('the broker without a name has the cluster-wide dynamic defaults, which are none', async () => {
  expect(await ask(BROKER, '')).toMatchObject({ errorCode: ErrorCode.NONE, resourceName: '', configs: [] })
})

test('the broker\'s logger has a level', async () => {
  expect((await ask(BROKER_LOGGER, '1')).configs).toMatchObject([{ name: 'root', value: 'INFO', configSource: 6 }])
})

describe('an error is the resource\'s own', () => {
  test.each([
    [TOPIC, 'nope', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'Topic "nope" does not exist.'],
    [TOPIC, 'a/b', ErrorCode.INVALID_TOPIC_EXCEPTION, 'Topic name "a/b" may only contain ASCII letters, digits, ".", "_" and "-".'],
    [BROKER, '2', ErrorCode.INVALID_REQUEST, 'Broker 2 does not exist; this is broker 1.'],
    [BROKER, 'one', ErrorCode.INVALID_REQUEST, 'Broker id "one" is not a whole number.'],
    [BROKER_LOGGER, '', ErrorCode.INVALID_REQUEST, 'A broker id is needed.'],
    [BROKER_LOGGER, '2', ErrorCode.INVALID_REQUEST, 'Broker 2 does not exist; this is broker 1.'],
    [16, 'metrics', ErrorCode.INVALID_REQUEST, 'Resource type 16 has no configs; topics (2), brokers (4) and broker loggers (8) do.'],
    [99, 'x', ErrorCode.INVALID_REQUEST, 'Resource type 99 has no configs; topics (2), brokers (4) and broker loggers (8) do.'],
  ])('for resource %i "%s"', async (resourceType, resourceName, errorCode, errorMessage) => {
    expect(await ask(resourceType, resourceName)).toEqual({ errorCode, errorMessage, resourceType, resourceName, configs: [] })
  })

  test('and does not touch the others', async () => {
    const resources = [TOPIC, 99].map((resourceType) => ({ resourceType, resourceName: 'orders', configurationKeys: null }))
    const { results } = await broker.call(DescribeConfigs, describeConfigs, 4, { resources })
    expect(results.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.NONE, ErrorCode.INVALID_REQUEST])
  })
})
