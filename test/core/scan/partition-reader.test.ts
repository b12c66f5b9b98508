import { expect, it } from 'vitest'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { PartitionReader } from '../../../core/scan/partition-reader.ts'
import { connectTo } from '../../support/cluster.ts'
import { batchAt, type ScriptedPartition, startScriptedTopic } from '../../support/scripted-broker.ts'

async function readerOf(partition: ScriptedPartition) {
  const scripted = await startScriptedTopic([partition])
  const cluster = connectTo(scripted.address)
  return { reader: new PartitionReader(cluster, await TopicReader.open(cluster, 'orders')), scripted }
}

it('gives whole batches, where to go on, and what it has cost', async () => {
  const [first, second] = [batchAt(0, ['a', 'b']), batchAt(7, ['c'])]
  const { reader } = await readerOf({ batches: [first, second], startOffset: 0, endOffset: 9 })
  expect(await reader.fetch(0, 1, 1_000)).toMatchObject({ bytes: Buffer.concat([first, second]), nextOffset: 8, recordCount: 3, startOffset: null })
  expect(reader.fetchedBytes).toBe(first.length + second.length)
})

it('looks a second time before it says that nothing is there: a broker may need time for old records', async () => {
  const { reader, scripted } = await readerOf({ batches: [batchAt(0, ['a'])], startOffset: 0, endOffset: 9 })
  expect(await reader.fetch(0, 1, 1_000)).toMatchObject({ nextOffset: Infinity, recordCount: 0 })
  expect(scripted.asked.filter((api) => api.startsWith('Fetch'))).toHaveLength(2)
})

it('tells where a partition begins now, when retention has passed the offset', async () => {
  const { reader } = await readerOf({ batches: [], startOffset: 5, endOffset: 9 })
  expect(await reader.fetch(0, 2, 1_000)).toMatchObject({ nextOffset: 5, startOffset: 5 })
  await expect(reader.fetch(0, 20, 1_000)).rejects.toMatchObject({ errorName: 'OFFSET_OUT_OF_RANGE' })
})

it('takes a connection of its own for what is large, gives it back, and reads nothing any more', async () => {
  const { reader, scripted } = await readerOf({ batches: [batchAt(0, ['x'.repeat(3_000_000)]), batchAt(1, ['y'])], startOffset: 0, endOffset: 2 })
  await reader.fetch(0, 0, 1_000)
  expect(scripted.connections).toBe(1)
  await reader.fetch(0, 1, 1_000)
  expect(scripted.connections).toBe(2)
  await reader.close()
  await expect.poll(() => scripted.connections).toBe(1)
  await expect(reader.fetch(0, 0, 1_000)).rejects.toThrow('The reading is over.')
})
