import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { newestRecords } from '../../../core/client/newest-records.ts'
import { produce } from '../../../core/client/producer.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { batchAt, markerAt, type ScriptedPartition, startScriptedTopic } from '../../support/scripted-broker.ts'

const valueOf = ({ value }: { value: Buffer | null }): string => String(value)

async function newestOf(partitions: ScriptedPartition[], limit: number) {
  const scripted = await startScriptedTopic(partitions)
  const newest = await newestRecords(connectTo(scripted.address), 'orders', { limit, project: valueOf })
  return { ...newest, scripted }
}

it('gives the newest records of all partitions, newest first', async () => {
  const broker = await startTestBroker()
  const time = new FakeTime()
  const cluster = connectTo(broker.address, { clock: time })
  await createTopic(cluster, { name: 'orders', partitionCount: 3 })
  for (let i = 0; i < 30; i++) {
    await time.advance(1_000)
    await produce(cluster, { topic: 'orders', partition: i % 3, key: null, value: Buffer.from(`${i}`), headers: [] })
  }
  const { rows, coverage } = await newestRecords(cluster, 'orders', { limit: 7, project: valueOf })
  expect(rows).toEqual(['29', '28', '27', '26', '25', '24', '23'])
  expect(coverage.map(({ partition, startOffset, fromOffset, toOffset, endOffset, error }) => [partition, startOffset, fromOffset, toOffset, endOffset, error])).toEqual([
    [0, 0, 8, 10, 10, null],
    [1, 0, 8, 10, 10, null],
    [2, 0, 7, 10, 10, null],
  ])
  const all = await newestRecords(cluster, 'orders', { limit: 100, partitions: [2], project: valueOf })
  expect([all.rows.length, all.rows[0], all.coverage.map(({ fromOffset }) => fromOffset)]).toEqual([10, '29', [0]])
})

it('gives nothing of an empty topic, and says that it has read all of it', async () => {
  const { rows, coverage } = await newestOf([{ batches: [], startOffset: 9, endOffset: 9 }], 10)
  expect([rows, coverage]).toEqual([[], [{ partition: 0, startOffset: 9, endOffset: 9, fromOffset: 9, toOffset: 9, error: null }]])
})

it('finds real records behind a long tail of transaction markers', async () => {
  const markers = Array.from({ length: 5_000 }, (_, i) => markerAt(20 + i))
  const { rows } = await newestOf([{ batches: [batchAt(0, Array.from({ length: 20 }, (_, i) => `v${i}`)), ...markers], startOffset: 0, endOffset: 5_020 }], 3)
  expect(rows).toEqual(['v19', 'v18', 'v17'])
})

it('finds real records across offsets that compaction has emptied, at the end and in between', async () => {
  const batches = [batchAt(10, ['a', 'b']), batchAt(70_000, ['c']), batchAt(800_000, ['d'])]
  const { rows, coverage, scripted } = await newestOf([{ batches, startOffset: 0, endOffset: 1_000_000 }], 3)
  expect([rows, coverage[0]!.fromOffset]).toEqual([['d', 'c', 'b'], 11])
  expect(scripted.asked.filter((api) => api.startsWith('Fetch')).length).toBeLessThan(40)
})

it('does not read a dense stretch from its beginning because it is found from a wide span', async () => {
  const dense = Array.from({ length: 400 }, (_, i) => batchAt(i * 100, Array.from({ length: 100 }, (_value, j) => `${i * 100 + j}`.padStart(100, '0'))))
  const markers = Array.from({ length: 4_000 }, (_, i) => markerAt(40_000 + i))
  const { rows, scripted } = await newestOf([{ batches: [...dense, ...markers], startOffset: 0, endOffset: 44_000 }], 50)
  expect(rows.map(Number)).toEqual(Array.from({ length: 50 }, (_, i) => 39_999 - i))
  const total = scripted.cluster.partitions[0]!.batches.reduce((sum, batch) => sum + batch.length, 0)
  expect(scripted.cluster.fetchedBytes).toBeLessThan(total)
})

it('reads past a first record whose batch holds older ones', async () => {
  const { rows } = await newestOf([{ batches: [batchAt(0, Array.from({ length: 500 }, (_, i) => `${i}`))], startOffset: 100, endOffset: 500 }], 1_000)
  expect([rows.length, rows[0], rows.at(-1)]).toEqual([400, '499', '100'])
})

it('is not led astray by one record with an odd time', async () => {
  const odd = batchAt(50, ['odd'], { records: [{ key: null, value: Buffer.from('odd'), timestamp: 0 }] })
  const busy = batchAt(0, Array.from({ length: 50 }, (_, i) => `busy${i}`), { records: Array.from({ length: 50 }, (_, i) => ({ key: null, value: Buffer.from(`busy${i}`), timestamp: 10_000 + i })) })
  const quiet = batchAt(0, Array.from({ length: 50 }, (_, i) => `quiet${i}`))
  const { rows } = await newestOf(
    [
      { batches: [busy, odd], startOffset: 0, endOffset: 51 },
      { batches: [quiet], startOffset: 0, endOffset: 50 },
    ],
    4,
  )
  expect(rows).toEqual(['busy49', 'busy48', 'busy47', 'odd'])
})

it('goes on with the other partitions when one fails, and says which and why', async () => {
  const { rows, coverage } = await newestOf(
    [
      { batches: [batchAt(0, ['a'])], startOffset: 0, endOffset: 1 },
      { batches: [batchAt(0, ['b'])], startOffset: 0, endOffset: 1, errorCode: 56 },
      { batches: [Buffer.concat([batchAt(0, ['c'], { codec: 1 }).fill(0xee, 61)])], startOffset: 0, endOffset: 1 },
      { batches: [], startOffset: 0, endOffset: 1, leader: -1 },
      { batches: [], startOffset: 0, endOffset: 1, leader: 9 },
    ],
    10,
  )
  expect(rows).toEqual(['a'])
  expect(coverage.map(({ error }) => error?.message.replace(/byte .*/, '') ?? null)).toEqual([
    null,
    'Partition 1 of "orders": The broker could not read or write its log on disk.',
    'The gzip data cannot be decompressed to at most 134217728 bytes: incorrect header check',
    'Partition 3 of "orders": The partition has no leader at the moment, for instance because one is being elected.',
    'The cluster has no broker 9 at the moment.',
  ])
})

it('goes on from the new start when retention moves it meanwhile', async () => {
  const partition = { batches: [batchAt(50, Array.from({ length: 50 }, (_, i) => `${50 + i}`))], startOffset: 0, endOffset: 100 }
  const scripted = await startScriptedTopic([partition])
  const cluster = connectTo(scripted.address)
  const reading = newestRecords(cluster, 'orders', { limit: 1_000, project: valueOf })
  await expect.poll(() => scripted.asked.filter((api) => api.startsWith('ListOffsets')).length).toBe(2)
  partition.startOffset = 50
  const { rows, coverage } = await reading
  expect([rows.length, rows.at(-1), coverage[0]!.error]).toEqual([50, '50', null])
})

it('refuses a topic or a partition that does not exist', async () => {
  const { address } = await startScriptedTopic([{ batches: [], startOffset: 0, endOffset: 0 }])
  const cluster = connectTo(address)
  await expect(newestRecords(cluster, 'absent', { limit: 1, project: valueOf })).rejects.toThrow('There is no topic "absent".')
  await expect(newestRecords(cluster, 'orders', { limit: 1, partitions: [1], project: valueOf })).rejects.toThrow('Topic "orders" has 1 partitions; partition 1 does not exist.')
})
