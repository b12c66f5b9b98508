// DescribeLogDirs: the data folder, its file system, and the bytes of each partition.
import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeLogDirs } from '../../../../core/broker/handlers/describe-log-dirs.ts'
import type { PartitionLog } from '../../../../core/log/partition-log.ts'
import type { RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeLogDirs } from '../../../../core/protocol/messages/describe-log-dirs.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'
import { produceRecords } from '../../../support/produce-records.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
  await t.topics.create({ name: 'payments', partitionCount: 1, configs: {} })
  await produceRecords(t, 'orders', 1, 10)
})
afterEach(() => t.close())

const log = (topic: string, partition: number): PartitionLog => t.context.logs.get(t.topics.get(topic)!.partitions[partition]!)!
const ask = (topics: RequestInputOf<typeof DescribeLogDirs>['topics'], version = 5) => t.call(DescribeLogDirs, describeLogDirs, version, { topics })
const sizesOf = async (topics: RequestInputOf<typeof DescribeLogDirs>['topics']) =>
  (await ask(topics)).results[0]!.topics.map(({ name, partitions }) => [name, ...partitions.map(({ partitionIndex, partitionSize }) => [partitionIndex, partitionSize])])

describe.each(versions(DescribeLogDirs))('version %i', (version) => {
  test('tells the one folder with every partition', async () => {
    const { errorCode, results } = await ask(null, version)
    expect(errorCode).toBe(0)
    const partitionSize = log('orders', 1).sizeBytes
    expect(partitionSize).toBeGreaterThan(60)
    expect(results).toEqual([
      {
        errorCode: 0,
        logDir: t.store.directory,
        topics: [
          { name: 'orders', partitions: [
            { partitionIndex: 0, partitionSize: 0, offsetLag: 0, isFutureKey: false },
            { partitionIndex: 1, partitionSize, offsetLag: 0, isFutureKey: false },
          ] },
          { name: 'payments', partitions: [{ partitionIndex: 0, partitionSize: 0, offsetLag: 0, isFutureKey: false }] },
        ],
        totalBytes: version >= 4 ? expect.any(Number) : -1,
        usableBytes: version >= 4 ? expect.any(Number) : -1,
        isCordoned: false,
      },
    ])
  })
})

test('the bytes of the file system are those that there are and those that one may use', async () => {
  const { totalBytes, usableBytes } = (await ask([])).results[0]!
  expect(usableBytes).toBeGreaterThan(0)
  expect(totalBytes).toBeGreaterThanOrEqual(usableBytes)
})

test('only what is named and exists is told, once; no topics name nothing', async () => {
  expect(await sizesOf([{ topic: 'orders', partitions: [1, 9, 1] }, { topic: 'nope', partitions: [0] }, { topic: 'payments', partitions: [] }])).toEqual([
    ['orders', [1, log('orders', 1).sizeBytes]],
  ])
  expect(await sizesOf([{ topic: 'orders', partitions: [0] }, { topic: 'orders', partitions: [0, 1] }])).toEqual([['orders', [0, 0], [1, log('orders', 1).sizeBytes]]])
  expect(await sizesOf([])).toEqual([])
})

test('a client that may not see the cluster gets no folder, and from v3 on the reason', async () => {
  refuseEverything(t)
  expect(await ask(null, 3)).toMatchObject({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, results: [] })
  expect(await ask(null, 2)).toMatchObject({ errorCode: 0, results: [] })
})

test('a folder that is gone is KAFKA_STORAGE_ERROR', async () => {
  await rm(t.store.directory, { recursive: true })
  expect((await ask(null)).results).toMatchObject([{ errorCode: ErrorCode.KAFKA_STORAGE_ERROR, logDir: t.store.directory, topics: [], totalBytes: -1, usableBytes: -1 }])
})
