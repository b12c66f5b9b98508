import { expect, it } from 'vitest'
import { describeTopicConfigs, topicConfigValues } from '../../../../core/client/admin/topic-configs.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'
import { DescribeConfigs } from '../../../../core/protocol/messages/describe-configs.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'
import { closedPort, on, startScriptedTopic } from '../../../support/scripted-broker.ts'

async function open() {
  const broker = await startTestBroker({ 'num.partitions': '4' })
  return connectTo(broker.address)
}

it('tells every setting of a topic, and which are its own', async () => {
  const cluster = await open()
  await createTopic(cluster, { name: 'a', configs: { 'cleanup.policy': 'compact', 'retention.ms': '9007199254740991' } })
  const configs = await describeTopicConfigs(cluster, 'a')
  expect(configs.filter(({ isDefault }) => !isDefault).map(({ name, value, source }) => [name, value, source])).toEqual([
    ['cleanup.policy', 'compact', 'DYNAMIC_TOPIC_CONFIG'],
    ['retention.ms', '9007199254740991', 'DYNAMIC_TOPIC_CONFIG'],
  ])
  expect(configs.find(({ name }) => name === 'max.message.bytes')).toMatchObject({ value: '1048588', isDefault: true, readOnly: false, isSensitive: false, type: 'INT' })
  expect(configs.find(({ name }) => name === 'cleanup.policy')).toMatchObject({ type: 'LIST', documentation: expect.stringMatching(/./) as string })
})

it('says that there is no such topic', async () => {
  await expect(describeTopicConfigs(await open(), 'x')).rejects.toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION' })
})

it('tells some settings of many topics in one request, and of each that fails why', async () => {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'a', configs: { 'cleanup.policy': 'compact' } })
  await createTopic(cluster, { name: 'b' })
  const values = await topicConfigValues(cluster, ['b', 'x', 'a'], ['cleanup.policy', 'retention.ms'])
  expect([...(values.get('a') as ReadonlyMap<string, string>)]).toEqual([['cleanup.policy', 'compact'], ['retention.ms', '604800000']])
  expect((values.get('b') as ReadonlyMap<string, string>).get('cleanup.policy')).toBe('delete')
  expect(values.get('x')).toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION' })
})

it('has an error for every topic when the broker cannot be asked, or is silent about one', async () => {
  const nobody = connectTo({ host: '127.0.0.1', port: await closedPort() })
  expect([...(await topicConfigValues(nobody, ['a', 'b'], [])).values()]).toMatchObject([{ step: 'connect' }, { step: 'connect' }])
  const { address } = await startScriptedTopic([], [on(DescribeConfigs, () => ({ results: [] }))])
  expect((await topicConfigValues(connectTo(address), ['a'], [])).get('a')).toMatchObject({ message: 'The broker answered DescribeConfigs for "a" with nothing.' })
})
