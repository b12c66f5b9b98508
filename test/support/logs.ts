// Partition logs on a real store, and batches to put into them.
import { Logs } from '../../core/log/logs.ts'
import type { LogConfigs } from '../../core/log/log-configs.ts'
import type { PartitionLog, PendingUnit } from '../../core/log/partition-log.ts'
import { type BatchSpec, encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { openTestStorage, type TestStorage } from './storage.ts'

export const defaultLogConfigs: LogConfigs = {
  maxMessageBytes: 1_048_588,
  isCompacted: false,
  isDeleted: true,
  timestampType: 'CreateTime',
  timestampBeforeMaxMs: Number.POSITIVE_INFINITY,
  timestampAfterMaxMs: 3_600_000,
  retentionMs: 604_800_000,
  retentionBytes: -1,
  segmentBytes: 1_073_741_824,
  segmentMs: 604_800_000,
  minCleanableDirtyRatio: 0.5,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.POSITIVE_INFINITY,
  deleteRetentionMs: 86_400_000,
  compressionType: 'producer',
  compressionLevel: undefined,
}

export interface TestLogs extends TestStorage {
  readonly logs: Logs
  /** Appends and waits until it is durable; the base offset. */
  append(log: PartitionLog, records: Buffer, produceVersion?: number): Promise<number>
}

export async function openTestLogs(options: Parameters<typeof openTestStorage>[1] = {}): Promise<TestLogs> {
  const store = await openTestStorage(undefined, options)
  const logs = new Logs(store.storage, store.time)
  return Object.assign(store, {
    logs,
    async append(log: PartitionLog, records: Buffer, produceVersion = 13) {
      const unit: PendingUnit = { appends: [], writes: [] }
      const { baseOffset } = log.append(records, { produceVersion }, unit)
      await store.storage.commit(unit)
      return baseOffset
    },
  })
}

/** A batch of `count` records `k<i>` -> `v<i>`, one millisecond apart from `timestamp`. */
export function batchOf(count: number, timestamp: number, spec: Partial<BatchSpec> = {}): Buffer {
  const records = Array.from({ length: count }, (_, i) => ({ key: Buffer.from(`k${i}`), value: Buffer.from(`v${i}`), timestamp: timestamp + i }))
  return encodeBatch({ records, ...spec })
}
