// The cleaner as the broker uses it: what is due by itself, everything on command, one thing at a time, and nothing after it is stopped.
import { expect, it, onTestFinished } from 'vitest'
import { LogCleaner } from '../../../core/log/log-cleaner.ts'
import type { LogConfigs } from '../../../core/log/log-configs.ts'
import { Logs } from '../../../core/log/logs.ts'
import type { PartitionLog, PendingUnit } from '../../../core/log/partition-log.ts'
import { decodeRecords } from '../../../core/protocol/records/record.ts'
import { batches, encodeBatch, lastOffsetOf } from '../../../core/protocol/records/record-batch.ts'
import { settle } from '../../support/fake-time.ts'
import { batchOf, defaultLogConfigs, openTestLogs } from '../../support/logs.ts'
import { MemoryDisk } from '../../support/memory-disk.ts'
import { openTestStorage } from '../../support/storage.ts'

const T = Date.UTC(2026, 0, 1)

const compacted: LogConfigs = { ...defaultLogConfigs, isCompacted: true, isDeleted: false }

async function open(isCompacting = true) {
  const t = await openTestLogs()
  onTestFinished(() => t.close())
  t.storage.bound((id) => t.logs.extentLimits(id), () => t.logs.isSizeBounded())
  const cleaner = new LogCleaner({ logs: t.logs, storage: t.storage, clock: t.time, isCompacting: () => isCompacting, maxKeyBytes: () => 1_000_000 })
  return { ...t, storage: t.storage, cleaner }
}

it('compacts by itself what is due: segments that have ended, and not the newest one', async () => {
  const t = await open()
  const log = t.logs.create(1, { ...compacted, segmentMs: 60_000 })
  for (let i = 0; i < 3; i++) await t.append(log, batchOf(2, t.time.now()))
  await t.cleaner.run()
  expect(log.read(0, 1_000_000, true).readBigInt64BE(0)).toBe(0n)
  await t.time.advance(60_000)
  await t.cleaner.run()
  expect(log.read(0, 1_000_000, true).readBigInt64BE(0)).toBe(4n)
  expect([log.logStartOffset, log.logEndOffset]).toEqual([0, 6])
})

it('leaves logs as they are while log.cleaner.enable is false, but compacts on command', async () => {
  const t = await open(false)
  const log = t.logs.create(1, { ...compacted, segmentMs: 1 })
  for (let i = 0; i < 3; i++) await t.append(log, batchOf(2, t.time.now()))
  await t.time.advance(10)
  await t.cleaner.run()
  expect(log.read(0, 1_000_000, true).readBigInt64BE(0)).toBe(0n)
  const cleaned = await t.cleaner.compactNow()
  expect(cleaned).toMatchObject({ partitions: 1 })
  expect(cleaned.removedBytes).toBeGreaterThan(0)
  expect(log.read(0, 1_000_000, true).readBigInt64BE(0)).toBe(4n)
})

it('does not compact a topic that only deletes', async () => {
  const t = await open()
  const log = t.logs.create(1, defaultLogConfigs)
  for (let i = 0; i < 3; i++) await t.append(log, batchOf(2, t.time.now()))
  expect(await t.cleaner.compactNow()).toMatchObject({ partitions: 0, removedBytes: 0 })
})

it('keeps a partition near its retention.bytes, extent by extent, without a new data file', async () => {
  const t = await open()
  const log = t.logs.create(1, { ...defaultLogConfigs, retentionBytes: 8_000_000 })
  t.storage.extentsEnded.on((ids) => void t.logs.applyRetention(ids))
  const batch = encodeBatch({ records: [{ key: null, value: Buffer.alloc(500_000), timestamp: t.time.now() }] })
  let most = 0
  for (let i = 0; i < 60; i++) {
    await t.append(log, Buffer.from(batch))
    most = Math.max(most, log.sizeBytes)
  }
  expect(most).toBeLessThan(8_000_000 * 1.4)
  expect(log.sizeBytes).toBeGreaterThanOrEqual(8_000_000)
})

it('does several commands one after the other, and none once it is stopped', async () => {
  const t = await open()
  const log = t.logs.create(1, compacted)
  for (let i = 0; i < 3; i++) await t.append(log, batchOf(2, t.time.now()))
  const both = [t.cleaner.compactNow(), t.cleaner.applyRetentionNow(), t.cleaner.run()]
  expect((await Promise.all(both)).length).toBe(3)
  await t.cleaner.stop()
  await t.append(log, batchOf(2, t.time.now()))
  await t.cleaner.run()
  await expect(t.cleaner.compactNow()).rejects.toThrow('The broker stops.')
})

/** 60 records of 6 keys in several generations, among twice as much of a topic that was deleted. */
async function keyedLog(disk: MemoryDisk): Promise<void> {
  const { storage, time } = await openTestStorage(undefined, { disk: disk.mount(), generationBytes: 4000 })
  const logs = new Logs(storage, time)
  const [keyed, other] = [logs.create(1, compacted), logs.create(2, defaultLogConfigs)]
  for (let i = 0; i < 10; i++) {
    const unit: PendingUnit = { appends: [], writes: [] }
    keyed.append(batchOf(6, T + i * 10), { produceVersion: 13 }, unit)
    for (let j = 0; j < 4; j++) other.append(batchOf(6, T), { produceVersion: 13 }, unit)
    await storage.commit(unit)
  }
  await storage.commit({ drops: [2] })
  await storage.close()
}

async function reopened(disk: MemoryDisk) {
  const { storage, time } = await openTestStorage(undefined, { disk: disk.mount(), generationBytes: 4000 })
  const logs = new Logs(storage, time)
  return { storage, log: logs.create(1, compacted), cleaner: new LogCleaner({ logs, storage, clock: time, isCompacting: () => true, maxKeyBytes: () => 250 }) }
}

function recordsOf(log: PartitionLog): string[] {
  const records: string[] = []
  for (let next = 0; next < log.logEndOffset;) {
    const fetched = log.read(next, 1_000_000, true)
    expect(fetched.length).toBeGreaterThan(0)
    for (const { at, header } of batches(fetched)) {
      records.push(...decodeRecords(fetched, at, header).map(({ key, value, offset }) => `${String(key)}=${String(value)}@${offset}`))
      next = lastOffsetOf(header) + 1
    }
  }
  return records
}

const newest = Array.from({ length: 6 }, (_, i) => `k${i}=v${i}@${54 + i}`)

it.each(Array.from({ length: 40 }, (_, i) => i))('a power cut after %i writes of compaction and cleaning leaves the newest record of each key, and the next run ends the work', async (writes) => {
  const disk = new MemoryDisk()
  await keyedLog(disk)
  const running = await reopened(disk)
  disk.isAutomatic = false
  let isOver = false
  void running.cleaner.compactNow().catch(() => undefined).finally(() => (isOver = true))
  for (let written = 0; written < writes && !isOver;) {
    for (let idle = 0; disk.waiting === 0 && idle < 20 && !isOver; idle++) await settle()
    if (disk.waiting > 0) written++
    disk.writeNext()
  }
  disk.cutPower(writes % 2 === 0 ? 'lost' : 'kept')
  disk.isAutomatic = true
  const after = await reopened(disk)
  const records = recordsOf(after.log)
  expect(records.slice(-6)).toEqual(newest)
  expect(new Set(records).size).toBe(records.length)
  expect(after.log.logEndOffset).toBe(60)
  await after.cleaner.compactNow()
  expect(recordsOf(after.log)).toEqual(newest)
  const files = disk.names().filter((name) => name.endsWith('.mdb'))
  const used = new Set(after.storage.partition(1).extents.map(({ generation }) => generation))
  expect(files.length).toBeLessThanOrEqual(used.size + 2)
  await after.storage.close()
})
