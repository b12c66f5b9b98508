import { describe, expect, it } from 'vitest'
import { EARLIEST, LAST_STABLE, LATEST, leaderless, leaderOffsets, listOffsets, MAX_TIMESTAMP, partitionError, placeKey } from '../../../../core/client/admin/list-offsets.ts'
import { connectTo } from '../../../support/cluster.ts'
import { ListOffsets } from '../../../../core/protocol/messages/list-offsets.ts'
import { on, startScriptedTopic } from '../../../support/scripted-broker.ts'
import { startWithOrders, TestProducer } from '../../../support/transactions.ts'

it('asks each leader once, and lets a failing one spoil its own partitions only', async () => {
  const log = (endOffset: number, leader: number) => ({ batches: [], startOffset: 1, endOffset, leader })
  const partitions = [log(5, 1), log(6, 2), log(7, 1), log(8, 3), log(9, -1)]
  const one = await startScriptedTopic(partitions)
  const two = await startScriptedTopic(partitions)
  one.cluster.nodes.set(2, two.address)
  two.cluster.nodes.set(1, one.address)
  const cluster = connectTo(one.address)
  const topic = await cluster.topic('orders')
  const ends = await listOffsets(cluster, topic, topic.partitions, LATEST)
  expect([0, 1, 2, 3, 4].map((partition) => ends.get(partition)?.offset)).toEqual([5, 6, 7, null, null])
  expect(ends.get(3)!.error!.message).toBe('The cluster has no broker 3 at the moment.')
  expect([one, two].map(({ asked }) => asked.filter((api) => api.startsWith('ListOffsets')).length)).toEqual([1, 1])
  expect((await listOffsets(cluster, topic, [topic.partitions[2]!], EARLIEST)).get(2)).toEqual({ offset: 1, timestamp: -1, error: null })
})

describe('partitions of many topics', () => {
  const places = [['a', 0], ['b', 0], ['a', 1]].map(([topic, partition]) => ({ topic: topic as string, partition: partition as number, leader: 1 }))
  /** Answers in an order of its own, and not for partition 1. */
  const answering = (maxVersion: number) =>
    on(
      ListOffsets,
      ({ topics }) => ({
        topics: topics.toReversed().map(({ name, partitions }) => ({
          name,
          partitions: partitions
            .filter(({ partitionIndex }) => partitionIndex === 0)
            .map(({ partitionIndex, timestamp }) => ({ partitionIndex, errorCode: 0, offset: name === 'a' ? 1 : 2, timestamp: timestamp === MAX_TIMESTAMP ? 99 : -1 })),
        })),
      }),
      maxVersion,
    )

  it('are asked for in one request, and each answer finds its place', async () => {
    const broker = await startScriptedTopic([], [answering(11)])
    const answers = await leaderOffsets(connectTo(broker.address), places, MAX_TIMESTAMP)
    expect(answers.get(placeKey({ topic: 'a', partition: 0 }))).toEqual({ offset: 1, timestamp: 99, error: null })
    expect(answers.get(placeKey({ topic: 'b', partition: 0 }))).toEqual({ offset: 2, timestamp: 99, error: null })
    expect(answers.get('a:1')!.error!.message).toMatch(/^Partition 1 of "a": /)
    expect(broker.asked.filter((api) => api.startsWith('ListOffsets'))).toEqual(['ListOffsets v11'])
  })

  it('are named once each, however often they are asked for: groups that read one topic all want its ends, and brokers refuse a partition named twice', async () => {
    const asked: number[][] = []
    const broker = await startScriptedTopic([], [
      on(ListOffsets, ({ topics }) => {
        asked.push(topics.flatMap(({ partitions }) => partitions.map(({ partitionIndex }) => partitionIndex)))
        return { topics: topics.map(({ name, partitions }) => ({ name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: 0, offset: 7, timestamp: -1 })) })) }
      }),
    ])
    const answers = await leaderOffsets(connectTo(broker.address), [...places, ...places], LATEST)
    expect([...answers.keys()].sort()).toEqual(['a:0', 'a:1', 'b:0'])
    expect(asked).toEqual([[0, 1, 0]])
  })

  it('have no greatest timestamp where the broker would take the question for a point in time', async () => {
    const broker = await startScriptedTopic([], [answering(6)])
    const cluster = connectTo(broker.address)
    expect((await leaderOffsets(cluster, places, LATEST)).get('b:0')).toEqual({ offset: 2, timestamp: -1, error: null })
    const newest = await leaderOffsets(cluster, places, MAX_TIMESTAMP)
    expect(newest.get('b:0')).toMatchObject({ offset: null, timestamp: null, error: { errorName: 'UNSUPPORTED_VERSION' } })
    expect(broker.asked.filter((api) => api.startsWith('ListOffsets'))).toEqual(['ListOffsets v6'])
  })
})

it('tells the end as consumers of committed records see it, before a transaction that is open', async () => {
  const { broker, client } = await startWithOrders()
  const producer = await TestProducer.start(client, 't')
  await producer.produce('orders', 0, ['a', 'b'])
  const cluster = connectTo(broker.address)
  const { partitions } = await cluster.topic('orders')
  const places = partitions.map(({ partition, leader }) => ({ topic: 'orders', partition, leader }))
  const ends = await Promise.all(([LATEST, LAST_STABLE] as const).map(async (kind) => (await leaderOffsets(cluster, places, kind)).get('orders:0')))
  expect(ends).toMatchObject([{ offset: 2 }, { offset: 0 }])
})

it('names topic and partition in its errors', () => {
  expect(partitionError('a', 3, 6).message).toMatch(/^Partition 3 of "a": /)
  expect(leaderless('a', 3).errorName).toBe('LEADER_NOT_AVAILABLE')
})
