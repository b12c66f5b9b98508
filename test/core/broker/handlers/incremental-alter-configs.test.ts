import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeConfigs } from '../../../../core/broker/handlers/describe-configs.ts'
import { incrementalAlterConfigs } from '../../../../core/broker/handlers/incremental-alter-configs.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeConfigs } from '../../../../core/protocol/messages/describe-configs.ts'
import { IncrementalAlterConfigs } from '../../../../core/protocol/messages/incremental-alter-configs.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'

const TOPIC = 2
const BROKER = 4
const BROKER_LOGGER = 8
const CLIENT_METRICS = 16
const GROUP = 32
const [SET, DELETE, APPEND, SUBTRACT] = [0, 1, 2, 3]

type Op = [name: string, operation: number, value: string | null]

let broker: TestContext
beforeEach(async () => {
  broker = await openTestContext()
  await broker.topics.create({ name: 'orders', partitionCount: 1, configs: { 'retention.ms': '60000' } })
})
afterEach(() => broker.close())

const resource = (resourceType: number, resourceName: string, ops: Op[]) => ({
  resourceType,
  resourceName,
  configs: ops.map(([name, configOperation, value]) => ({ name, configOperation, value })),
})

async function alterAll(resources: ReturnType<typeof resource>[], validateOnly = false, version = 1) {
  const { responses } = await broker.call(IncrementalAlterConfigs, incrementalAlterConfigs, version, { resources, validateOnly })
  return responses
}

async function alter(resourceType: number, resourceName: string, ...ops: Op[]) {
  const [result] = await alterAll([resource(resourceType, resourceName, ops)])
  return { errorCode: result!.errorCode, errorMessage: result!.errorMessage }
}

async function valueOf(resourceType: number, resourceName: string, key: string) {
  const resources = [{ resourceType, resourceName, configurationKeys: [key] }]
  const { results } = await broker.call(DescribeConfigs, describeConfigs, 4, { resources })
  return results[0]!.configs[0]
}

const ok = { errorCode: ErrorCode.NONE, errorMessage: null }
const orders = () => broker.topics.get('orders')!.configs

describe.each(versions(IncrementalAlterConfigs))('IncrementalAlterConfigs v%i', (version) => {
  test('sets and deletes configs of a topic and answers for each resource in order', async () => {
    await broker.topics.create({ name: 'bills', partitionCount: 1, configs: {} })
    const resources = [resource(TOPIC, 'orders', [['retention.ms', DELETE!, null], ['max.message.bytes', SET!, '500']]), resource(TOPIC, 'bills', [['retention.ms', SET!, '7']])]
    expect(await alterAll(resources, false, version)).toEqual([
      { ...ok, resourceType: TOPIC, resourceName: 'orders' },
      { ...ok, resourceType: TOPIC, resourceName: 'bills' },
    ])
    expect(orders().own).toEqual({ 'max.message.bytes': '500' })
    expect(broker.topics.get('bills')!.configs.get('retention.ms')).toBe(7)
  })
})

describe('a changed topic config', () => {
  test('acts on the partition logs at once', async () => {
    const log = broker.context.logs.get(broker.topics.get('orders')!.partitions[0]!)!
    expect(log.retentionMs).toBe(60_000)
    await alter(TOPIC, 'orders', ['retention.ms', SET!, '5'])
    expect(log.retentionMs).toBe(5)
    await alter(TOPIC, 'orders', ['cleanup.policy', SET!, 'compact'])
    expect(log.retentionMs).toBe(Infinity)
  })

  test('is announced', async () => {
    const changed: string[] = []
    broker.topics.configsChanged.on(({ name }) => changed.push(name))
    await alter(TOPIC, 'orders', ['retention.ms', SET!, '5'])
    expect(changed).toEqual(['orders'])
  })

  test('keeps the others', async () => {
    await alter(TOPIC, 'orders', ['max.message.bytes', SET!, ' 500 '])
    expect(orders().own).toEqual({ 'retention.ms': '60000', 'max.message.bytes': '500' })
  })
})

describe('lists', () => {
  test('are appended to, beginning with the default, and each item counts once', async () => {
    expect(await alter(TOPIC, 'orders', ['cleanup.policy', APPEND!, 'compact'])).toEqual(ok)
    expect(orders().own['cleanup.policy']).toBe('delete,compact')
    await alter(TOPIC, 'orders', ['cleanup.policy', APPEND!, 'compact'])
    expect(orders().own['cleanup.policy']).toBe('delete,compact')
  })

  test('are subtracted from; what is not there is not missed', async () => {
    await alter(TOPIC, 'orders', ['cleanup.policy', SET!, 'compact,delete'])
    expect(await alter(TOPIC, 'orders', ['cleanup.policy', SUBTRACT!, 'delete,purge'])).toEqual(ok)
    expect(orders().own['cleanup.policy']).toBe('compact')
  })
})

describe('a broker config', () => {
  test('that may change while the broker runs acts at once, cluster-wide and, above that, for this broker', async () => {
    const { configs } = broker.context
    expect(await alter(BROKER, '', ['message.max.bytes', SET!, '1000'])).toEqual(ok)
    expect(configs.getInt('message.max.bytes')).toBe(1000)
    expect(await alter(BROKER, '1', ['message.max.bytes', SET!, '2000'])).toEqual(ok)
    expect([configs.getInt('message.max.bytes'), orders().get('max.message.bytes')]).toEqual([2000, 2000])
    await alter(BROKER, '1', ['message.max.bytes', DELETE!, null])
    expect(orders().get('max.message.bytes')).toBe(1000)
  })

  test('is told with its layers as synonyms', async () => {
    await alter(BROKER, '', ['log.retention.ms', SET!, '1000'])
    await alter(BROKER, '1', ['log.retention.ms', SET!, '2000'])
    expect(await valueOf(BROKER, '1', 'log.retention.ms')).toMatchObject({ value: '2000', configSource: 2, readOnly: false })
    expect(await valueOf(BROKER, '', 'log.retention.ms')).toMatchObject({ value: '1000', configSource: 3 })
  })

  test('that Headwater does not know is stored and never shown, as in Kafka', async () => {
    expect(await alter(BROKER, '1', ['my.plugin.secret', SET!, 'hunter2'])).toEqual(ok)
    expect(await valueOf(BROKER, '1', 'my.plugin.secret')).toMatchObject({ value: null, isSensitive: true, configSource: 2, configType: 0 })
  })

  test.each<[string, Op, number, string]>([
    ['1', ['num.partitions', SET!, '4'], ErrorCode.INVALID_REQUEST, '"num.partitions" cannot change while the broker runs.'],
    ['1', ['node.id', SET!, '4'], ErrorCode.INVALID_REQUEST, '"node.id" cannot change while the broker runs.'],
    ['', ['ssl.keystore.password', SET!, 'x'], ErrorCode.INVALID_REQUEST, '"ssl.keystore.password" can change for one listener only, as listener.name.<listener>.<name>.'],
    ['', ['sasl.jaas.config', SET!, 'x'], ErrorCode.INVALID_REQUEST, '"sasl.jaas.config" can change for one broker only, not cluster-wide.'],
    ['', ['message.max.bytes', SET!, 'big'], ErrorCode.INVALID_REQUEST, 'Setting "message.max.bytes" cannot be "big": it must be a whole number.'],
    ['', ['log.cleaner.min.compaction.lag.ms', SET!, '9223372036854775807'], ErrorCode.NONE, ''],
    ['1', ['message.max.bytes', APPEND!, '1'], ErrorCode.INVALID_CONFIG, 'Config "message.max.bytes" is no list: nothing can be appended to it or subtracted from it.'],
    ['2', ['message.max.bytes', SET!, '1'], ErrorCode.INVALID_REQUEST, 'Broker 2 does not exist; this is broker 1.'],
    ['one', ['message.max.bytes', SET!, '1'], ErrorCode.INVALID_REQUEST, 'Broker id "one" is not a whole number.'],
  ])('of broker "%s", %j, answers %i', async (name, op, errorCode, message) => {
    expect(await alter(BROKER, name, op)).toEqual({ errorCode, errorMessage: errorCode === 0 ? null : message })
  })
})

describe('a group config', () => {
  test('counts for its group alone', async () => {
    const { groupConfigs } = broker.context
    expect(await alter(GROUP, 'billing', ['consumer.session.timeout.ms', SET!, '50000'])).toEqual(ok)
    expect(groupConfigs.getInt('billing', 'consumer.session.timeout.ms')).toBe(50_000)
    expect(groupConfigs.getInt('shipping', 'consumer.session.timeout.ms')).toBe(45_000)
    expect(await valueOf(GROUP, 'billing', 'consumer.session.timeout.ms')).toMatchObject({ value: '50000', configSource: 8 })
  })

  test.each<[string, Op, number, string]>([
    ['billing', ['consumer.session.timeout.ms', SET!, '60001'], ErrorCode.INVALID_CONFIG,
      'Group config "consumer.session.timeout.ms" cannot be "60001": it must be at most the broker\'s group.consumer.max.session.timeout.ms, 60000.'],
    ['billing', ['consumer.heartbeat.interval.ms', SET!, '1'], ErrorCode.INVALID_CONFIG,
      'Group config "consumer.heartbeat.interval.ms" cannot be "1": it must be at least the broker\'s group.consumer.min.heartbeat.interval.ms, 5000.'],
    ['billing', ['session.timeout.ms', SET!, '1'], ErrorCode.INVALID_CONFIG, 'Unknown group config "session.timeout.ms".'],
    ['', ['consumer.session.timeout.ms', SET!, '45000'], ErrorCode.INVALID_REQUEST, 'There are no configs for all groups: a group id is needed.'],
  ])('of "%s", %j, answers %i', async (name, op, errorCode, errorMessage) => {
    expect(await alter(GROUP, name, op)).toEqual({ errorCode, errorMessage })
  })
})

test('a client metrics subscription is stored and described', async () => {
  expect(await alter(CLIENT_METRICS, 'all', ['metrics', SET!, 'org.apache.kafka.producer.'], ['match', SET!, 'client_id=app-.*'])).toEqual(ok)
  expect(await valueOf(CLIENT_METRICS, 'all', 'metrics')).toMatchObject({ value: 'org.apache.kafka.producer.', configSource: 7 })
})

describe('the broker\'s logger', () => {
  test('logs from the level on that it is given', async () => {
    expect(await alter(BROKER_LOGGER, '1', ['root', SET!, 'ERROR'])).toEqual(ok)
    expect(broker.context.logger.level).toBe('ERROR')
    expect(await valueOf(BROKER_LOGGER, '1', 'root')).toMatchObject({ value: 'ERROR', configSource: 6, readOnly: false })
  })

  test.each<[Op, number, string]>([
    [['root', SET!, 'LOUD'], ErrorCode.INVALID_CONFIG, 'Log level "LOUD" does not exist; there are TRACE, DEBUG, INFO, WARN, ERROR, FATAL.'],
    [['kafka', SET!, 'WARN'], ErrorCode.INVALID_CONFIG, 'Logger "kafka" does not exist; there is "root".'],
    [['root', DELETE!, null], ErrorCode.INVALID_REQUEST, 'Logger "root" cannot be without a level.'],
    [['root', APPEND!, 'WARN'], ErrorCode.INVALID_REQUEST, 'Config operation 2 does not exist for loggers; 0 sets a level, 1 takes it away.'],
  ])('%j answers %i', async (op, errorCode, errorMessage) => {
    expect(await alter(BROKER_LOGGER, '1', op)).toEqual({ errorCode, errorMessage })
    expect(broker.context.logger.level).toBe('INFO')
  })
})

describe('a refused change', () => {
  test.each<[number, string, Op[], number, string]>([
    [TOPIC, 'nope', [['retention.ms', SET!, '1']], ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'Topic "nope" does not exist.'],
    [TOPIC, 'nope', [['retention.mss', SET!, '1']], ErrorCode.INVALID_CONFIG, 'Unknown topic config "retention.mss". Did you mean "retention.ms"?'],
    [TOPIC, '', [['retention.ms', SET!, '1']], ErrorCode.INVALID_REQUEST, 'There are no configs for all topics: a topic name is needed.'],
    [TOPIC, 'a/b', [['retention.ms', SET!, '1']], ErrorCode.INVALID_TOPIC_EXCEPTION, 'Topic name "a/b" may only contain ASCII letters, digits, ".", "_" and "-".'],
    [TOPIC, 'orders', [['retention.ms', SET!, 'week']], ErrorCode.INVALID_CONFIG, 'Topic config "retention.ms" cannot be "week": it must be a whole number.'],
    [TOPIC, 'orders', [['retention.ms', APPEND!, '1']], ErrorCode.INVALID_CONFIG, 'Config "retention.ms" is no list: nothing can be appended to it or subtracted from it.'],
    [TOPIC, 'orders', [['retention.ms', 4, '1']], ErrorCode.INVALID_REQUEST, 'Config operation 4 does not exist; 0 sets, 1 deletes, 2 appends, 3 subtracts.'],
    [TOPIC, 'orders', [['retention.ms', SET!, null]], ErrorCode.INVALID_REQUEST, '"retention.ms" has no value.'],
    [TOPIC, 'orders', [['retention.ms', SET!, '1'], ['retention.ms', DELETE!, null]], ErrorCode.INVALID_REQUEST, 'Config "retention.ms" appears more than once.'],
    [TOPIC, 'orders', [['min.compaction.lag.ms', SET!, '9'], ['max.compaction.lag.ms', SET!, '8']], ErrorCode.INVALID_CONFIG,
      'Topic config "min.compaction.lag.ms" (9) must not be above "max.compaction.lag.ms" (8).'],
    [99, 'orders', [['retention.ms', SET!, '1']], ErrorCode.INVALID_REQUEST, 'Resource type 99 has no configs that can be changed this way.'],
  ])('of resource %i "%s": %j answers %i and changes nothing', async (type, name, ops, errorCode, errorMessage) => {
    expect(await alter(type, name, ...ops)).toEqual({ errorCode, errorMessage })
    expect(orders().own).toEqual({ 'retention.ms': '60000' })
  })

  test('does not touch other resources', async () => {
    const resources = [resource(TOPIC, 'orders', [['retention.ms', SET!, '1']]), resource(TOPIC, 'nope', [['retention.ms', SET!, '1']])]
    expect((await alterAll(resources)).map(({ errorCode }) => errorCode)).toEqual([ErrorCode.NONE, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
    expect(orders().get('retention.ms')).toBe(1)
  })

  test('refuses a resource that appears twice both times', async () => {
    const twice = resource(TOPIC, 'orders', [['retention.ms', SET!, '1']])
    const responses = await alterAll([twice, resource(BROKER, '', [['message.max.bytes', SET!, '9']]), twice])
    const errorMessage = 'Resource "orders" appears more than once in the request.'
    expect(responses.map((one) => one.errorMessage)).toEqual([errorMessage, null, errorMessage])
    expect(orders().get('retention.ms')).toBe(60_000)
  })
})

test('validateOnly checks everything and changes nothing', async () => {
  const resources = [
    resource(TOPIC, 'orders', [['retention.ms', SET!, '1']]), resource(TOPIC, 'nope', []), resource(BROKER, '', [['message.max.bytes', SET!, '9']]),
    resource(BROKER_LOGGER, '1', [['root', SET!, 'ERROR']]), resource(GROUP, 'billing', [['consumer.session.timeout.ms', SET!, '50000']]),
  ]
  const codes = (await alterAll(resources, true)).map(({ errorCode }) => errorCode)
  expect(codes).toEqual([0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 0, 0, 0])
  expect([orders().get('retention.ms'), broker.context.configs.getInt('message.max.bytes'), broker.context.logger.level]).toEqual([60_000, 1_048_588, 'INFO'])
  expect(broker.context.dynamicConfigs.names(32)).toEqual([])
})

test('who may not alter configs is told so, by kind of resource', async () => {
  refuseEverything(broker)
  const types = [TOPIC, GROUP, BROKER, BROKER_LOGGER, CLIENT_METRICS]
  const codes = await Promise.all(types.map(async (type) => (await alter(type, '1', ['retention.ms', SET!, '1'])).errorCode))
  const { TOPIC_AUTHORIZATION_FAILED, GROUP_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED } = ErrorCode
  expect(codes).toEqual([TOPIC_AUTHORIZATION_FAILED, GROUP_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED])
})
