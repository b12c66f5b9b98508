import { expect, it } from 'vitest'
import { TopicReading, topicIdOf } from '../../../../core/deadletters/index/topic-reading.ts'
import { ZERO_UUID } from '../../../../core/protocol/schema.ts'
import { failed, startIndexWorld } from '../../../support/failure-index.ts'
import { produceBatch } from '../../../../core/client/batch-producer.ts'

const signal = new AbortController().signal

it('reads a partition from an offset to an end, whole', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  for (let batch = 0; batch < 3; batch++) await world.write('orders-dlq', [{ headers: failed('E', `a${batch}`) }, { key: null, value: null }])
  const reading = await TopicReading.open(world.cluster, 'orders-dlq')
  expect(reading.bounds.partitions).toEqual([{ partition: 0, start: 0, end: 6, error: null }])
  const records = []
  for await (const piece of reading.pieces(0, 1, 6, signal)) records.push(...piece.records)
  expect(records.map(({ offset, key }) => [offset, key === null])).toEqual([[1, true], [2, false], [3, true], [4, false], [5, true]])
  await reading.close()
})

it('a topic of a broker without ids goes by its name', () => {
  expect([topicIdOf('orders', ZERO_UUID), topicIdOf('orders', 'abc')]).toEqual(['name:orders', 'abc'])
})

it('stops between two pieces once nobody waits', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{}])
  const reading = await TopicReading.open(world.cluster, 'orders-dlq')
  const leaving = new AbortController()
  leaving.abort()
  for await (const piece of reading.pieces(0, 0, 1, leaving.signal)) expect(piece).toBeUndefined()
  await reading.close()
})

it('a batch that grows without measure is passed and counted; what follows is read', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  const value = Buffer.alloc(6 * 1024 * 1024)
  await produceBatch(world.cluster, await world.cluster.topic('orders-dlq'), { partition: 0, records: [{ key: null, value, headers: [], timestamp: 0 }], codec: 4 })
  await world.write('orders-dlq', [{ value: 'after' }])
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 1, unreadable: 1, isComplete: true })
})

it('many records that are alike are no such batch', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  const records = Array.from({ length: 900 }, () => ({ key: null, value: Buffer.alloc(4_000, 'x'), headers: [], timestamp: 0 }))
  await produceBatch(world.cluster, await world.cluster.topic('orders-dlq'), { partition: 0, records, codec: 4 })
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 900, unreadable: 0 })
})
