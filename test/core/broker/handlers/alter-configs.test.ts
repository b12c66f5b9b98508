import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alterConfigs } from '../../../../core/broker/handlers/alter-configs.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { AlterConfigs } from '../../../../core/protocol/messages/alter-configs.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

const TOPIC = 2
const BROKER = 4
const BROKER_LOGGER = 8
const GROUP = 32

let broker: TestContext
beforeEach(async () => {
  broker = await openTestContext()
  await broker.topics.create({ name: 'orders', partitionCount: 1, configs: { 'retention.ms': '60000', 'max.message.bytes': '500' } })
})
afterEach(() => broker.close())

async function alter(resourceType: number, resourceName: string, configs: [string, string | null][], validateOnly = false, version = 2) {
  const resources = [{ resourceType, resourceName, configs: configs.map(([name, value]) => ({ name, value })) }]
  const { responses } = await broker.call(AlterConfigs, alterConfigs, version, { resources, validateOnly })
  expect(responses).toMatchObject([{ resourceType, resourceName }])
  return { errorCode: responses[0]!.errorCode, errorMessage: responses[0]!.errorMessage }
}

const ok = { errorCode: ErrorCode.NONE, errorMessage: null }
const own = () => broker.topics.get('orders')!.configs.own

describe.each(versions(AlterConfigs))('AlterConfigs v%i', (version) => {
  test('replaces everything that a topic has of its own', async () => {
    expect(await alter(TOPIC, 'orders', [['retention.bytes', '7']], false, version)).toEqual(ok)
    expect(own()).toEqual({ 'retention.bytes': '7' })
    expect(await alter(TOPIC, 'orders', [], false, version)).toEqual(ok)
    expect(own()).toEqual({})
  })
})

test('replaces what was set for a broker, cluster-wide and for a group', async () => {
  const { configs, groupConfigs } = broker.context
  const minIsr: [string, string] = ['min.insync.replicas', '1']
  await alter(BROKER, '', [minIsr, ['message.max.bytes', '1000'], ['log.retention.ms', '5']])
  await alter(BROKER, '', [minIsr, ['log.retention.ms', '6']])
  expect([configs.getInt('message.max.bytes'), configs.get('log.retention.ms')]).toEqual([1_048_588, 6])
  await alter(GROUP, 'billing', [['consumer.session.timeout.ms', '50000']])
  await alter(GROUP, 'billing', [['consumer.heartbeat.interval.ms', '6000']])
  expect(groupConfigs.own('billing')).toEqual({ 'consumer.heartbeat.interval.ms': '6000' })
})

test('validateOnly checks everything and changes nothing', async () => {
  expect(await alter(TOPIC, 'orders', [], true)).toEqual(ok)
  expect(await alter(TOPIC, 'orders', [['retention.ms', 'week']], true)).toMatchObject({ errorCode: ErrorCode.INVALID_CONFIG })
  expect(own()).toEqual({ 'retention.ms': '60000', 'max.message.bytes': '500' })
})

test.each<[number, string, [string, string | null][], number, string]>([
  [TOPIC, 'nope', [], ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'Topic "nope" does not exist.'],
  [TOPIC, 'orders', [['retention.ms', null], ['cleanup.policy', null]], ErrorCode.INVALID_REQUEST, '"retention.ms", "cleanup.policy" has no value.'],
  [TOPIC, 'orders', [['retention.ms', '1'], ['retention.ms', '1']], ErrorCode.INVALID_REQUEST, 'Config "retention.ms" appears more than once.'],
  [BROKER, '1', [['num.partitions', '3']], ErrorCode.INVALID_REQUEST, '"num.partitions" cannot change while the broker runs.'],
  [BROKER_LOGGER, '1', [['root', 'WARN']], ErrorCode.INVALID_REQUEST, 'Resource type 8 has no configs that can be changed this way.'],
])('resource %i "%s" with %j answers %i', async (type, name, configs, errorCode, errorMessage) => {
  expect(await alter(type, name, configs)).toEqual({ errorCode, errorMessage })
  expect(own()).toEqual({ 'retention.ms': '60000', 'max.message.bytes': '500' })
})
