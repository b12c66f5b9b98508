import { expect, it } from 'vitest'
import { createTopic, deleteTopic } from '../../../../../core/client/admin/topics.ts'
import { produceBatch } from '../../../../../core/client/batch-producer.ts'
import type { JobTarget } from '../../../../../core/deadletters/replay/jobs/job-record.ts'
import { endOffsets, startOffsets, TargetGuard } from '../../../../../core/deadletters/replay/senders/target-guard.ts'
import { startTestBroker } from '../../../../support/broker.ts'
import { connectTo } from '../../../../support/cluster.ts'

it('remembers once what a topic is and where it ends, and refuses another one of its name', async () => {
  const broker = await startTestBroker({ 'auto.create.topics.enable': 'true' })
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount: 2 })
  await produceBatch(cluster, await cluster.topic('orders'), { partition: 1, records: [{ key: null, value: null, timestamp: Date.now() }] })
  const remembered: Record<string, JobTarget>[] = []
  const guard = new TargetGuard(cluster, [], {}, async (targets) => void remembered.push(targets))
  const topics = await guard.check(['orders'])
  await guard.check(['orders'])
  expect(remembered).toEqual([{ orders: { topicId: topics.get('orders')!.topicId, startOffsets: [0, 1] } }])
  expect([guard.startOffset('orders', 1), guard.startOffset('orders', 5)]).toEqual([1, 0])
  expect([await endOffsets(cluster, topics.get('orders')!), await startOffsets(cluster, topics.get('orders')!)]).toEqual([[0, 1], new Map([[0, 0], [1, 0]])])

  await deleteTopic(cluster, 'orders')
  await expect(guard.check(['orders'])).rejects.toThrow('There is no topic "orders".')
  expect([...broker.context.topics.all()]).toEqual([])
  await createTopic(cluster, { name: 'orders', partitionCount: 2 })
  await expect(guard.check(['orders'])).rejects.toThrow('Topic "orders" was deleted and created again since the job began.')
  const planned = new TargetGuard(cluster, [{ topic: 'orders', topicId: topics.get('orders')!.topicId, count: 1, partitionCount: 2 }], {}, async () => {})
  await expect(planned.check(['orders'])).rejects.toThrow('Topic "orders" was deleted and created again since the plan was made.')
})

it('minds a missing topic only when something is to be sent to it: records without a target fail without it', async () => {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  const guard = new TargetGuard(cluster, [], {}, async () => {})
  await guard.remember(['orders', 'refunds'])
  expect([...(await guard.check(['orders'])).keys()]).toEqual(['orders'])
  await expect(guard.check(['refunds'])).rejects.toThrow('There is no topic "refunds".')
})
