import { Reader as PlatformaticReader, createRecordsBatch, readRecordsBatch } from '@platformatic/kafka'
import { describe, expect, test } from 'vitest'
import { ProtocolError } from '../../../../core/protocol/protocol-error.ts'
import type { Codec } from '../../../../core/protocol/records/compression.ts'
import type { DecodedRecord } from '../../../../core/protocol/records/record.ts'
import { decodeRecords, visitRecords } from '../../../../core/protocol/records/record.ts'
import type { RecordSpec } from '../../../../core/protocol/records/record-batch.ts'
import { batchCrcIsValid, encodeBatch, readBatchHeader, setLogAppendTime } from '../../../../core/protocol/records/record-batch.ts'

const text = (value: string): Buffer => Buffer.from(value)
const decode = (batch: Buffer): DecodedRecord[] => decodeRecords(batch, 0, readBatchHeader(batch, 0))

const records: RecordSpec[] = [
  { key: text('k1'), value: text('v1'), timestamp: 1000 },
  { key: null, value: text(''), timestamp: 900 },
  {
    key: text(''),
    value: null,
    timestamp: 1_000_000_000_000,
    headers: [
      { key: 'trace', value: text('abc') },
      { key: '', value: null },
    ],
  },
  { key: text('k4'), value: Buffer.alloc(5000, 'x'), timestamp: 1000 },
]

describe.each<Codec>([0, 1, 2, 3, 4])('records with codec %i', (codec) => {
  const batch = encodeBatch({ records, baseOffset: 40, codec })

  test('come back as they were', () => {
    expect(decode(batch)).toEqual(
      records.map(({ key, value, headers = [], timestamp }, i) => ({
        offset: 40n + BigInt(i),
        timestamp: BigInt(timestamp!),
        key,
        value,
        headers,
        sizeBytes: expect.any(Number) as number,
      })),
    )
  })

  test('are visited with their deltas and key lengths', () => {
    const seen: number[][] = []
    visitRecords(batch, 0, readBatchHeader(batch, 0), (...record) => void seen.push(record))
    expect(seen).toEqual([
      [0, 0, 2],
      [1, -100, -1],
      [2, 999_999_999_000, 0],
      [3, 0, 2],
    ])
  })
})

describe('decodeRecords', () => {
  test('gives the size that a record had before compression', () => {
    const sizes = decode(encodeBatch({ records, codec: 1 })).map(({ sizeBytes }) => sizeBytes)
    const batch = encodeBatch({ records })
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(batch.length - 61)
  })

  test('gives views of an uncompressed batch, not copies', () => {
    const batch = encodeBatch({ records: [{ key: null, value: text('v') }] })
    const [record] = decode(batch)
    batch[batch.indexOf('v', 61)] = 0x77
    expect(record!.value!.toString()).toBe('w')
  })

  test('gives every record the time of the log where the broker stamped the batch', () => {
    const batch = encodeBatch({ records })
    setLogAppendTime(batch, 0, 77)
    expect(new Set(decode(batch).map(({ timestamp }) => timestamp))).toEqual(new Set([77n]))
  })

  test('gives timestamps beyond 2^53 exactly', () => {
    const batch = encodeBatch({ records: [{ key: null, value: null }] })
    batch.writeBigInt64BE(2n ** 63n - 1n, 27)
    expect(decode(batch)[0]!.timestamp).toBe(2n ** 63n - 1n)
  })

  test.each<[string, (batch: Buffer) => void, string]>([
    [
      'more records than its bytes can hold',
      (b) => b.writeInt32BE(0x7fff_ffff, 57),
      'The batch at byte 0 claims 2147483647 records in 8 bytes.',
    ],
    ['a negative number of records', (b) => b.writeInt32BE(-1, 57), 'The batch at byte 0 claims -1 records in 8 bytes.'],
    ['fewer records than it has', (b) => b.writeInt32BE(0, 57), '8 bytes are left after the 0 records of the batch.'],
    ['an older format', (b) => b.writeInt8(1, 16), 'The batch at byte 0 has magic 1; only 2 is understood.'],
    ['a codec that does not exist', (b) => b.writeInt16BE(5, 21), 'Compression codec 5 does not exist.'],
    ['a record longer than the batch', (b) => b.writeUInt8(0x40, 61), 'A record claims 32 bytes, 7 are left.'],
    ['a record with a negative length', (b) => b.writeUInt8(0x01, 61), 'A record claims -1 bytes, 7 are left.'],
    ['a record shorter than its fields', (b) => b.writeUInt8(0x0c, 61), 'A record ends at byte 8 instead of 7.'],
    ['a negative key length', (b) => b.writeUInt8(0x03, 65), 'The length before byte 5 is -2.'],
    ['more headers than fit', (b) => b.writeUInt8(0x7e, 68), 'A record claims 63 headers.'],
  ])('refuses a batch that claims %s', (_what, damage, message) => {
    const batch = encodeBatch({ records: [{ key: null, value: text('v') }] })
    expect(batch.length).toBe(69)
    damage(batch)
    expect(() => decode(batch)).toThrow(new ProtocolError(message))
  })

  test('refuses to decompress beyond its bound', () => {
    const batch = encodeBatch({ records: [{ key: null, value: Buffer.alloc(1_000_000) }], codec: 4 })
    expect(() => decodeRecords(batch, 0, readBatchHeader(batch, 0), 100_000)).toThrow(ProtocolError)
  })
})

describe('visitRecords', () => {
  test('stops when it is told to', () => {
    const batch = encodeBatch({ records })
    let visits = 0
    visitRecords(batch, 0, readBatchHeader(batch, 0), (offsetDelta) => {
      visits++
      return offsetDelta < 1
    })
    expect(visits).toBe(2)
  })

  test('refuses a key longer than its record', () => {
    const batch = encodeBatch({ records: [{ key: text('k'), value: text('v') }] })
    batch[65] = 0x7e
    expect(() => visitRecords(batch, 0, readBatchHeader(batch, 0), () => true)).toThrow(new ProtocolError('A key claims 63 bytes.'))
  })
})

describe('an independent implementation', () => {
  // It encodes timestamps wrongly that lie more than 2^31 ms after the first one.
  const near = records.map((record) => ({ ...record, timestamp: Math.min(record.timestamp!, 2 ** 31) }))
  const messages = near.map(({ key, value, headers = [], timestamp }) => ({
    topic: 'orders',
    key,
    value,
    timestamp: BigInt(timestamp!),
    headers: new Map(headers.map((header) => [text(header.key), header.value])),
  }))

  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)('writes batches (%s) that we read', (compression) => {
    const batch = createRecordsBatch(messages as never, { compression, transactionalId: '' } as never).buffer
    expect(batchCrcIsValid(batch, 0, readBatchHeader(batch, 0))).toBe(true)
    expect(decode(batch).map(({ key, value, timestamp }) => ({ key, value, timestamp }))).toEqual(
      messages.map(({ key, value, timestamp }) => ({ key, value, timestamp })),
    )
  })

  test.each<Codec>([0, 1, 2, 3, 4])('reads the batches with codec %i that we write', (codec) => {
    const batch = encodeBatch({ records, baseOffset: 7, codec })
    const theirs = readRecordsBatch(PlatformaticReader.from(batch))
    expect(theirs).toMatchObject({ firstOffset: 7n, firstTimestamp: 1000n, maxTimestamp: 1_000_000_000_000n })
    expect(theirs.records.map(({ key, value }) => ({ key, value }))).toEqual(records.map(({ key, value }) => ({ key, value })))
  })
})
