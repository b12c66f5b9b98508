// The cleaner as the broker uses it: what is due by itself, everything on command, one thing at a time, and nothing after it is stopped.
import { expect, it, onTestFinished } from 'vitest'
import { LogCleaner } from '../../../core/log/log-cleaner.ts'
import type { LogConfigs } from '../../../core/log/log-configs.ts'
import { encodeBatch } from '../../../core/protocol/records/record-batch.ts'
import { batchOf, defaultLogConfigs, openTestLogs } from '../../support/logs.ts'

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
