import { expect, it } from 'vitest'
import { readRecord } from '../../../core/client/read-record.ts'
import { connectTo } from '../../support/cluster.ts'
import { batchAt, markerAt, startScriptedTopic } from '../../support/scripted-broker.ts'

async function withLog(batches: Buffer[], startOffset: number, endOffset: number) {
  const { address } = await startScriptedTopic([{ batches, startOffset, endOffset }])
  const cluster = connectTo(address)
  return (offset: bigint, partition = 0) => readRecord(cluster, 'orders', partition, offset)
}

it('gives the record at the offset, from the middle of its batch', async () => {
  const read = await withLog([batchAt(10, ['a', 'b', 'c'])], 10, 13)
  expect(await read(11n)).toMatchObject({ partition: 0, offset: 11n, value: Buffer.from('b'), batch: { baseOffset: 10, recordCount: 3 } })
})

it('gives a value larger than a fetch asks for', async () => {
  const read = await withLog([batchAt(0, ['x'.repeat(3_000_000)])], 0, 1)
  expect((await read(0n)).value).toHaveLength(3_000_000)
})

it.each([
  [9n, 'Partition 0 of "orders" holds the offsets 10 to 19; 9 is not among them.', 'Retention has removed it.'],
  [20n, 'Partition 0 of "orders" holds the offsets 10 to 19; 20 is not among them.', ''],
  [9_223_372_036_854_775_807n, 'Partition 0 of "orders" holds the offsets 10 to 19; 9223372036854775807 is not among them.', ''],
  [12n, 'Partition 0 of "orders" holds no record at offset 12: it was compacted away, or is a marker of a transaction.', 'The next record is at offset 15.'],
  [16n, 'Partition 0 of "orders" holds no record at offset 16: it was compacted away, or is a marker of a transaction.', ''],
])('says why there is no record at %s', async (offset, message, remedy) => {
  const read = await withLog([batchAt(10, ['a', 'b']), batchAt(15, ['c']), markerAt(16)], 10, 20)
  await expect(read(offset)).rejects.toMatchObject({ name: 'NoSuchRecord', message, remedy })
})

it('says that a negative number is no offset', async () => {
  const read = await withLog([batchAt(10, ['a'])], 10, 11)
  await expect(read(-1n)).rejects.toMatchObject({ name: 'NoSuchRecord', message: '-1 is not an offset: the first record of a partition has offset 0.', remedy: '' })
})

it('says that the partition is empty, or that there is none', async () => {
  const read = await withLog([], 5, 5)
  await expect(read(5n)).rejects.toThrow('Partition 0 of "orders" is empty; the next offset is 5; 5 is not among them.')
  await expect(read(0n, 3)).rejects.toThrow('Topic "orders" has 1 partitions; partition 3 does not exist.')
})
