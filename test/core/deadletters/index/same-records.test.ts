import { expect, it } from 'vitest'
import { failed, startIndexWorld } from '../../../support/failure-index.ts'

it('finds dead letters of the same origin and group in every topic; without a group only in the same one', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.create('orders-dlt')
  await world.write('orders-dlq', [4, 4, 5].map((offset) => ({ headers: failed('E', 'm', { offset }) })))
  await world.write('orders-dlt', [{ headers: failed('E', 'm', { offset: 4 }) }, {}, {}])
  const { index } = await world.refresh('orders-dlq')
  const { index: other } = await world.refresh('orders-dlt')
  const keyAt = (topic: typeof index, offset: number) => ({ clusterId: 'cluster', topic: topic.topic, topicId: topic.topicId, partition: 0, offset })
  expect(await world.index.sameRecords([keyAt(index, 0)])).toEqual([keyAt(index, 1)])
  expect(await world.index.sameRecords([keyAt(index, 0), keyAt(index, 1)])).toEqual([])
  expect(await world.index.sameRecords([keyAt(other, 2), keyAt(other, 99)])).toEqual([])
})

it('finds them in other topics where the group is known', async () => {
  const world = await startIndexWorld()
  const named = { context: { clusterId: 'cluster', group: 'billing' } }
  for (const topic of ['orders-dlq', 'orders-dlt']) {
    await world.create(topic)
    await world.write(topic, [{ headers: failed('E', 'm', { offset: 4 }) }])
  }
  const { index } = await world.refresh('orders-dlq', named)
  const { index: other } = await world.refresh('orders-dlt', named)
  const key = { clusterId: 'cluster', topic: 'orders-dlq', topicId: index.topicId, partition: 0, offset: 0 }
  expect(await world.index.sameRecords([key])).toEqual([{ ...key, topic: 'orders-dlt', topicId: other.topicId }])
})
