import { expect, it } from 'vitest'
import { EARLIEST, LATEST } from '../../../core/client/admin/list-offsets.ts'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { connectTo } from '../../support/cluster.ts'
import { batchAt, startScriptedTopic } from '../../support/scripted-broker.ts'

it('gives offsets and records of a partition, and where to go on', async () => {
  const { address } = await startScriptedTopic([{ batches: [batchAt(3, ['a', 'b'])], startOffset: 3, endOffset: 9 }])
  const reader = await TopicReader.open(connectTo(address), 'orders')
  expect([await reader.offset(0, EARLIEST), await reader.offset(0, LATEST)]).toEqual([3, 9])
  const chunk = await reader.read(0, 4)
  expect([chunk.records.map(({ value }) => String(value)), chunk.nextOffset, chunk.sizeBytes]).toEqual([['b'], 5, batchAt(3, ['a', 'b']).length])
  expect(await reader.read(0, 5)).toMatchObject({ records: [], nextOffset: 5, sizeBytes: 0 })
})

it('follows a partition to its new leader in the middle of reading', async () => {
  const other = await startScriptedTopic([{ batches: [batchAt(0, ['moved'])], startOffset: 0, endOffset: 1 }])
  const partition = { batches: [batchAt(0, ['moved'])], startOffset: 0, endOffset: 1, leader: 1, errorCode: 0 }
  const { address, cluster } = await startScriptedTopic([partition])
  cluster.nodes.set(2, other.address)
  const reader = await TopicReader.open(connectTo(address), 'orders')
  Object.assign(partition, { leader: 2, errorCode: 6 })
  expect((await reader.read(0, 0)).records.map(({ value }) => String(value))).toEqual(['moved'])
  expect(reader.partition(0).leader).toBe(2)
})

it('gives up on a partition that stays without a leader', async () => {
  const { address } = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 0, leader: -1 }])
  const reader = await TopicReader.open(connectTo(address), 'orders')
  await expect(reader.read(0, 0)).rejects.toMatchObject({ errorName: 'LEADER_NOT_AVAILABLE' })
  expect(() => reader.partition(1)).toThrow('Topic "orders" has 1 partitions; partition 1 does not exist.')
})
