import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { batchRecords } from '../../../core/scan/batch-records.ts'
import { encodeBatch, readBatchHeader } from '../../../core/protocol/records/record-batch.ts'
import type { Codec } from '../../../core/protocol/records/compression.ts'

const noise = (bytes: number): Buffer => seededRandom(3).bytes(bytes)
const batchOf = (value: Buffer, codec: Codec): Buffer => encodeBatch({ records: [{ key: null, value }], codec })

it.each([0, 1, 2, 3, 4] as const)('opens small and large batches of codec %i', async (codec) => {
  for (const size of [10, 400_000]) {
    const batch = batchOf(noise(size), codec)
    const records = await batchRecords(batch, 0, readBatchHeader(batch, 0))
    expect(records.indexOf(noise(size))).toBeGreaterThan(0)
  }
})

it('opens large gzip and zstd batches on another thread', () => {
  for (const [codec, isElsewhere] of [[1, true], [4, true], [0, false], [3, false]] as const) {
    const batch = batchOf(noise(400_000), codec)
    expect([codec, batchRecords(batch, 0, readBatchHeader(batch, 0)) instanceof Promise]).toEqual([codec, isElsewhere])
  }
})

it('says what is wrong with a batch that it cannot open', async () => {
  const corrupt = batchOf(noise(400_000), 1).fill(0xee, 61)
  await expect(batchRecords(corrupt, 0, readBatchHeader(corrupt, 0))).rejects.toThrow('The gzip data cannot be decompressed to at most 134217728 bytes: incorrect header check')
  const old = batchOf(noise(10), 0)
  old[16] = 1
  expect(() => batchRecords(old, 0, readBatchHeader(old, 0))).toThrow('The batch at offset 0 has magic 1; only 2 is understood.')
  const claiming = batchOf(noise(10), 0)
  claiming.writeInt32BE(1_000, 57)
  expect(() => batchRecords(claiming, 0, readBatchHeader(claiming, 0))).toThrow('The batch at offset 0 claims 1000 records in')
})
