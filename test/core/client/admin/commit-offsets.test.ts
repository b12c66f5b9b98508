import { expect, it } from 'vitest'
import { commitOffsets } from '../../../../core/client/admin/commit-offsets.ts'
import { committedOffsets } from '../../../../core/client/admin/committed-offsets.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'

async function open() {
  const cluster = connectTo((await startTestBroker()).address)
  await createTopic(cluster, { name: 'a', partitionCount: 2 })
  await createTopic(cluster, { name: 'b', partitionCount: 1 })
  return cluster
}

it('stores offsets of several topics at once, with what stands beside them', async () => {
  const cluster = await open()
  await commitOffsets(cluster, 'billing', [
    { topic: 'a', partition: 0, offset: 5 },
    { topic: 'b', partition: 0, offset: 7, metadata: 'by hand' },
    { topic: 'a', partition: 1, offset: 6 },
  ])
  const stored = await committedOffsets(cluster, 'billing')
  expect(stored.map(({ topic, partition, offset, metadata }) => [topic, partition, offset, metadata]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
    ['a', 0, 5, ''],
    ['a', 1, 6, ''],
    ['b', 0, 7, 'by hand'],
  ])
})

it('rejects with the partition that was refused', async () => {
  const cluster = await open()
  await expect(commitOffsets(cluster, 'billing', [{ topic: 'a', partition: 9, offset: 1 }])).rejects.toThrow(
    'Group "billing" did not take an offset of partition 9 of "a": ',
  )
})
