import { Kafka, logLevel } from 'kafkajs'
import { expect, it, onTestFinished } from 'vitest'
import { OffsetCommit } from '../../../core/protocol/messages/offset-commit.ts'
import { startTestServices } from '../../support/core-services.ts'

it('tells committed, end and lag of every partition that a group reads or has read', async () => {
  const { services, broker } = await startTestServices()
  const { topics, groups, messages } = services
  const send = (topic: string, partition: number) => messages.produce('local', { topic, partition, key: { kind: 'null' }, value: { kind: 'text', text: 'a' }, headers: [] })
  for (const topic of ['orders', 'gone']) await topics.create('local', { name: topic, partitionCount: 2 })
  for (let i = 0; i < 5; i++) await send('orders', 0)

  const kafka = new Kafka({ clientId: 'reader', brokers: [broker.bootstrap], logLevel: logLevel.NOTHING })
  const commits = [['gone', 3], ['orders', 2]] as const
  await services.connections.cluster('local').request('any', OffsetCommit, {
    groupId: 'billing',
    memberId: '',
    topics: commits.map(([name, committedOffset]) => ({
      name,
      topicId: broker.context.topics.get(name)!.topicId,
      partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: 'by hand' }],
    })),
  })
  expect((await groups.list('local')).groups).toMatchObject([{ groupId: 'billing', state: 'Empty' }])

  const consumer = kafka.consumer({ groupId: 'billing', maxWaitTimeInMs: 50 })
  onTestFinished(async () => consumer.disconnect())
  await consumer.connect()
  await consumer.subscribe({ topic: 'orders' })
  const hasJoined = new Promise((resolve) => consumer.on('consumer.group_join', resolve))
  await consumer.run({ autoCommit: false, eachMessage: async () => {} })
  await hasJoined

  const detail = await groups.describe('local', 'billing')
  const memberId = detail.members[0]!.memberId
  expect(detail).toMatchObject({ groupId: 'billing', state: 'Stable', protocolType: 'consumer', coordinator: 1 })
  expect(detail.partitions).toEqual([
    { topic: 'gone', partition: 0, committedOffset: 3n, endOffset: 0n, lag: 0n, metadata: 'by hand', memberId: null, error: null },
    { topic: 'orders', partition: 0, committedOffset: 2n, endOffset: 5n, lag: 3n, metadata: 'by hand', memberId, error: null },
    { topic: 'orders', partition: 1, committedOffset: null, endOffset: 0n, lag: null, metadata: null, memberId, error: null },
  ])
})

it('says that there is no such group', async () => {
  const { services: { groups } } = await startTestServices()
  await expect(groups.describe('local', 'none')).rejects.toMatchObject({ errorName: 'GROUP_ID_NOT_FOUND' })
})
