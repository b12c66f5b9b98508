import { afterEach, beforeEach, expect, test } from 'vitest'
import { listConfigResources } from '../../../../core/broker/handlers/list-config-resources.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ListConfigResources } from '../../../../core/protocol/messages/list-config-resources.ts'
import { openTestContext, refuseEverything, type TestContext } from '../../../support/handler-context.ts'

const [TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP] = [2, 4, 8, 16, 32]

let broker: TestContext
beforeEach(async () => {
  broker = await openTestContext()
  await broker.topics.create({ name: 'orders', partitionCount: 1, configs: {} })
  const { dynamicConfigs } = broker.context
  await dynamicConfigs.alter({ type: 32, name: 'billing' }, () => ({ 'consumer.session.timeout.ms': '50000' }), false)
  await dynamicConfigs.alter({ type: 16, name: 'latency' }, () => ({ metrics: '*' }), false)
})
afterEach(() => broker.close())

async function ask(version: number, resourceTypes: number[] = []) {
  const { errorCode, configResources } = await broker.call(ListConfigResources, listConfigResources, version, { resourceTypes })
  return { errorCode, resources: configResources.map(({ resourceType, resourceName }) => [resourceType, resourceName]) }
}

test('v0 lists client metrics subscriptions', async () => {
  expect(await ask(0)).toEqual({ errorCode: ErrorCode.NONE, resources: [[CLIENT_METRICS, 'latency']] })
})

test('v1 lists everything that has configs, in Kafka\'s order', async () => {
  expect(await ask(1)).toEqual({
    errorCode: ErrorCode.NONE,
    resources: [[GROUP, 'billing'], [CLIENT_METRICS, 'latency'], [BROKER_LOGGER, '1'], [BROKER, '1'], [TOPIC, 'orders']],
  })
})

test('v1 lists only the types that are asked for', async () => {
  expect((await ask(1, [TOPIC!, GROUP!])).resources).toEqual([[GROUP, 'billing'], [TOPIC, 'orders']])
})

test('a group without configs of its own any more is not listed', async () => {
  await broker.context.dynamicConfigs.alter({ type: 32, name: 'billing' }, () => ({}), false)
  expect((await ask(1, [GROUP!])).resources).toEqual([])
})

test('a type that the version does not know fails the whole request', async () => {
  expect(await ask(1, [TOPIC!, 3])).toEqual({ errorCode: ErrorCode.UNSUPPORTED_VERSION, resources: [] })
})

test('who may not describe the cluster\'s configs is refused', async () => {
  refuseEverything(broker)
  expect(await ask(1)).toEqual({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, resources: [] })
})
