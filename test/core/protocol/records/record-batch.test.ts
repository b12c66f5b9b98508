import { describe, expect, test } from 'vitest'
import { crc32c } from '../../../../core/base/crc32c.ts'
import { ProtocolError } from '../../../../core/protocol/protocol-error.ts'
import {
  batchCrcIsValid,
  batches,
  codecOf,
  encodeBatch,
  isControl,
  isLogAppendTime,
  isTransactional,
  lastOffsetOf,
  readBatchHeader,
  setBaseOffset,
  setLogAppendTime,
  setPartitionLeaderEpoch,
} from '../../../../core/protocol/records/record-batch.ts'

const text = (value: string): Buffer => Buffer.from(value)

/** As kafkajs encodes one record k=v with the header a=b at 1000 ms. */
const KAFKAJS_BATCH =
  '00000000000000000000003e00000000028631e6f100000000000000000000000003e800000000000003e8ffffffffffffffff0000000000000000000118000000026b02760202610262'

describe('encodeBatch', () => {
  test('makes the bytes that kafkajs makes', () => {
    const batch = encodeBatch({
      records: [{ key: text('k'), value: text('v'), headers: [{ key: 'a', value: text('b') }], timestamp: 1000 }],
      partitionLeaderEpoch: 0,
      producerEpoch: 0,
      baseSequence: 0,
    })
    expect(batch.toString('hex')).toBe(KAFKAJS_BATCH)
  })

  test('writes what its specification says into the header', () => {
    const batch = encodeBatch({
      records: [
        { key: null, value: text('a'), timestamp: 500 },
        { key: null, value: null, timestamp: 900 },
        { key: null, value: text('c') },
      ],
      baseOffset: 2 ** 40,
      producerId: 2 ** 35,
      producerEpoch: 3,
      baseSequence: 8,
      transactional: true,
      partitionLeaderEpoch: 4,
    })
    const header = readBatchHeader(batch, 0)
    expect(header).toEqual({
      baseOffset: 2 ** 40,
      sizeInBytes: batch.length,
      partitionLeaderEpoch: 4,
      magic: 2,
      crc: crc32c(batch.subarray(21)),
      attributes: 0x10,
      lastOffsetDelta: 2,
      baseTimestamp: 500,
      maxTimestamp: 900,
      producerId: 2 ** 35,
      producerEpoch: 3,
      baseSequence: 8,
      recordCount: 3,
    })
    expect(lastOffsetOf(header)).toBe(2 ** 40 + 2)
  })
})

test('the attributes of a batch are read bit by bit', () => {
  const bits = (attributes: number): unknown[] => [
    codecOf(attributes),
    isLogAppendTime(attributes),
    isTransactional(attributes),
    isControl(attributes),
  ]
  expect(bits(0)).toEqual([0, false, false, false])
  expect(bits(0x04)).toEqual([4, false, false, false])
  expect(bits(0x08)).toEqual([0, true, false, false])
  expect(bits(0x12)).toEqual([2, false, true, false])
  expect(bits(0x30)).toEqual([0, false, true, true])
})

describe('readBatchHeader', () => {
  const batch = Buffer.from(KAFKAJS_BATCH, 'hex')

  test('reads a batch that stands behind another', () => {
    expect(readBatchHeader(Buffer.concat([batch, batch]), batch.length)).toEqual(readBatchHeader(batch, 0))
  })

  test('refuses a batch that does not fit the buffer, wherever it is cut', () => {
    for (let length = 0; length < batch.length; length++) {
      expect(() => readBatchHeader(batch.subarray(0, length), 0)).toThrow(ProtocolError)
    }
  })

  test.each([-1, 0, 48, -0x8000_0000])('refuses a batch that claims %i bytes, less than its header takes', (claimed) => {
    const changed = Buffer.from(batch)
    changed.writeInt32BE(claimed, 8)
    expect(() => readBatchHeader(changed, 0)).toThrow(`The batch at byte 0 claims ${claimed + 12} bytes, less than its header takes.`)
  })

  test('reads timestamps beyond 2^53 as the nearest number', () => {
    const changed = Buffer.from(batch)
    changed.writeBigInt64BE(2n ** 63n - 1n, 35)
    expect(readBatchHeader(changed, 0).maxTimestamp).toBe(Number.MAX_SAFE_INTEGER)
  })
})

describe('batches', () => {
  const one = encodeBatch({ records: [{ key: null, value: text('one') }], baseOffset: 10 })
  const two = encodeBatch({ records: [{ key: null, value: text('two, longer') }], baseOffset: 11 })
  const both = Buffer.concat([one, two])
  const offsets = (buffer: Buffer): number[] => [...batches(buffer)].map(({ header }) => header.baseOffset)

  test('walks from batch to batch', () => {
    expect([...batches(both)].map(({ at }) => at)).toEqual([0, one.length])
    expect(offsets(both)).toEqual([10, 11])
    expect(offsets(Buffer.alloc(0))).toEqual([])
  })

  test('ends silently before a batch that is cut off, wherever it is cut', () => {
    for (let length = one.length; length < both.length; length++) expect(offsets(both.subarray(0, length))).toEqual([10])
  })

  test('throws at a size that cannot be', () => {
    const changed = Buffer.from(both)
    changed.writeInt32BE(7, one.length + 8)
    expect(() => offsets(changed)).toThrow(
      new ProtocolError(`The batch at byte ${one.length} claims 19 bytes, less than its header takes.`),
    )
  })
})

describe('rewriting a batch', () => {
  const fresh = (): Buffer =>
    Buffer.concat([
      Buffer.from('junk'),
      encodeBatch({ records: [{ key: null, value: text('v'), timestamp: 5 }], codec: 1 }),
      Buffer.from('tail'),
    ])
  const valid = (buffer: Buffer): boolean => batchCrcIsValid(buffer, 4, readBatchHeader(buffer, 4))

  test.each([0, 1, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])(
    'gives it the base offset %i without touching the checksum',
    (offset) => {
      const buffer = fresh()
      const before = readBatchHeader(buffer, 4)
      setBaseOffset(buffer, 4, offset)
      setPartitionLeaderEpoch(buffer, 4, 9)
      expect(readBatchHeader(buffer, 4)).toEqual({ ...before, baseOffset: offset, partitionLeaderEpoch: 9 })
      expect(valid(buffer)).toBe(true)
    },
  )

  test('stamps it with the time of the log, and a new checksum', () => {
    const buffer = fresh()
    const before = readBatchHeader(buffer, 4)
    setLogAppendTime(buffer, 4, 1_700_000_000_000)
    const after = readBatchHeader(buffer, 4)
    expect(after).toEqual({ ...before, attributes: 0x09, maxTimestamp: 1_700_000_000_000, crc: after.crc })
    expect(after.crc).not.toBe(before.crc)
    expect(valid(buffer)).toBe(true)
    expect(buffer.subarray(0, 4).toString() + buffer.subarray(-4).toString()).toBe('junktail')
  })

  test('a changed byte anywhere behind the checksum is noticed', () => {
    const header = readBatchHeader(fresh(), 4)
    for (let at = 4 + 21; at < fresh().length - 4; at++) {
      const buffer = fresh()
      buffer[at]! ^= 1
      expect(batchCrcIsValid(buffer, 4, header), `byte ${at}`).toBe(false)
    }
  })
})
