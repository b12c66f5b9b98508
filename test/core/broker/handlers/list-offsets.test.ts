// ListOffsets: special timestamps by version, and timestamps at record granularity.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listOffsets } from '../../../../core/broker/handlers/list-offsets.ts'
import { offsetForLeaderEpoch } from '../../../../core/broker/handlers/offset-for-leader-epoch.ts'
import { crc32c } from '../../../../core/base/crc32c.ts'
import { encodeBatch } from '../../../../core/protocol/records/record-batch.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ListOffsets } from '../../../../core/protocol/messages/list-offsets.ts'
import { OffsetForLeaderEpoch } from '../../../../core/protocol/messages/offset-for-leader-epoch.ts'
import type { PendingUnit } from '../../../../core/log/partition-log.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'
import { batchOf } from '../../../support/logs.ts'

let t: TestContext
const NOW = Date.UTC(2026, 0, 1)
beforeEach(async () => {
  t = await openTestContext()
  const { partitions } = await t.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
  const unit: PendingUnit = { appends: [], writes: [] }
  t.context.logs.get(partitions[0]!)!.append(batchOf(10, NOW), { produceVersion: 9 }, unit) // NOW .. NOW + 9
  t.context.logs.get(partitions[0]!)!.append(batchOf(10, NOW - 500), { produceVersion: 9 }, unit)
  await t.context.storage.commit(unit)
})
afterEach(() => t.close())

async function ask(version: number, timestamp: number, { partition = 0, topic = 'orders', currentLeaderEpoch = -1 } = {}) {
  const response = await t.call(ListOffsets, listOffsets, version, {
    replicaId: -1,
    isolationLevel: 1,
    timeoutMs: 1000,
    topics: [{ name: topic, partitions: [{ partitionIndex: partition, timestamp, currentLeaderEpoch }] }],
  })
  const { errorCode, offset, timestamp: found } = response.topics[0]!.partitions[0]!
  return [errorCode, offset, found]
}

describe('records that no honest producer sends', () => {
  async function append(batch: Buffer): Promise<void> {
    const unit: PendingUnit = { appends: [], writes: [] }
    t.context.logs.get(t.topics.get('orders')!.partitions[1]!)!.append(batch, { produceVersion: 9 }, unit)
    await t.context.storage.commit(unit)
  }

  it('with timestamps far beyond what their batch says do not keep anybody from searching', async () => {
    const batch = encodeBatch({ records: [{ key: null, value: null, timestamp: 1000 }], baseTimestamp: 0 })
    batch.writeBigInt64BE(2n ** 62n, 27) // base
    batch.writeBigInt64BE(BigInt(NOW), 35) // max
    batch.writeUInt32BE(crc32c(batch.subarray(21)), 17)
    await append(batch)
    expect(await ask(7, NOW, { partition: 1 })).toEqual([0, 0, NOW])
    expect(await ask(7, -3, { partition: 1 })).toEqual([0, 0, NOW])
  })

  it('answers a search for the end of time', async () => {
    expect(await ask(7, Number.MAX_SAFE_INTEGER)).toEqual([0, -1, -1])
    const frame = ListOffsets.encodeRequest(7, { replicaId: -1, isolationLevel: 0, topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, timestamp: 0x1234567 }] }] })
    const at = frame.indexOf(Buffer.from('01234567', 'hex'))
    frame.writeBigInt64BE(2n ** 63n - 1n, at - 4)
    expect(ListOffsets.decodeRequest(7, frame).topics[0]!.partitions[0]!.timestamp).toBe(Number.MAX_SAFE_INTEGER)
  })
})

describe.each(versions(ListOffsets))('version %i', (version) => {
  const since = (minimum: number, answer: unknown[]): unknown[] => (version >= minimum ? answer : [ErrorCode.UNSUPPORTED_VERSION, -1, -1])

  it('answers every special timestamp it knows, and UNSUPPORTED_VERSION for the others', async () => {
    expect(await ask(version, -1), 'latest').toEqual([0, 20, -1])
    expect(await ask(version, -2), 'earliest').toEqual([0, 0, -1])
    expect(await ask(version, -3), 'greatest timestamp').toEqual(since(7, [0, 9, NOW + 9]))
    expect(await ask(version, -4), 'earliest local').toEqual(since(8, [0, 0, -1]))
    expect(await ask(version, -5), 'latest tiered').toEqual(since(9, [0, -1, -1]))
    expect(await ask(version, -6), 'earliest pending upload').toEqual(since(11, [0, -1, -1]))
    expect(await ask(version, -99)).toEqual([ErrorCode.UNSUPPORTED_VERSION, -1, -1])
  })

  it('finds the first record at or after a timestamp; none is -1 without an error', async () => {
    expect(await ask(version, NOW + 4)).toEqual([0, 4, NOW + 4])
    expect(await ask(version, NOW - 400)).toEqual([0, 0, NOW])
    expect(await ask(version, NOW + 10)).toEqual([0, -1, -1])
    expect(await ask(version, 0, { partition: 1 })).toEqual([0, -1, -1])
  })

  it('answers unknown topics and partitions, and from version 4 unknown leader epochs', async () => {
    expect(await ask(version, -1, { topic: 'nowhere' })).toEqual([ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1, -1])
    expect(await ask(version, -1, { partition: 2 })).toEqual([ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1, -1])
    expect((await ask(version, -1, { currentLeaderEpoch: 1 }))[0]).toBe(version >= 4 ? ErrorCode.UNKNOWN_LEADER_EPOCH : 0)
    expect((await ask(version, -1, { currentLeaderEpoch: -2 }))[0]).toBe(version >= 4 ? ErrorCode.FENCED_LEADER_EPOCH : 0)
  })

  it('answers a partition that is named twice once, and refuses it', async () => {
    const partition = { partitionIndex: 0, timestamp: -1 }
    const { topics } = await t.call(ListOffsets, listOffsets, version, { replicaId: -1, topics: [{ name: 'orders', partitions: [partition, partition] }], timeoutMs: 1_000 })
    expect(topics[0]!.partitions.map(({ partitionIndex, errorCode }) => [partitionIndex, errorCode])).toEqual([[0, ErrorCode.INVALID_REQUEST]])
  })
})

describe.each(versions(OffsetForLeaderEpoch))('OffsetForLeaderEpoch version %i', (version) => {
  it('knows epoch 0 up to the log end, and no other', async () => {
    const answers: unknown[] = []
    for (const [partition, leaderEpoch, currentLeaderEpoch] of [[0, 0, -1], [0, 3, -1], [0, -1, 0], [0, 0, 2], [5, 0, -1]] as const) {
      const response = await t.call(OffsetForLeaderEpoch, offsetForLeaderEpoch, version, { replicaId: -1, topics: [{ topic: 'orders', partitions: [{ partition, currentLeaderEpoch, leaderEpoch }] }] })
      const found = response.topics[0]!.partitions[0]!
      answers.push([found.errorCode, found.leaderEpoch, found.endOffset])
    }
    expect(answers).toEqual([[0, 0, 20], [0, -1, -1], [0, -1, -1], [ErrorCode.UNKNOWN_LEADER_EPOCH, -1, -1], [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1, -1]])
  })
})
