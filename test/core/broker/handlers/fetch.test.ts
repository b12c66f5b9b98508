// Fetch: whole batches, limits, long poll and errors, the same through every version.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetch } from '../../../../core/broker/handlers/fetch.ts'
import { produce } from '../../../../core/broker/handlers/produce.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import { Produce } from '../../../../core/protocol/messages/produce.ts'
import { batches, encodeBatch } from '../../../../core/protocol/records/record-batch.ts'
import { settle } from '../../../support/fake-time.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'
import { batchOf } from '../../../support/logs.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
})
afterEach(() => t.close())

const NOW = Date.UTC(2026, 0, 1)
const SIZE = batchOf(10, NOW).length

async function append(partition: number, ...records: Buffer[]): Promise<void> {
  for (const batch of records) {
    await t.call(Produce, produce, 9, { transactionalId: null, acks: -1, timeoutMs: 1000, topicData: [{ name: 'orders', partitionData: [{ index: partition, records: batch }] }] })
  }
}

interface Options {
  readonly maxWaitMs?: number
  readonly minBytes?: number
  readonly maxBytes?: number
  readonly partitionMaxBytes?: number
  readonly isolationLevel?: number
  readonly sessionId?: number
  readonly sessionEpoch?: number
  readonly currentLeaderEpoch?: number
  readonly lastFetchedEpoch?: number
}

function read(version: number, positions: [partition: number, offset: number][], options: Options = {}) {
  const { maxWaitMs = 0, minBytes = 1, maxBytes = 1 << 20, partitionMaxBytes = 1 << 20, currentLeaderEpoch = -1, lastFetchedEpoch = -1, ...rest } = options
  const partitions = positions.map(([partition, fetchOffset]) => ({ partition, fetchOffset, partitionMaxBytes, currentLeaderEpoch, lastFetchedEpoch }))
  return t.call(Fetch, fetch, version, { maxWaitMs, minBytes, maxBytes, ...rest, topics: [{ topic: 'orders', topicId: t.topics.get('orders')!.topicId, partitions }], forgottenTopicsData: [] })
}

const partitionsOf = (response: Awaited<ReturnType<typeof read>>) =>
  response.responses[0]!.partitions.map(({ errorCode, highWatermark, records }) => [errorCode, highWatermark, [...batches(records ?? Buffer.alloc(0))].map(({ header }) => header.baseOffset)])

describe.each(versions(Fetch))('version %i', (version) => {
  it('returns whole batches from the one that contains the offset, with watermarks', async () => {
    await append(0, batchOf(10, NOW), batchOf(10, NOW))
    expect(partitionsOf(await read(version, [[0, 15], [1, 0]]))).toEqual([[0, 20, [10]], [0, 0, []]])
    const [partition] = (await read(version, [[0, 0]], { isolationLevel: 1 })).responses[0]!.partitions
    expect(partition).toMatchObject({ lastStableOffset: 20, logStartOffset: version >= 5 ? 0 : -1, abortedTransactions: [], preferredReadReplica: -1 })
  })

  it('waits for records and answers when they are durable', async () => {
    const waiting = read(version, [[0, 0]], { maxWaitMs: 5000 })
    await settle()
    expect(t.fetches.count).toBe(1)
    await append(0, batchOf(1, NOW))
    expect(partitionsOf(await waiting)).toEqual([[0, 1, [0]]])
  })

  it('answers each error on its partition and does not wait then', async () => {
    expect(partitionsOf(await read(version, [[0, 5], [7, 0]], { maxWaitMs: 60_000 }))).toEqual([
      [ErrorCode.OFFSET_OUT_OF_RANGE, -1, []],
      [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1, []],
    ])
  })
})

describe('limits', () => {
  beforeEach(async () => {
    await append(0, ...Array.from({ length: 4 }, () => batchOf(10, NOW)))
    await append(1, ...Array.from({ length: 4 }, () => batchOf(10, NOW)))
  })

  it('the first batch comes whatever its size, and only the first (KIP-74)', async () => {
    expect(partitionsOf(await read(11, [[0, 0], [1, 0]], { maxBytes: 1, partitionMaxBytes: 1 }))).toEqual([[0, 40, [0]], [0, 40, []]])
  })

  it('partitions are filled in the order of the request until max bytes', async () => {
    expect(partitionsOf(await read(11, [[1, 0], [0, 0]], { maxBytes: SIZE * 5 }))).toEqual([[0, 40, [0, 10, 20, 30]], [0, 40, [0]]])
    expect(partitionsOf(await read(11, [[0, 0], [1, 0]], { partitionMaxBytes: SIZE * 2 }))).toEqual([[0, 40, [0, 10]], [0, 40, [0, 10]]])
  })

  it('an empty answer at the end waits for max wait, not longer', async () => {
    const waiting = read(11, [[0, 40]], { maxWaitMs: 300 })
    await t.store.time.advance(299)
    expect(t.fetches.count).toBe(1)
    await t.store.time.advance(1)
    expect(partitionsOf(await waiting)).toEqual([[0, 40, []]])
  })

  it('min bytes are waited for, counting what arrives on any of the partitions', async () => {
    const waiting = read(11, [[0, 40], [1, 40]], { maxWaitMs: 60_000, minBytes: SIZE * 2 })
    await settle()
    await append(0, batchOf(10, NOW))
    await settle()
    expect(t.fetches.count).toBe(1)
    await append(1, batchOf(10, NOW))
    expect(partitionsOf(await waiting)).toEqual([[0, 50, [40]], [0, 50, [40]]])
  })
})

describe('fetch', () => {
  it('ends its wait when the topic is deleted, with the error for it', async () => {
    const waiting = read(11, [[0, 0]], { maxWaitMs: 60_000 })
    await settle()
    await t.topics.delete(t.topics.get('orders')!)
    expect(partitionsOf(await waiting)).toEqual([[ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1, []]])
  })

  it('leaves nothing parked behind a closed connection', async () => {
    const waiting = read(11, [[0, 0]], { maxWaitMs: 60_000 })
    await settle()
    t.disconnect()
    await waiting
    expect([t.fetches.count, t.store.time.pending]).toEqual([0, 1]) // the disk guard's timer
  })

  it('holds no records while it waits for more', async () => {
    await append(0, encodeBatch({ records: [{ key: null, value: Buffer.alloc(1_000_000), timestamp: NOW }] }))
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    collect()
    const before = process.memoryUsage().arrayBuffers
    const waiting = Array.from({ length: 30 }, () => read(11, [[0, 0]], { maxWaitMs: 60_000, minBytes: 2_000_000, maxBytes: 4_000_000 }))
    await settle()
    expect(t.fetches.count).toBe(30)
    collect()
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000)
    t.disconnect()
    await Promise.all(waiting)
  })

  it('never returns what is not durable', async () => {
    const log = t.context.logs.get(t.topics.get('orders')!.partitions[0]!)!
    const unit = { appends: [], writes: [] }
    log.append(batchOf(3, NOW), { produceVersion: 9 }, unit)
    expect(partitionsOf(await read(11, [[0, 0]]))).toEqual([[0, 0, []]])
    await t.context.storage.commit(unit)
    expect(partitionsOf(await read(11, [[0, 0]]))).toEqual([[0, 3, [0]]])
  })

  it('keeps no sessions: a full fetch of any kind is served with session id 0, an incremental one refused', async () => {
    for (const [sessionId, sessionEpoch] of [[0, -1], [0, 0], [5, -1], [5, 0]] as const) {
      expect(await read(11, [[0, 0]], { sessionId, sessionEpoch })).toMatchObject({ errorCode: 0, sessionId: 0 })
    }
    expect((await read(11, [[0, 0]], { sessionId: 5, sessionEpoch: 1 })).errorCode).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)
    expect((await read(11, [[0, 0]], { sessionId: 0, sessionEpoch: 1 })).errorCode).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)
  })

  it('checks the leader epoch that the client believes in (KIP-320)', async () => {
    const codes = await Promise.all([-1, 0, 1].map(async (currentLeaderEpoch) => partitionsOf(await read(12, [[0, 0]], { currentLeaderEpoch }))[0]![0]))
    expect(codes).toEqual([0, 0, ErrorCode.UNKNOWN_LEADER_EPOCH])
    expect(partitionsOf(await read(12, [[0, 0]], { lastFetchedEpoch: 3 }))[0]![0]).toBe(ErrorCode.OFFSET_OUT_OF_RANGE)
  })

  it('refuses zstd to consumers before version 10 (KIP-110)', async () => {
    await append(0, batchOf(1, NOW, { codec: 4 }))
    expect(partitionsOf(await read(9, [[0, 0]]))[0]![0]).toBe(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE)
    expect(partitionsOf(await read(10, [[0, 0]]))[0]![0]).toBe(0)
  })
})
