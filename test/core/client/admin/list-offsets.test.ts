import { expect, it } from 'vitest'
import { EARLIEST, LATEST, leaderless, listOffsets, partitionError } from '../../../../core/client/admin/list-offsets.ts'
import { connectTo } from '../../../support/cluster.ts'
import { startScriptedTopic } from '../../../support/scripted-broker.ts'

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
  expect((await listOffsets(cluster, topic, [topic.partitions[2]!], EARLIEST)).get(2)).toEqual({ offset: 1, error: null })
})

it('names topic and partition in its errors', () => {
  expect(partitionError('a', 3, 6).message).toMatch(/^Partition 3 of "a": /)
  expect(leaderless('a', 3).errorName).toBe('LEADER_NOT_AVAILABLE')
})
