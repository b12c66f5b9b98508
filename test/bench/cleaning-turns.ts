// How long compaction and cleaning hold the event loop: the processor time of its thread in one turn, which other programs cannot lengthen.
import { silentLogger } from '../../core/base/logger.ts'
import { systemClock } from '../../core/base/clock.ts'
import { systemRandom } from '../../core/base/random.ts'
import { systemTimers } from '../../core/base/timers.ts'
import { LogCleaner } from '../../core/log/log-cleaner.ts'
import { Logs } from '../../core/log/logs.ts'
import type { PartitionLog, PendingUnit } from '../../core/log/partition-log.ts'
import type { Codec } from '../../core/protocol/records/compression.ts'
import { encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { Storage } from '../../core/storage/storage.ts'
import { defaultLogConfigs } from '../support/logs.ts'
import { percentile, report, withFolder } from './measure.ts'

const RECORDS = 200_000
const KEYS = 20_000

for (const [codec, name] of [[0, 'none'], [1, 'gzip'], [3, 'lz4'], [4, 'zstd']] as const) await withFolder(async (folder) => measure(folder, codec, name))

async function measure(folder: string, codec: Codec, name: string): Promise<void> {
  const storage = await Storage.open({ directory: folder, clock: systemClock, timers: systemTimers, logger: silentLogger, generationBytes: 64 * 1024 * 1024 })
  const logs = new Logs(storage, systemClock)
  const keyed = logs.create(1, { ...defaultLogConfigs, isCompacted: true, isDeleted: false })
  const deleted = logs.create(2, defaultLogConfigs)
  for (let i = 0; i < RECORDS; i += 100) await Promise.all([append(storage, keyed, i, codec), append(storage, deleted, i, 0)])
  const cleaner = new LogCleaner({ logs, storage, clock: systemClock, isCompacting: () => true, maxKeyBytes: () => 128 * 1024 * 1024 })
  const compacting = await turns(() => cleaner.compactNow())
  report({ name: `longest turn of the event loop while ${RECORDS} records of 1 KB are compacted, batches of 100, ${name}`, value: percentile(compacting, 1), unit: 'ms of processor time', goal: '<= 10 ms' })
  report({ name: `turn of the event loop in that, p99, ${name}`, value: percentile(compacting, 0.99), unit: 'ms of processor time' })
  if (codec === 0) {
    await storage.commit({ drops: [2] })
    const cleaning = await turns(() => cleaner.run())
    report({ name: 'longest turn of the event loop while data files are cleaned', value: percentile(cleaning, 1), unit: 'ms of processor time', goal: '<= 10 ms' })
  }
  await storage.close()
}

async function append(storage: Storage, log: PartitionLog, from: number, codec: Codec): Promise<void> {
  const half = systemRandom.bytes(500)
  const records = Array.from({ length: 100 }, (_, i) => ({ key: Buffer.from(`key ${(from + i) % KEYS}`), value: Buffer.concat([half, Buffer.alloc(500, i)]), timestamp: Date.now() }))
  const unit: PendingUnit = { appends: [], writes: [] }
  log.append(encodeBatch({ records, codec }), { produceVersion: 13 }, unit)
  await storage.commit(unit)
}

/** Milliseconds of each turn while `work` goes on. */
async function turns(work: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      const before = process.threadCpuUsage()
      await new Promise((resolve) => setImmediate(resolve))
      const { user, system } = process.threadCpuUsage(before)
      taken.push((user + system) / 1000)
    }
  })()
  await work()
  isOver = true
  await watching
  return taken
}
