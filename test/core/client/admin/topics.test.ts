import { expect, it } from 'vitest'
import { addPartitions, createTopic, deleteTopic, listTopics } from '../../../../core/client/admin/topics.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'

async function open() {
  const broker = await startTestBroker({ 'num.partitions': '4' })
  return connectTo(broker.address)
}

it('creates topics, lists them by name, and deletes them', async () => {
  const cluster = await open()
  await createTopic(cluster, { name: 'b' })
  await createTopic(cluster, { name: 'a', partitionCount: 2, replicationFactor: 1 })
  expect((await listTopics(cluster)).map(({ name, partitions }) => [name, partitions.length])).toEqual([['a', 2], ['b', 4]])
  await deleteTopic(cluster, 'b')
  expect((await listTopics(cluster)).map(({ name }) => name)).toEqual(['a'])
})

it.each([
  ['an unlegal name', { name: 'a b' }, 'INVALID_TOPIC_EXCEPTION'],
  ['no partitions', { name: 'a', partitionCount: 0 }, 'INVALID_PARTITIONS'],
  ['more replicas than brokers', { name: 'a', replicationFactor: 3 }, 'INVALID_REPLICATION_FACTOR'],
  ['an unknown setting', { name: 'a', configs: { 'retention.mss': '1' } }, 'INVALID_CONFIG'],
])('passes on that the broker refuses %s', async (_what, topic, errorName) => {
  const cluster = await open()
  await expect(createTopic(cluster, topic)).rejects.toMatchObject({ errorName })
})

it('passes on that a topic is there already, or is not there', async () => {
  const cluster = await open()
  await createTopic(cluster, { name: 'a' })
  await expect(createTopic(cluster, { name: 'a' })).rejects.toMatchObject({ errorName: 'TOPIC_ALREADY_EXISTS' })
  await expect(deleteTopic(cluster, 'x')).rejects.toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'There is no topic "x".' })
})

it('widens a topic, and passes on that it is as wide already or not there', async () => {
  const cluster = await open()
  await createTopic(cluster, { name: 'a', partitionCount: 2 })
  await addPartitions(cluster, 'a', 5)
  expect((await listTopics(cluster))[0]!.partitions).toHaveLength(5)
  await expect(addPartitions(cluster, 'a', 5)).rejects.toMatchObject({ errorName: 'INVALID_PARTITIONS' })
  await expect(addPartitions(cluster, 'x', 5)).rejects.toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'There is no topic "x".' })
})
