// What sessions need of reading; limits, errors and transactions are in ../handlers/fetch.test.ts.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { logsOf, readPartitions, type WantedPartition } from '../../../../core/broker/fetch/read-partitions.ts'
import type { RequestContext } from '../../../../core/broker/handler.ts'
import { openTestContext, type TestContext } from '../../../support/handler-context.ts'
import { produceRecords } from '../../../support/produce-records.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
  await produceRecords(t, 'orders', 0, 3)
})
afterEach(() => t.close())

const position = (partition: number, fetchOffset: number, told: Partial<WantedPartition> = {}): WantedPartition => ({
  partition, fetchOffset, currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: 1_000, ...told,
})
const context = () => ({ broker: t.context, apiVersion: 12 }) as RequestContext
const read = (...partitions: WantedPartition[]) => readPartitions([{ topic: 'orders', topicId: '', partitions }], 0, 10_000, context())

it('passes over a partition without records of which everything is known', () => {
  const known = { toldHighWatermark: 3, toldLogStartOffset: 0 }
  expect(read(position(0, 3, known)).topics).toEqual([])
  for (const other of [position(0, 3), position(0, 2, known), position(0, 3, { ...known, toldHighWatermark: 2 }), position(0, 3, { ...known, toldLogStartOffset: 1 })]) {
    expect(read(other).topics[0]!.partitions).toMatchObject([{ partitionIndex: 0, errorCode: 0, highWatermark: 3 }])
  }
})

it('never passes over an error', () => {
  const { topics, hasError } = read(position(0, 9, { toldHighWatermark: 3, toldLogStartOffset: 0 }))
  expect([topics[0]!.partitions[0]!.errorCode, hasError]).toEqual([1, true])
})

it('tells what does not exist last, next to its topic where that comes last anyway', () => {
  const all = [{ topic: 'nope', topicId: '', partitions: [position(0, 0)] }, { topic: 'orders', topicId: '', partitions: [position(7, 0), position(0, 0)] }]
  const order = (wanted: typeof all) => readPartitions(wanted, 0, 10_000, context()).topics.map(({ topic, partitions }) => [topic, ...partitions.map(({ partitionIndex }) => partitionIndex)])
  expect(order(all)).toEqual([['orders', 0], ['nope', 0], ['orders', 7]])
  expect(order(all.slice(1))).toEqual([['orders', 0, 7]])
  expect(order(all.slice(0, 1))).toEqual([['nope', 0]])
})

it('tells aborted transactions of it as Kafka does: none, or null where it went while the fetch waited', () => {
  const wanted = [{ topic: 'nope', topicId: '', partitions: [position(0, 0)] }]
  const told = (missingBefore?: ReadonlySet<string>) => readPartitions(wanted, 0, 10_000, context(), missingBefore).topics[0]!.partitions[0]!.abortedTransactions
  expect([told(), told(readPartitions(wanted, 0, 10_000, context()).missing), told(new Set())]).toEqual([[], [], null])
})

it('counts no error for what does not exist: a fetch waits for the rest', () => {
  const wanted = [{ topic: 'nope', topicId: '', partitions: [position(0, 0)] }]
  expect(readPartitions(wanted, 0, 10_000, context()).hasError).toBe(false)
})

it('makes an error of a size below zero, and goes on with nothing left', () => {
  const wanted = [{ topic: 'orders', topicId: '', partitions: [position(0, 0), position(0, 0)] }]
  const [first, second] = readPartitions(wanted, 0, -1, context()).topics[0]!.partitions
  expect([first!.errorCode, second!.errorCode, (second!.records as Buffer).length > 0]).toEqual([-1, 0, true])
  expect(read(position(0, 0, { partitionMaxBytes: -1 })).topics[0]!.partitions[0]!.errorCode).toBe(-1)
})

it('knows the logs of the partitions that exist', () => {
  const wanted = [{ topic: 'orders', topicId: '', partitions: [position(1, 0), position(5, 0)] }, { topic: 'nope', topicId: '', partitions: [position(0, 0)] }]
  expect([...logsOf(wanted, context())].map(({ partition }) => partition.partition)).toEqual([1])
})
