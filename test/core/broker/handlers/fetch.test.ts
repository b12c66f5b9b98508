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

  it('sees what arrives although as much was deleted meanwhile', async () => {
    await append(0, batchOf(10, NOW))
    const waiting = read(11, [[0, 10]], { maxWaitMs: 60_000 })
    await settle()
    await t.context.storage.commit({ logStarts: [{ partition: t.topics.get('orders')!.partitions[0]!, offset: 10 }] })
    expect(t.fetches.count).toBe(1)
    await append(0, batchOf(1, NOW))
    expect(partitionsOf(await waiting)).toEqual([[0, 11, [10]]])
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
    // Contexts that other tests of this process make are to be as ever.
    setFlagsFromString('--no-expose-gc')
    collect()
    const before = process.memoryUsage().arrayBuffers
    const waiting = Array.from({ length: 30 }, () => read(11, [[0, 0]], { maxWaitMs: 60_000, minBytes: 2_000_000, maxBytes: 4_000_000 }))
    await settle()
    expect(t.fetches.count).toBe(30)
    // What is swept beside this thread is given back a moment later.
    const heldBytes = (): number => {
      collect()
      return process.memoryUsage().arrayBuffers - before
    }
    await expect.poll(heldBytes, { timeout: 5_000 }).toBeLessThan(10_000_000)
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

  it.each([[11, 1], [13, 0]])('v%i: an isolation level that does not exist is an error of the whole fetch', async (version, topics) => {
    const response = await read(version, [[0, 0]], { isolationLevel: 2 })
    expect([response.errorCode, response.responses.length]).toEqual([ErrorCode.UNKNOWN_SERVER_ERROR, topics])
    expect(response.responses.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))).toEqual(Array.from({ length: topics }, () => ErrorCode.UNKNOWN_SERVER_ERROR))
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

describe('sessions (KIP-227)', () => {
  interface SessionOptions extends Options {
    readonly forgotten?: readonly number[]
    readonly version?: number
  }

  /** An error, or the partitions that are told with their high watermark and the base offsets of their batches. */
  async function step(sessionId: number, sessionEpoch: number, positions: [partition: number, offset: number][], options: SessionOptions = {}) {
    const { forgotten = [], version = 13, maxWaitMs = 0 } = options
    const topicId = t.topics.get('orders')!.topicId
    const partitions = positions.map(([partition, fetchOffset]) => ({ partition, fetchOffset, partitionMaxBytes: 1 << 20 }))
    const response = await t.call(Fetch, fetch, version, {
      maxWaitMs, minBytes: 1, maxBytes: 1 << 20, sessionId, sessionEpoch,
      topics: positions.length > 0 ? [{ topic: 'orders', topicId, partitions }] : [],
      forgottenTopicsData: forgotten.length > 0 ? [{ topic: 'orders', topicId, partitions: [...forgotten] }] : [],
    })
    const told = response.responses.flatMap((topic) => topic.partitions.map((partition) => {
      const offsets = [...batches(partition.records ?? Buffer.alloc(0))].map(({ header }) => header.baseOffset)
      return partition.errorCode === 0 ? [partition.partitionIndex, partition.highWatermark, offsets] : [partition.partitionIndex, `error ${partition.errorCode}`]
    }))
    return { id: response.sessionId, told: response.errorCode === 0 ? told : `error ${response.errorCode}` }
  }

  it.each([7, 12, 13, 18])('v%i: a session is opened by a full fetch, goes on with what has changed, and ends', async (version) => {
    await append(0, batchOf(2, NOW))
    const { id, told } = await step(0, 0, [[0, 0], [1, 0]], { version })
    expect(id).toBeGreaterThan(0)
    expect(told).toEqual([[0, 2, [0]], [1, 0, []]])
    expect(await step(id, 1, [[0, 2]], { version })).toEqual({ id, told: [] })
    await append(1, batchOf(1, NOW))
    expect(await step(id, 2, [], { version })).toEqual({ id, told: [[1, 1, [0]]] })
    expect(await step(id, -1, [[0, 2]], { version })).toEqual({ id: 0, told: [[0, 2, []]] })
    expect(await step(id, 3, [], { version })).toEqual({ id: 0, told: `error ${ErrorCode.FETCH_SESSION_ID_NOT_FOUND}` })
  })

  it('tells a changed high watermark or log start without records, once', async () => {
    await append(0, batchOf(2, NOW))
    const { id } = await step(0, 0, [[0, 2], [1, 0]])
    const [first] = t.topics.get('orders')!.partitions
    await t.context.storage.commit({ logStarts: [{ partition: first!, offset: 1 }] })
    expect((await step(id, 1, [])).told).toEqual([[0, 2, []]])
    expect((await step(id, 2, [])).told).toEqual([])
  })

  it('tells an error every time, and the partition again once it is gone', async () => {
    const { id, told } = await step(0, 0, [[0, 5], [1, 0]])
    expect(told).toEqual([[0, `error ${ErrorCode.OFFSET_OUT_OF_RANGE}`], [1, 0, []]])
    expect((await step(id, 1, [])).told).toEqual([[0, `error ${ErrorCode.OFFSET_OUT_OF_RANGE}`]])
    expect((await step(id, 2, [[0, 0]])).told).toEqual([[0, 0, []]])
    expect((await step(id, 3, [])).told).toEqual([])
  })

  it('forgets partitions, takes in new ones, and is closed when none is left', async () => {
    const { id } = await step(0, 0, [[0, 0]])
    await append(0, batchOf(1, NOW))
    expect((await step(id, 1, [[1, 0]], { forgotten: [0] })).told).toEqual([[1, 0, []]])
    expect(await step(id, 2, [], { forgotten: [1] })).toEqual({ id: 0, told: [] })
    expect((await step(id, 3, [])).told).toBe(`error ${ErrorCode.FETCH_SESSION_ID_NOT_FOUND}`)
  })

  it.each([
    ['an id that was never given out', 0, 1, 13, ErrorCode.FETCH_SESSION_ID_NOT_FOUND],
    ['an epoch that is not due', 'id', 2, 13, ErrorCode.INVALID_FETCH_SESSION_EPOCH],
    ['names in a session of topic ids', 'id', 1, 12, ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR],
  ] as const)('%s is an error of the whole fetch', async (_, which, epoch, version, errorCode) => {
    const { id } = await step(0, 0, [[0, 0]])
    expect(await step(which === 'id' ? id : 77, epoch, [[0, 0]], { version })).toEqual({ id: 0, told: `error ${errorCode}` })
    expect((await step(id, 1, [])).told).toEqual([])
  })

  it('a session that used names does not go on with topic ids', async () => {
    const { id } = await step(0, 0, [[0, 0]], { version: 12 })
    expect((await step(id, 1, [], { version: 13 })).told).toBe(`error ${ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR}`)
  })

  it('a full fetch replaces the session that it names', async () => {
    const { id } = await step(0, 0, [[0, 0]])
    const replaced = await step(id, 0, [[0, 0]])
    expect(replaced.id).not.toBe(id)
    expect(t.context.fetchSessions.count).toBe(1)
  })

  it('waits for records of any partition of the session, and wakes by them', async () => {
    const { id } = await step(0, 0, [[0, 0], [1, 0]])
    const waiting = step(id, 1, [], { maxWaitMs: 60_000 })
    await settle()
    await append(1, batchOf(1, NOW))
    expect((await waiting).told).toEqual([[1, 1, [0]]])
  })

  it('a fetch that was overtaken in its session is told so', async () => {
    const { id } = await step(0, 0, [[0, 0], [1, 0]])
    const overtaken = step(id, 1, [], { maxWaitMs: 60_000 })
    await settle()
    await step(id, 2, [])
    await append(1, batchOf(1, NOW))
    expect(await overtaken).toEqual({ id, told: `error ${ErrorCode.INVALID_FETCH_SESSION_EPOCH}` })
  })

  it('partitions that had records wait for their next turn behind the others', async () => {
    const { id } = await step(0, 0, [[0, 0], [1, 0]])
    await append(0, batchOf(1, NOW))
    await append(1, batchOf(1, NOW))
    expect((await step(id, 1, [])).told).toEqual([[0, 1, [0]], [1, 1, [0]]])
    await append(0, batchOf(1, NOW))
    expect((await step(id, 2, [[0, 1], [1, 1]])).told).toEqual([[0, 2, [1]]])
    await append(0, batchOf(1, NOW))
    await append(1, batchOf(1, NOW))
    expect((await step(id, 3, [[0, 2]])).told).toEqual([[1, 2, [1]], [0, 3, [2]]])
  })

  it('without slots the session id is 0', async () => {
    const none = await openTestContext({ 'max.incremental.fetch.session.cache.slots': '0' })
    const response = await none.call(Fetch, fetch, 13, { maxWaitMs: 0, minBytes: 1, sessionId: 0, sessionEpoch: 0, topics: [], forgottenTopicsData: [] })
    expect(response).toMatchObject({ errorCode: 0, sessionId: 0 })
    await none.close()
  })
})

describe('a consumer over its byte rate', () => {
  const limitTo = (consumer_byte_rate: number) =>
    t.context.clientQuotas.alter([{ entity: new Map([['client-id', 'test']]), changes: [{ key: 'consumer_byte_rate', value: consumer_byte_rate }] }], false)

  it('gets nothing, and how long to be quiet; what it does not get is not counted', async () => {
    await append(0, batchOf(10, NOW))
    const bytes = Fetch.encodeResponse(11, await read(11, [[0, 0]])).reduce((sum, { length }) => sum + length, 4)
    const limit = Math.ceil(bytes / 5)
    await limitTo(limit)
    const throttleTimeMs = Math.round(((bytes * 3) / 10 / limit - 1) * 10_000)
    expect(partitionsOf(await read(11, [[0, 0]]))).toEqual([[0, 10, [0]]])
    expect(partitionsOf(await read(11, [[0, 0]]))).toEqual([[0, 10, [0]]])
    for (const _ of [1, 2]) expect(await read(11, [[0, 0]])).toMatchObject({ throttleTimeMs, errorCode: 0, sessionId: 0, responses: [] })
    await t.store.time.advance(11_000)
    expect(partitionsOf(await read(11, [[0, 0]]))).toEqual([[0, 10, [0]]])
  })

  it('keeps its session, which is told nothing meanwhile', async () => {
    await append(0, batchOf(10, NOW))
    const open = await read(11, [[0, 10]], { sessionId: 0, sessionEpoch: 0 })
    await limitTo(5)
    await append(0, batchOf(10, NOW))
    expect(await read(11, [[0, 10]], { sessionId: open.sessionId, sessionEpoch: 1 })).toMatchObject({ throttleTimeMs: expect.any(Number), sessionId: open.sessionId, responses: [] })
    await limitTo(1e9)
    expect(partitionsOf(await read(11, [], { sessionId: open.sessionId, sessionEpoch: 2 }))).toEqual([[0, 20, [10]]])
  })

  it('is not read more than its window could take', async () => {
    await append(0, ...Array.from({ length: 4 }, () => batchOf(10, NOW)))
    await limitTo(Math.ceil((SIZE * 2 + 100) / 10))
    expect(partitionsOf(await read(11, [[0, 0]]))).toEqual([[0, 40, [0, 10]]])
  })
})
