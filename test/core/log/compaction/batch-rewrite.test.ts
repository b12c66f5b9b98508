// A batch with fewer records, and one with none: what they keep, and that every client can read them.
import { describe, expect, it } from 'vitest'
import { bodyOf, deleteHorizonOf, emptyBatch, RecordCollector, rewriteBatch } from '../../../../core/log/compaction/batch-rewrite.ts'
import type { Codec } from '../../../../core/protocol/records/compression.ts'
import { visitRawRecords } from '../../../../core/protocol/records/raw-records.ts'
import { decodeRecords } from '../../../../core/protocol/records/record.ts'
import { batchCrcIsValid, codecOf, encodeBatch, lastOffsetOf, readBatchHeader } from '../../../../core/protocol/records/record-batch.ts'

const T = 1_700_000_000_000
const original = (codec: Codec): Buffer =>
  encodeBatch({
    records: Array.from({ length: 10 }, (_, i) => ({ key: Buffer.from(`k${i}`), value: i === 4 ? null : Buffer.from(`v${i}`), headers: [{ key: 'h', value: null }], timestamp: T + i * 1000 })),
    baseOffset: 5_000_000_000, codec, producerId: 7, producerEpoch: 2, baseSequence: 30,
  })

async function keep(batch: Buffer, indexes: readonly number[], horizonMs?: number): Promise<Buffer> {
  const header = readBatchHeader(batch, 0)
  const body = await bodyOf(batch, header)
  const kept = new RecordCollector(body, header)
  visitRawRecords(body, header.recordCount, (record) => void (indexes.includes(record.offsetDelta) && kept.keep(record)))
  return rewriteBatch(batch, header, kept, horizonMs)
}

describe.each([0, 1, 2, 3, 4] as const)('codec %i', (codec) => {
  it('keeps offsets, timestamps, headers, producer and codec; counts and the greatest timestamp are new', async () => {
    const batch = await keep(original(codec), [1, 4, 6])
    const header = readBatchHeader(batch, 0)
    expect(batchCrcIsValid(batch, 0, header)).toBe(true)
    expect(header).toMatchObject({ baseOffset: 5_000_000_000, lastOffsetDelta: 9, recordCount: 3, baseTimestamp: T, maxTimestamp: T + 6000, producerId: 7, producerEpoch: 2, baseSequence: 30 })
    expect(codecOf(header.attributes)).toBe(codec)
    expect(decodeRecords(batch, 0, header).map(({ offset, timestamp, key, value, headers }) => [Number(offset), Number(timestamp), String(key), value && String(value), headers.length])).toEqual([
      [5_000_000_001, T + 1000, 'k1', 'v1', 1],
      [5_000_000_004, T + 4000, 'k4', null, 1],
      [5_000_000_006, T + 6000, 'k6', 'v6', 1],
    ])
  })

  it('carries the delete horizon in place of the base timestamp, and every record keeps its own', async () => {
    const batch = await keep(original(codec), [4], T + 86_400_000)
    const header = readBatchHeader(batch, 0)
    expect(batchCrcIsValid(batch, 0, header)).toBe(true)
    expect([deleteHorizonOf(header), header.maxTimestamp]).toEqual([T + 86_400_000, T + 4000])
    expect(decodeRecords(batch, 0, header).map(({ offset, timestamp, value }) => [Number(offset), Number(timestamp), value])).toEqual([[5_000_000_004, T + 4000, null]])
  })
})

it('knows no horizon before the first compaction', () => {
  expect(deleteHorizonOf(readBatchHeader(original(0), 0))).toBeUndefined()
})

it('may be empty, and then says where it ends and how far its producer has got', () => {
  const batch = original(4)
  const empty = emptyBatch(batch, readBatchHeader(batch, 0))
  const header = readBatchHeader(empty, 0)
  expect(batchCrcIsValid(empty, 0, header)).toBe(true)
  expect([empty.length, header.recordCount, lastOffsetOf(header), header.baseSequence + header.lastOffsetDelta, header.producerId]).toEqual([61, 0, 5_000_000_009, 39, 7])
  expect(decodeRecords(empty, 0, header)).toEqual([])
})
