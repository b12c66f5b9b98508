import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { AppendError } from '../../../core/log/append-error.ts'
import { asStored } from '../../../core/log/recompress.ts'
import type { Codec } from '../../../core/protocol/records/compression.ts'
import { decodeRecords } from '../../../core/protocol/records/record.ts'
import { batchCrcIsValid, codecOf, encodeBatch, readBatchHeader, withRecords } from '../../../core/protocol/records/record-batch.ts'
import { batchOf, defaultLogConfigs } from '../../support/logs.ts'

const CODECS: Codec[] = [0, 1, 2, 3, 4]
const NAMES = ['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd']

const stored = (batch: Buffer, compressionType: 'producer' | Codec, more: { compressionLevel?: number; maxMessageBytes?: number } = {}): Buffer =>
  asStored(batch, readBatchHeader(batch, 0), { ...defaultLogConfigs, compressionType, ...more })

const recordsOf = (batch: Buffer) => decodeRecords(batch, 0, readBatchHeader(batch, 0))

describe('a batch that a topic stores in another codec', () => {
  const pairs = CODECS.flatMap((from) => CODECS.filter((to) => to !== from).map((to) => [NAMES[from], NAMES[to], from, to] as const))
  test.each(pairs)('from %s to %s keeps its records, its producer and a valid checksum', (_from, _to, from, to) => {
    const batch = batchOf(20, 1000, { codec: from, producerId: 7, producerEpoch: 2, baseSequence: 40, transactional: true })
    const copy = Buffer.from(batch)
    const result = stored(batch, to)
    const header = readBatchHeader(result, 0)
    expect(codecOf(header.attributes)).toBe(to)
    expect(batchCrcIsValid(result, 0, header)).toBe(true)
    expect(header.sizeInBytes).toBe(result.length)
    const { crc: _crc, sizeInBytes: _size, attributes, ...rest } = header
    expect(readBatchHeader(batch, 0)).toMatchObject(rest)
    expect(attributes & ~7).toBe(readBatchHeader(batch, 0).attributes & ~7)
    expect(recordsOf(result).map(({ key, value, timestamp }) => [key, value, timestamp])).toEqual(recordsOf(batch).map(({ key, value, timestamp }) => [key, value, timestamp]))
    expect(batch).toEqual(copy)
  })

  test('is the producer\'s own where the codecs agree, and where the topic leaves it to the producer', () => {
    for (const codec of CODECS) {
      const batch = batchOf(3, 0, { codec })
      expect(stored(batch, codec)).toBe(batch)
      expect(stored(batch, 'producer')).toBe(batch)
    }
  })

  test.each([['gzip', 1, 1, 9], ['zstd', 4, 1, 19]] as const)('follows the level of %s', (_name, codec, low, high) => {
    const values = Array.from({ length: 400 }, (_, i) => ({ key: null, value: Buffer.from(`order-${(i * 7919) % 1000} of customer ${(i * 104_729) % 5000}`) }))
    const batch = encodeBatch({ records: values })
    expect(stored(batch, codec, { compressionLevel: high }).length).toBeLessThan(stored(batch, codec, { compressionLevel: low }).length)
  })
})

describe('a batch that cannot be stored in the topic\'s codec', () => {
  const refusal = (run: () => unknown): AppendError => {
    try {
      run()
    } catch (error) {
      if (error instanceof AppendError) return error
      throw error
    }
    throw new Error('nothing was refused')
  }

  test('because it grows past max.message.bytes is too large', () => {
    const batch = encodeBatch({ records: [{ key: null, value: Buffer.alloc(10_000) }], codec: 1 })
    expect(batch.length).toBeLessThan(1000)
    const { code, message } = refusal(() => stored(batch, 0, { maxMessageBytes: 1000 }))
    expect([code, message]).toEqual(['MESSAGE_TOO_LARGE', 'The batch has 10072 bytes in the codec of the topic; max.message.bytes is 1000.'])
  })

  test('because it is no data of its codec is corrupt', () => {
    const { code, message } = refusal(() => stored(withRecords(batchOf(3, 0), 1, Buffer.from('no gzip')), 2))
    expect(code).toBe('CORRUPT_MESSAGE')
    expect(message).toMatch(/^The records of the batch cannot be read: The gzip data cannot be decompressed/)
  })

  test('because its records are not those that it counts is corrupt', () => {
    const hollow = withRecords(batchOf(3, 0), 1, gzipSync(Buffer.alloc(100)))
    expect(refusal(() => stored(hollow, 4)).code).toBe('CORRUPT_MESSAGE')
  })

  test('because it would fill the memory is refused before it does', () => {
    const bomb = withRecords(batchOf(3, 0), 1, gzipSync(Buffer.alloc(17 * 1024 * 1024), { level: 9 }))
    expect(bomb.length).toBeLessThan(30_000)
    expect(refusal(() => stored(bomb, 2)).message).toContain('cannot be decompressed to at most 16777216 bytes')
  })

  test('may hold more where the topic takes larger batches', () => {
    const large = encodeBatch({ codec: 1, records: [{ key: null, value: Buffer.alloc(17 * 1024 * 1024) }] })
    expect(codecOf(readBatchHeader(stored(large, 4, { maxMessageBytes: 5 * 1024 * 1024 }), 0).attributes)).toBe(4)
  })
})
