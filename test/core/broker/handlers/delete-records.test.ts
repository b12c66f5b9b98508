// DeleteRecords: the log start moves, durably, and every refusal is one partition's.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deleteRecords } from '../../../../core/broker/handlers/delete-records.ts'
import { fetch } from '../../../../core/broker/handlers/fetch.ts'
import type { PartitionLog } from '../../../../core/log/partition-log.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DeleteRecords } from '../../../../core/protocol/messages/delete-records.ts'
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import { settle } from '../../../support/fake-time.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'
import { produceRecords } from '../../../support/produce-records.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 3, configs: {} })
  await produceRecords(t, 'orders', 0, 10)
})
afterEach(() => t.close())

const log = (topic: string, partition: number): PartitionLog => t.context.logs.get(t.topics.get(topic)!.partitions[partition]!)!

/** [partition, offset] -> [partition, low watermark, error] */
async function cut(wanted: [number, number][], { name = 'orders', version = 2 } = {}) {
  const partitions = wanted.map(([partitionIndex, offset]) => ({ partitionIndex, offset }))
  const { topics } = await t.call(DeleteRecords, deleteRecords, version, { topics: [{ name, partitions }], timeoutMs: 1000 })
  expect(topics.map((topic) => topic.name)).toEqual([name])
  return topics[0]!.partitions.map(({ partitionIndex, lowWatermark, errorCode }) => [partitionIndex, lowWatermark, errorCode])
}

describe.each(versions(DeleteRecords))('version %i', (version) => {
  test('moves the log start to the offset and answers it', async () => {
    expect(await cut([[0, 4]], { version })).toEqual([[0, 4, 0]])
    expect(log('orders', 0).logStartOffset).toBe(4)
  })

  test('-1 means the high watermark', async () => {
    expect(await cut([[0, -1], [1, -1]], { version })).toEqual([[0, 10, 0], [1, 0, 0]])
    expect(log('orders', 0)).toMatchObject({ logStartOffset: 10, highWatermark: 10, sizeBytes: 0 })
  })

  test('partitions fail on their own', async () => {
    expect(await cut([[0, 11]], { version })).toEqual([[0, -1, ErrorCode.OFFSET_OUT_OF_RANGE]])
    expect(await cut([[0, 3], [1, 1], [7, 0], [2, -2]], { version })).toEqual([
      [0, 3, 0],
      [1, -1, ErrorCode.OFFSET_OUT_OF_RANGE],
      [7, -1, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      [2, -1, ErrorCode.OFFSET_OUT_OF_RANGE],
    ])
  })
})

test('an offset at or before the log start changes nothing and answers the log start', async () => {
  await cut([[0, 6]])
  expect(await cut([[0, 6]])).toEqual([[0, 6, 0]])
  expect(await cut([[0, 2]])).toEqual([[0, 6, 0]])
})

test('of a partition that comes twice the last offset counts', async () => {
  expect(await cut([[0, 6], [0, 11]])).toEqual([[0, -1, ErrorCode.OFFSET_OUT_OF_RANGE]])
  expect(await cut([[0, 11], [0, 6]])).toEqual([[0, 6, 0]])
})

test('the log start is there again after a restart, and appends go on from the end', async () => {
  await cut([[0, -1]])
  await t.store.reopen()
  expect(t.store.storage.partition(log('orders', 0).partitionId)).toMatchObject({ logStartOffset: 10, endOffset: 10 })
})

test.each([
  ['an unknown topic', 'nope', {}, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
  ['a topic that is only compacted', 'compacted', { 'cleanup.policy': 'compact' }, ErrorCode.POLICY_VIOLATION],
  ['a topic that is compacted and deletes', 'both', { 'cleanup.policy': 'compact,delete' }, 0],
  ['a topic that keeps everything', 'kept', { 'cleanup.policy': '' }, 0],
  ['an internal topic', '__consumer_offsets', {}, ErrorCode.INVALID_TOPIC_EXCEPTION],
])('%s', async (_, name, configs, errorCode) => {
  if (name !== 'nope') await t.topics.create({ name, partitionCount: 1, configs })
  expect(await cut([[0, -1]], { name })).toEqual([[0, errorCode === 0 ? 0 : -1, errorCode]])
})

test('a client that may not delete is told so for every partition, whether they exist or not', async () => {
  refuseEverything(t)
  expect(await cut([[0, 4], [9, 0]])).toEqual([[0, -1, ErrorCode.TOPIC_AUTHORIZATION_FAILED], [9, -1, ErrorCode.TOPIC_AUTHORIZATION_FAILED]])
  expect(log('orders', 0).logStartOffset).toBe(0)
})

test('a fetch that waits at the end goes on waiting', async () => {
  const partitions = [{ partition: 0, fetchOffset: 10, partitionMaxBytes: 1000 }]
  const waiting = t.call(Fetch, fetch, 11, { maxWaitMs: 60_000, minBytes: 1, topics: [{ topic: 'orders', partitions }], forgottenTopicsData: [] })
  await settle()
  await cut([[0, -1]])
  expect(t.fetches.count).toBe(1)
  await produceRecords(t, 'orders', 0, 1)
  expect((await waiting).responses[0]!.partitions[0]).toMatchObject({ errorCode: 0, logStartOffset: 10, highWatermark: 11 })
})
