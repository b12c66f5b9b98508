// A partition's log on a real store: offsets, reads of whole batches, time search, retention, restart and failed commits.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Logs } from '../../../core/log/logs.ts'
import type { PendingUnit } from '../../../core/log/partition-log.ts'
import { crc32c } from '../../../core/base/crc32c.ts'
import { batches, encodeBatch } from '../../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../../core/protocol/records/record.ts'
import { batchOf, defaultLogConfigs, openTestLogs, type TestLogs } from '../../support/logs.ts'

let test: TestLogs | undefined
afterEach(async () => {
  await test?.close()
  test = undefined
})
const open = async (options = {}): Promise<TestLogs> => (test = await openTestLogs(options))

const T = Date.UTC(2026, 0, 1) // what FakeTime starts with

const offsets = (records: Buffer): number[] =>
  [...batches(records)].flatMap(({ at, header }) => decodeRecords(records, at, header).map((record) => Number(record.offset)))

describe('append', () => {
  it('gives consecutive offsets, stamps batches with them, and leaves the CRC right', async () => {
    const t = await open()
    const log = t.logs.create(1, defaultLogConfigs)
    expect([await t.append(log, batchOf(3, T)), await t.append(log, batchOf(2, T))]).toEqual([0, 3])
    const records = log.read(0, 1_000_000, true)
    expect(offsets(records)).toEqual([0, 1, 2, 3, 4])
    expect([...batches(records)].map(({ header }) => [header.baseOffset, header.partitionLeaderEpoch])).toEqual([[0, 0], [3, 0]])
  })

  it('runs ahead of durability: pipelined batches get their offsets at once, readers see them only when durable', async () => {
    const t = await open()
    const log = t.logs.create(1, defaultLogConfigs)
    const commits = [0, 2, 4].map((expected) => {
      const unit: PendingUnit = { appends: [], writes: [] }
      expect(log.append(batchOf(2, T), { produceVersion: 13 }, unit).baseOffset).toBe(expected)
      return t.storage.commit(unit)
    })
    expect([log.logEndOffset, log.highWatermark, log.read(0, 1000, true).length]).toEqual([6, 0, 0])
    await Promise.all(commits)
    expect([log.logEndOffset, log.highWatermark]).toEqual([6, 6])
  })

  it('stamps LogAppendTime where the topic asks for it', async () => {
    const t = await open()
    const log = t.logs.create(1, { ...defaultLogConfigs, timestampType: 'LogAppendTime' })
    const unit: PendingUnit = { appends: [], writes: [] }
    expect(log.append(batchOf(2, 5), { produceVersion: 13 }, unit)).toEqual({ baseOffset: 0, logAppendTimeMs: T })
    await t.storage.commit(unit)
    const records = log.read(0, 1000, true)
    const { at, header } = [...batches(records)][0]!
    expect(decodeRecords(records, at, header).map((record) => record.timestamp)).toEqual([BigInt(T), BigInt(T)])
    expect(log.offsetForTimestamp(T)).toEqual({ offset: 0, timestampMs: T })
  })

  it('answers a repeated batch with its original offset, also after a restart, and appends nothing', async () => {
    const t = await open()
    const batch = (): Buffer => batchOf(2, T, { producerId: 5, producerEpoch: 0, baseSequence: 0 })
    const log = t.logs.create(1, defaultLogConfigs)
    await t.append(log, batchOf(1, T))
    expect([await t.append(log, batch()), await t.append(log, batch())]).toEqual([1, 1])
    expect(log.highWatermark).toBe(3)
    const storage = await t.reopen()
    const logs = new Logs(storage, t.time)
    const again = logs.create(1, defaultLogConfigs)
    logs.restoreProducers()
    const unit: PendingUnit = { appends: [], writes: [] }
    expect(again.append(batch(), { produceVersion: 13 }, unit).baseOffset).toBe(1)
    expect(unit.appends).toEqual([])
    expect(() => again.append(batchOf(1, T, { producerId: 5, producerEpoch: 0, baseSequence: 7 }), { produceVersion: 13 }, unit)).toThrow('2 comes next')
  })

  it('falls back to what is durable after a failed commit: the same offsets and sequences are given again', async () => {
    const t = await open()
    const log = t.logs.create(1, defaultLogConfigs)
    await t.append(log, batchOf(2, T, { producerId: 5, producerEpoch: 0, baseSequence: 0 }))
    t.storage.failed.on(() => t.logs.reload())
    const lost: PendingUnit = { appends: [], writes: [] }
    log.append(batchOf(3, T, { producerId: 5, producerEpoch: 0, baseSequence: 2 }), { produceVersion: 13 }, lost)
    const poisoned = { ...lost, appends: [...lost.appends, { ...lost.appends[0]!, firstOffset: 0, lastOffset: 0 }] }
    await expect(t.storage.commit(poisoned)).rejects.toThrow('durable')
    expect([log.logEndOffset, log.highWatermark]).toEqual([2, 2])
    expect(await t.append(log, batchOf(3, T, { producerId: 5, producerEpoch: 0, baseSequence: 2 }))).toBe(2)
  })
})

describe('read', () => {
  async function five(options = {}): Promise<{ t: TestLogs; log: ReturnType<Logs['create']>; size: number }> {
    const t = await open(options)
    const log = t.logs.create(1, defaultLogConfigs)
    for (let i = 0; i < 5; i++) await t.append(log, batchOf(10, T))
    return { t, log, size: batchOf(10, T).length }
  }

  it('starts with the batch that contains the offset, even in its middle', async () => {
    const { log } = await five()
    expect(offsets(log.read(14, 1_000_000, true))[0]).toBe(10)
    expect(offsets(log.read(20, 1_000_000, true))[0]).toBe(20)
    expect(offsets(log.read(49, 1_000_000, true))).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49])
  })

  it('returns whole batches within the byte limit, and the first one whatever its size', async () => {
    const { log, size } = await five()
    expect(offsets(log.read(0, size * 2 + 1, true)).length).toBe(20)
    expect(offsets(log.read(0, size * 2 - 1, true)).length).toBe(10)
    expect(offsets(log.read(15, 1, true)).length).toBe(10)
    expect(log.read(0, size - 1, false).length).toBe(0)
  })

  it('reads packed values from any batch within them', async () => {
    const t = await open()
    const log = t.logs.create(1, defaultLogConfigs)
    const unit: PendingUnit = { appends: [], writes: [] }
    for (let i = 0; i < 8; i++) log.append(batchOf(5, T), { produceVersion: 13 }, unit)
    await t.storage.commit(unit) // one value of eight batches
    const size = batchOf(5, T).length
    for (let from = 0; from < 40; from++) expect(offsets(log.read(from, size * 2, true))).toEqual(Array.from({ length: from < 35 ? 10 : 5 }, (_, i) => Math.floor(from / 5) * 5 + i))
  })

  it('is empty at the high watermark', async () => {
    const { log } = await five()
    expect(log.read(50, 1000, true).length).toBe(0)
  })

  it('returns a batch larger than every internal buffer intact', async () => {
    const t = await open()
    const log = t.logs.create(1, { ...defaultLogConfigs, maxMessageBytes: 100_000_000 })
    const { encodeBatch } = await import('../../../core/protocol/records/record-batch.ts')
    const value = Buffer.alloc(20_000_000, 'headwater')
    await t.append(log, encodeBatch({ records: [{ key: null, value, timestamp: T }] }))
    const records = log.read(0, 1000, true)
    const { at, header } = [...batches(records)][0]!
    expect(decodeRecords(records, at, header)[0]!.value!.equals(value)).toBe(true)
  })
})

describe('offsetForTimestamp', () => {
  it('finds the first record at or after a timestamp, inside a batch, for every codec', async () => {
    const t = await open()
    const log = t.logs.create(1, defaultLogConfigs)
    for (const codec of [0, 1, 2, 3, 4] as const) await t.append(log, batchOf(10, T + codec * 100, { codec }))
    for (const codec of [0, 1, 2, 3, 4]) {
      expect(log.offsetForTimestamp(T + codec * 100 + 4)).toEqual({ offset: codec * 10 + 4, timestampMs: T + codec * 100 + 4 })
      expect(log.offsetForTimestamp(T + codec * 100 - 50)?.offset).toBe(codec * 10)
    }
    expect(log.offsetForTimestamp(0)?.offset).toBe(0)
    expect(log.offsetForTimestamp(T + 410)).toBeUndefined()
    expect(log.offsetOfMaxTimestamp()).toEqual({ offset: 49, timestampMs: T + 409 })
  })

  it('finds an earlier offset when timestamps go back and forth', async () => {
    const t = await open()
    const log = t.logs.create(1, defaultLogConfigs)
    for (const timestamp of [T + 500, T + 100, T + 900, T + 200]) await t.append(log, batchOf(1, timestamp))
    expect([T, T + 501, T + 901].map((timestamp) => log.offsetForTimestamp(timestamp)?.offset)).toEqual([0, 2, undefined])
    expect(log.offsetOfMaxTimestamp()?.offset).toBe(2)
  })

  it('answers the greatest timestamp of a segment whose record was deleted, as Kafka does: the log is not empty', async () => {
    const t = await open()
    const log = t.logs.create(1, defaultLogConfigs)
    for (const timestamp of [T + 900, T + 100]) await t.append(log, batchOf(1, timestamp))
    await t.storage.commit({ logStarts: [{ partition: 1, offset: 1 }] })
    expect(log.offsetOfMaxTimestamp()).toEqual({ offset: 0, timestampMs: T + 900 })
    expect(log.offsetForTimestamp(T + 900)).toBeUndefined()
    await t.storage.commit({ logStarts: [{ partition: 1, offset: 2 }] })
    expect(log.offsetOfMaxTimestamp()).toBeUndefined()
  })

  it('does not read a whole log for a time that only a deleted record had', async () => {
    const t = await open({ generationBytes: 20_000 })
    const log = t.logs.create(1, defaultLogConfigs)
    await t.append(log, batchOf(1, T + 5000))
    for (let i = 0; i < 60; i++) await t.append(log, batchOf(50, T))
    await t.append(log, batchOf(1, T + 6000))
    await t.storage.commit({ logStarts: [{ partition: 1, offset: 1 }] })
    expect(t.storage.partition(1).extents.length).toBeGreaterThan(2)
    const visits = vi.spyOn(t.storage, 'visitValues')
    expect(log.offsetForTimestamp(T + 4000)).toEqual({ offset: 3001, timestampMs: T + 6000 })
    expect(visits.mock.calls.map(([, from]) => from)).toEqual([1, t.storage.partition(1).extents.at(-1)!.firstOffset])
    expect(log.offsetForTimestamp(T + 6001)).toBeUndefined()
  })

  it('agrees with a plain scan over generations and index entries', async () => {
    const t = await open({ generationBytes: 2_000_000 })
    const log = t.logs.create(1, defaultLogConfigs)
    const { encodeBatch } = await import('../../../core/protocol/records/record-batch.ts')
    for (let i = 0; i < 300; i++) await t.append(log, encodeBatch({ records: [{ key: null, value: Buffer.alloc(20_000), timestamp: T + i * 10 }] }))
    for (let i = 0; i < 300; i += 7) expect(log.offsetForTimestamp(T + i * 10 - 3)?.offset).toBe(i)
  })
})

describe('retention', () => {
  it('by retention.ms drops what is too old by its newest timestamp; by retention.bytes keeps at least that much', async () => {
    const t = await open({ generationBytes: 1000 })
    const byTime = t.logs.create(1, { ...defaultLogConfigs, retentionMs: 60_000 })
    const bySize = t.logs.create(2, { ...defaultLogConfigs, retentionBytes: 500 })
    const kept = t.logs.create(3, { ...defaultLogConfigs, isDeleted: false, retentionMs: 1 })
    for (let i = 0; i < 6; i++) {
      for (const log of [byTime, bySize, kept]) await t.append(log, batchOf(30, t.time.now()))
      await t.time.advance(20_000)
    }
    expect(await t.logs.applyRetention()).toBe(2)
    expect(byTime.logStartOffset).toBe(90)
    expect([bySize.logStartOffset > 0, bySize.sizeBytes >= 500, kept.logStartOffset]).toEqual([true, true, 0])
    expect(offsets(byTime.read(90, 1_000_000, true))[0]).toBe(90)
    expect(byTime.offsetForTimestamp(0)?.offset).toBe(90)
    await t.time.advance(3_600_000)
    await t.logs.applyRetention()
    expect([byTime.logStartOffset, byTime.highWatermark]).toEqual([180, 180])
    expect(byTime.offsetForTimestamp(0)).toBeUndefined()
  })
})

describe('retention of records without timestamps', () => {
  it('goes by when they were written, as Kafka goes by the age of the segment', async () => {
    const t = await open()
    const log = t.logs.create(1, { ...defaultLogConfigs, retentionMs: 60_000 })
    await t.append(log, batchOf(1, -1))
    await t.time.advance(50_000)
    await t.append(log, encodeBatch({ records: [{ key: null, value: Buffer.from('no time'), timestamp: -1 }] }))
    await t.time.advance(59_000)
    await t.reopen()
    const logs = new Logs(t.storage, t.time)
    const again = logs.create(1, { ...defaultLogConfigs, retentionMs: 60_000 })
    await logs.applyRetention()
    expect(again.logStartOffset).toBe(0)
    await t.time.advance(1001)
    await logs.applyRetention()
    expect(again.logStartOffset).toBe(2)
  })
})

describe('hostile batches', () => {
  const lying = (records: number): Buffer => {
    const batch = batchOf(1, T)
    batch.writeInt32BE(records - 1, 23)
    batch.writeInt32BE(records, 57)
    batch.writeUInt32BE(crc32c(batch.subarray(21)), 17)
    return batch
  }

  it('that claim more records than fit into their bytes are refused: nobody could read them', async () => {
    const t = await open()
    const log = t.logs.create(1, defaultLogConfigs)
    await expect(t.append(log, lying(2_147_483_647))).rejects.toThrow('2147483647 records')
    expect(log.logEndOffset).toBe(0)
  })

  it('that would carry the log beyond 2^53 are refused, and it goes on taking others', async () => {
    const t = await open()
    const near = Number.MAX_SAFE_INTEGER - 3
    await t.storage.commit({ logStarts: [{ partition: 1, offset: near }] })
    const log = t.logs.create(1, defaultLogConfigs)
    await expect(t.append(log, batchOf(4, T))).rejects.toThrow('offset')
    expect(await t.append(log, batchOf(3, T))).toBe(near)
    expect(log.highWatermark).toBe(Number.MAX_SAFE_INTEGER)
    await expect(t.append(log, batchOf(1, T))).rejects.toThrow('offset')
  })
})

describe('producer expiry', () => {
  it('forgets producers idle for longer than producer.id.expiration.ms, in memory and on disk', async () => {
    const t = await open()
    const log = t.logs.create(1, defaultLogConfigs)
    await t.append(log, batchOf(1, T, { producerId: 5, producerEpoch: 0, baseSequence: 3 }))
    await t.time.advance(86_400_001)
    await t.logs.expireProducers(86_400_000)
    expect(await t.append(log, batchOf(1, T, { producerId: 5, producerEpoch: 0, baseSequence: 77 }))).toBe(1)
  })
})
