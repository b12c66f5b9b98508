// Keys sort as bytes the way their parts sort as numbers.
import { expect, it } from 'vitest'
import { lastOffsetOfTimeKey, logKey, logKeyAfter, readU64, timeKey, writeU64 } from '../../../core/storage/keys.ts'

const NUMBERS = [0, 1, 255, 256, 0xffff_ffff, 0x1_0000_0000, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER]

it('64-bit numbers survive, and sort', () => {
  const bytes = NUMBERS.map((n) => {
    const buffer = Buffer.alloc(8)
    writeU64(buffer, n, 0)
    expect(readU64(buffer, 0)).toBe(n)
    return buffer
  })
  expect(bytes.toSorted(Buffer.compare)).toEqual(bytes)
})

it('log keys sort by partition, then offset, and the end of a partition lies before the next one', () => {
  const keys = [1, 2, 0xffff_fffe].flatMap((partition) => [...NUMBERS.map((offset) => logKey(partition, offset)), logKeyAfter(partition)])
  expect(keys.toSorted(Buffer.compare)).toEqual(keys)
})

it('time keys sort by partition, timestamp, offset; timestamps below zero count as zero', () => {
  const keys = [timeKey(1, 0, 5), timeKey(1, 7, 3), timeKey(1, 7, 4), timeKey(1, 900, 0), timeKey(2, 0, 0)]
  expect(keys.toSorted(Buffer.compare)).toEqual(keys)
  expect(timeKey(1, -5, 9)).toEqual(timeKey(1, 0, 9))
  expect(lastOffsetOfTimeKey(timeKey(1, 7, 123_456_789_012))).toBe(123_456_789_012)
})
