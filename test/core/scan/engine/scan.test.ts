import { expect, it } from 'vitest'
import { parseQuery } from '../../../../core/scan/predicate/parse-query.ts'
import { scan, type ScanChunk, type ScanOptions, type ScanResult } from '../../../../core/scan/engine/scan.ts'
import { startTestBroker } from '../../../support/broker.ts'
import { connectTo } from '../../../support/cluster.ts'
import { batchAt, markerAt, type ScriptedPartition, startScriptedTopic } from '../../../support/scripted-broker.ts'
import { connect, TestProducer } from '../../../support/transactions.ts'
import { createTopic } from '../../../../core/client/admin/topics.ts'

interface Scanned {
  offsets: number[][]
  chunks: ScanChunk[]
  result: ScanResult
}

async function scanOf(partitions: ScriptedPartition[], options: Partial<ScanOptions> = {}): Promise<Scanned> {
  const { address } = await startScriptedTopic(partitions)
  return scanned(connectTo(address), partitions.length, options)
}

async function scanned(cluster: ReturnType<typeof connectTo>, count: number, options: Partial<ScanOptions>): Promise<Scanned> {
  const chunks: ScanChunk[] = []
  const offsets = Array.from({ length: count }, (): number[] => [])
  const onChunk = (chunk: ScanChunk): void => {
    chunks.push(chunk)
    offsets[chunk.partition]!.push(...chunk.records.map(({ record }) => Number(record.offset)))
  }
  const result = await scan(cluster, { topic: 'orders', signal: new AbortController().signal, onChunk, ...options })
  return { offsets, chunks, result }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

it('hands out every record of every partition once, in order, and says that this was all', async () => {
  const many = Array.from({ length: 300 }, (_, i) => batchAt(i * 10, Array.from({ length: 10 }, (__, at) => `${i * 10 + at}`)))
  const { offsets, result } = await scanOf([
    { batches: many, startOffset: 0, endOffset: 3_000 },
    { batches: [batchAt(0, ['a']), markerAt(1), batchAt(7, ['b'])], startOffset: 0, endOffset: 9 },
    { batches: [], startOffset: 0, endOffset: 0 },
  ])
  expect(offsets).toEqual([upTo(3_000), [0, 7], []])
  expect(result).toMatchObject({ ended: 'complete', matched: 3_002, records: 3_002, closing: 'Complete: 3,002 records of 3 partitions looked at, 3,002 matches.' })
  expect(result.partitions.map(({ nextOffset, matched }) => [nextOffset, matched])).toEqual([[3_000, 3_000], [9, 2], [0, 0]])
})

it('keeps to ranges, and says what of them retention has removed', async () => {
  const partition = { batches: [batchAt(5, ['a', 'b', 'c', 'd'])], startOffset: 6, endOffset: 9 }
  const { offsets, result } = await scanOf([partition, partition], { ranges: [{ partition: 0, fromOffset: 2, untilOffset: 8 }, { partition: 1, fromOffset: 8, untilOffset: null }] })
  expect(offsets).toEqual([[6, 7], [8]])
  expect(result.partitions).toMatchObject([{ startOffset: 6, endOffset: 8, nextOffset: 8, belowRetention: 4 }, { startOffset: 8, endOffset: 9, belowRetention: 0 }])
  expect(result.closing).toBe('Complete: 3 records of 2 partitions looked at, 3 matches. 4 offsets that were asked for are gone: retention has removed them.')
})

it('reads several ranges of one partition', async () => {
  const { offsets, result } = await scanOf([{ batches: [batchAt(0, ['a', 'b', 'c', 'd', 'e', 'f'])], startOffset: 0, endOffset: 6 }], {
    ranges: [{ partition: 0, fromOffset: 4, untilOffset: null }, { partition: 0, fromOffset: 0, untilOffset: 2 }],
  })
  expect(offsets[0]!.toSorted((a, b) => a - b)).toEqual([0, 1, 4, 5])
  expect(result.partitions.map(({ startOffset, nextOffset, matched }) => [startOffset, nextOffset, matched])).toEqual([[4, 6, 2], [0, 2, 2]])
})

it('gives what a predicate finds, and tells on the way how far it came', async () => {
  const { offsets, chunks, result } = await scanOf([{ batches: [batchAt(0, ['{"a":1}', '{"a":2}']), batchAt(2, ['{"a":3}'])], startOffset: 0, endOffset: 3 }], { predicate: parseQuery('value.a > 1') })
  expect([offsets, result.records, result.matched, chunks.at(-1)!.nextOffset]).toEqual([[[1, 2]], 3, 2, 3])
})

it('leaves out what was aborted unless it is asked for', async () => {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'orders', partitionCount: 1 })
  const producer = await TestProducer.start(await connect(broker), 'a')
  for (const commits of [true, false, true]) {
    await producer.produce('orders', 0, ['v'])
    await producer.end(commits)
  }
  const without = await scanned(cluster, 1, {})
  const everything = await scanned(cluster, 1, { withAborted: true })
  expect([without.offsets, everything.offsets]).toEqual([[[0, 4]], [[0, 2, 4]]])
  expect(everything.chunks.flatMap(({ records }) => records.map(({ outcome }) => outcome))).toEqual(['committed', 'aborted', 'committed'])
  expect(without.result.closing).toBe('Complete: 2 records of 1 partition looked at, 2 matches. 1 record of aborted transactions left out.')
})

it('waits for whoever takes the chunks, one at a time', async () => {
  let [running, most] = [0, 0]
  const onChunk = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
  }
  const partition = { batches: Array.from({ length: 50 }, (_, i) => batchAt(i * 100, Array.from({ length: 100 }, () => 'v'))), startOffset: 0, endOffset: 5_000 }
  const { result } = await scanOf([partition, partition, partition], { onChunk })
  expect([most, result.matched]).toEqual([1, 15_000])
})

it('ends with what a taker throws', async () => {
  const onChunk = (): void => {
    throw new Error('no room')
  }
  await expect(scanOf([{ batches: [batchAt(0, ['a'])], startOffset: 0, endOffset: 1 }], { onChunk })).rejects.toThrow('no room')
})

it('stops when it is told to, and when its budget is used up', async () => {
  const partition = { batches: Array.from({ length: 400 }, (_, i) => batchAt(i * 10, Array.from({ length: 10 }, () => 'x'.repeat(1_000)))), startOffset: 0, endOffset: 4_000 }
  const stop = new AbortController()
  const stopped = await scanOf([partition], { signal: stop.signal, onChunk: () => stop.abort() })
  expect(stopped.result).toMatchObject({ ended: 'stopped', closing: expect.stringMatching(/^Stopped, \d+ % of the offsets: / ) })
  const spared = await scanOf([partition], { budget: { maxBytes: 1_000_000, maxMs: 60_000 } })
  expect(spared.result.ended).toBe('budget')
  expect(spared.result.partitions[0]!.nextOffset).toBeLessThan(4_000)
})

it('goes on with the others where a partition cannot be read, and names it', async () => {
  const broken = batchAt(1, ['b', 'c'], { codec: 1 }).fill(0xee, 61)
  const { offsets, result } = await scanOf([
    { batches: [batchAt(0, ['a']), broken], startOffset: 0, endOffset: 3 },
    { batches: [batchAt(0, ['a'])], startOffset: 0, endOffset: 1 },
  ])
  expect(offsets).toEqual([[0], [0]])
  expect(result.closing).toMatch(/^Not complete, 50 % of the offsets: 2 records of 2 partitions looked at, 2 matches\. Partition 0 could not be read: The gzip data/)
})
