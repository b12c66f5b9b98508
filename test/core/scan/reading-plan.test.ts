import { expect, it } from 'vitest'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { planReading, type ReadingStart } from '../../../core/scan/reading-plan.ts'
import { ListOffsets } from '../../../core/protocol/messages/list-offsets.ts'
import { connectTo } from '../../support/cluster.ts'
import { on, startScriptedTopic } from '../../support/scripted-broker.ts'

/** Partition 0 holds [10, 50), its first record from time 7 on at 30; partition 1 is empty at 5; partition 2 cannot be asked. */
async function planOf(start: ReadingStart, partitions?: number[]) {
  const offsets = on(ListOffsets, ({ topics }) => ({
    topics: [{ name: 'orders', partitions: topics[0]!.partitions.map(({ partitionIndex, timestamp }) => ({ partitionIndex, errorCode: partitionIndex === 2 ? 56 : 0, offset: offsetAt(partitionIndex, timestamp) })) }],
  }))
  const empty = { batches: [], startOffset: 0, endOffset: 0 }
  const { address } = await startScriptedTopic([empty, empty, empty], [offsets])
  const cluster = connectTo(address)
  const plan = await planReading(cluster, await TopicReader.open(cluster, 'orders'), start, partitions)
  return { ...plan, planned: plan.partitions.map(({ startOffset, position, endOffset, error }) => (error ? error.message : [startOffset, position, endOffset])) }
}

function offsetAt(partition: number, timestamp: number): number {
  if (partition === 1) return timestamp < 0 ? 5 : -1
  if (timestamp === -2) return 10
  if (timestamp === -1) return 50
  return timestamp <= 7 ? 30 : -1
}

const FAILED = 'Partition 2 of "orders": The broker could not read or write its log on disk.'
const covering = (partition: number, startOffset: number, fromOffset: number, toOffset: number, endOffset: number, error: Error | null = null) => ({ partition, startOffset, endOffset, fromOffset, toOffset, error })
const going = (direction: 'backward' | 'forward', ...coverage: ReturnType<typeof covering>[]): ReadingStart => ({ kind: 'continue', direction, coverage, fromTimestamp: 1n, untilTimestamp: 9n })

it.each<[string, ReadingStart, unknown[]]>([
  ['from the end', { kind: 'newest' }, [[10, 50, 50], [5, 5, 5], FAILED]],
  ['from the beginning', { kind: 'oldest' }, [[10, 10, 50], [5, 5, 5], FAILED]],
  ['from an offset', { kind: 'offset', offset: 20, untilOffset: 30 }, [[20, 20, 30], [5, 5, 5], FAILED]],
  ['from an offset before the beginning', { kind: 'offset', offset: 0, untilOffset: 12 }, [[10, 10, 12], [5, 5, 5], FAILED]],
  ['from an offset behind the end', { kind: 'offset', offset: 80, untilOffset: null }, [[50, 50, 50], [5, 5, 5], FAILED]],
  ['from a time', { kind: 'time', fromTimestamp: 7n, untilTimestamp: null }, [[30, 30, 50], [5, 5, 5], FAILED]],
  ['from a time that nothing has reached', { kind: 'time', fromTimestamp: 8n, untilTimestamp: 9n }, [[50, 50, 50], [5, 5, 5], FAILED]],
  ['on, forwards', going('forward', covering(0, 10, 10, 33, 40)), [[10, 33, 40]]],
  ['on, backwards', going('backward', covering(0, 10, 33, 40, 40)), [[10, 33, 40]]],
  ['on, backwards, where nothing could be asked', going('backward', covering(0, 0, 0, 0, 0, new Error('once'))), [[10, 50, 50]]],
  ['on, forwards, where nothing could be asked', going('forward', covering(0, 0, 0, 0, 0, new Error('once'))), ['once']],
  ['on, in a partition that is gone', going('forward', covering(7, 0, 0, 1, 2)), ['Topic "orders" has 3 partitions; partition 7 does not exist any more.']],
])('plans a reading %s', async (_where, start, expected) => {
  expect((await planOf(start)).planned).toEqual(expected)
})

it('keeps to the partitions that are asked for, also where a reading goes on', async () => {
  expect((await planOf({ kind: 'oldest' }, [1])).planned).toEqual([[5, 5, 5]])
  expect((await planOf(going('forward', covering(0, 10, 10, 33, 40), covering(1, 5, 5, 5, 5)), [0])).planned).toEqual([[10, 33, 40]])
  await expect(planOf({ kind: 'oldest' }, [9])).rejects.toThrow('Topic "orders" has 3 partitions; partition 9 does not exist.')
})

it('keeps the bounds in time', async () => {
  expect(await planOf({ kind: 'time', fromTimestamp: 7n, untilTimestamp: 8n })).toMatchObject({ isBackward: false, fromTimestamp: 7n, untilTimestamp: 8n })
  expect(await planOf(going('backward'))).toMatchObject({ isBackward: true, fromTimestamp: 1n, untilTimestamp: 9n })
})
