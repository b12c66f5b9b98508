// Hostile record batches and compressed data: changed, cut off or made up, they never do worse than throw ProtocolError.
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { seededRandom } from '../../core/base/random.ts'
import type { Codec } from '../../core/protocol/records/compression.ts'
import { compress, decompress } from '../../core/protocol/records/compression.ts'
import { decodeRecords, visitRecords } from '../../core/protocol/records/record.ts'
import { batches, encodeBatch, readBatchHeader } from '../../core/protocol/records/record-batch.ts'
import { brokenPromise, mutate } from './only-protocol-errors.ts'

/** Set HEADWATER_SEED to replay a failure. */
const seed = Number(process.env['HEADWATER_SEED'] ?? systemClock.now() % 1_000_000)
const MAX_BYTES = 100_000
const codecs = [0, 1, 2, 3, 4] as const

const records = Array.from({ length: 20 }, (_, i) => ({
  key: i % 3 === 0 ? null : Buffer.from(`key ${i}`),
  value: Buffer.from(`{"order": ${i}, "state": "paid"}`.repeat(i)),
  headers:
    i % 2 === 0
      ? [
          { key: 'trace', value: Buffer.from('abc') },
          { key: 'empty', value: null },
        ]
      : [],
  timestamp: 1_700_000_000_000 + i,
}))

/** Everything that this room does with a batch that came from outside. */
function readAll(buffer: Buffer): void {
  for (const { at, header } of batches(buffer)) {
    visitRecords(buffer, at, header, () => true, MAX_BYTES)
    decodeRecords(buffer, at, header, MAX_BYTES)
  }
}

describe.each<Codec>(codecs)(`hostile batches with codec %i (HEADWATER_SEED=${seed})`, (codec) => {
  const batch = encodeBatch({ records, codec })

  test('may be changed in any way', () => {
    const random = seededRandom(seed + codec)
    const two = Buffer.concat([batch, batch])
    for (let i = 0; i < 600; i++) expect(brokenPromise(mutate(random, two), readAll)).toBeNull()
  })

  test('may have any bytes for records', () => {
    const random = seededRandom(seed + codec)
    for (let i = 0; i < 600; i++) {
      const body = codec === 0 || random.below(2) === 0 ? random.bytes(random.below(60)) : compress(codec, random.bytes(random.below(60)))
      const changed = Buffer.concat([batch.subarray(0, 61), body])
      changed.writeInt32BE(changed.length - 12, 8)
      changed.writeInt32BE(1 + random.below(3), 57)
      expect(brokenPromise(changed, readAll)).toBeNull()
    }
  })

  test('may be cut off anywhere', () => {
    for (let length = 0; length < batch.length; length++) {
      expect(brokenPromise(batch.subarray(0, length), (bytes) => readBatchHeader(bytes, 0))).toBeNull()
      expect(brokenPromise(batch.subarray(0, length), readAll)).toBeNull()
    }
  })
})

describe.each<Codec>([1, 2, 3, 4])(`hostile data for codec %i (HEADWATER_SEED=${seed})`, (codec) => {
  test('never makes more than its bound', () => {
    const random = seededRandom(seed + codec)
    const packed = compress(codec, Buffer.from('to be or not to be, '.repeat(200)))
    for (let i = 0; i < 1500; i++) {
      const bytes = mutate(random, packed)
      const outcome = brokenPromise(bytes, () => {
        if (decompress(codec, bytes, 5000).length > 5000) throw new Error('too long')
      })
      expect(outcome).toBeNull()
    }
  })
})
