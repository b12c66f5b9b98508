import { compressFrameSync, decompressFrameSync } from 'lz4-napi'
import { describe, expect, test } from 'vitest'
import { ProtocolError } from '../../../../core/protocol/protocol-error.ts'
import { compressLz4, decompressLz4 } from '../../../../core/protocol/records/lz4.ts'
import { samples } from './samples.ts'

const LIMIT = 10_000_000
const uint32LE = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const frame = (flags: number, blockSizeClass: number, ...parts: Buffer[]): Buffer =>
  Buffer.concat([uint32LE(0x184d2204), Buffer.from([flags, blockSizeClass << 4]), ...parts])
const block = (...bytes: number[]): Buffer => Buffer.concat([uint32LE(bytes.length), Buffer.from(bytes)])
const stored = (text: string): Buffer => Buffer.concat([uint32LE(0x8000_0000 + text.length), Buffer.from(text)])
const anyChecksum = Buffer.from([0])
const end = uint32LE(0)

describe('an independent implementation', () => {
  test.each(samples)('reads our frame of %s', (_what, bytes) => {
    expect(decompressFrameSync(compressLz4(bytes)).equals(bytes)).toBe(true)
  })

  test.each(samples)('writes a frame of %s that we read', (_what, bytes) => {
    expect(decompressLz4(compressFrameSync(bytes), LIMIT).equals(bytes)).toBe(true)
    expect(decompressLz4(compressFrameSync(bytes, { contentChecksum: true, blockChecksums: true }), LIMIT).equals(bytes)).toBe(true)
  })
})

describe('decompressLz4', () => {
  test.each<[string, Buffer, string]>([
    ['a stored block', frame(0x60, 4, anyChecksum, stored('hello'), end), 'hello'],
    ['a match that overlaps itself', frame(0x60, 4, anyChecksum, block(0x14, 0x61, 1, 0, 0x00), end), 'a'.repeat(9)],
    [
      'linked blocks, the second reaching into the first',
      frame(0x40, 4, anyChecksum, stored('abcd'), block(0x00, 4, 0, 0x10, 0x65), end),
      'abcdabcde',
    ],
    ['a frame with its content size', frame(0x68, 4, Buffer.alloc(8), anyChecksum, stored('x'), end), 'x'],
    [
      'a frame after another',
      Buffer.concat([frame(0x60, 4, anyChecksum, stored('a'), end), frame(0x60, 7, anyChecksum, stored('b'), end)]),
      'ab',
    ],
    [
      'a frame after a skippable one',
      Buffer.concat([uint32LE(0x184d2a53), uint32LE(3), Buffer.from('xyz'), frame(0x60, 4, anyChecksum, stored('a'), end)]),
      'a',
    ],
    ['an empty frame', frame(0x60, 4, anyChecksum, end), ''],
  ])('reads %s', (_what, bytes, expected) => {
    expect(decompressLz4(bytes, LIMIT).toString()).toBe(expected)
  })

  test.each<[string, Buffer, string]>([
    ['other data', Buffer.from('gzip'), 'LZ4 data begins with 70697a67 instead of the frame magic.'],
    ['version 2 of the format', frame(0xa0, 4, anyChecksum, end), 'LZ4 frame version 2 is not understood.'],
    ['an unknown block size', frame(0x60, 3, anyChecksum, end), 'The LZ4 frame has an unknown block size.'],
    ['a dictionary', frame(0x61, 4, Buffer.alloc(4), anyChecksum, end), 'The LZ4 frame needs a dictionary.'],
    [
      'a block larger than the frame allows',
      frame(0x60, 4, anyChecksum, uint32LE(65_537), Buffer.alloc(65_537), end),
      'An LZ4 block claims 65537 bytes, more than the 65536 of its frame.',
    ],
    [
      'a match before the beginning',
      frame(0x60, 4, anyChecksum, block(0x10, 0x61, 2, 0, 0), end),
      'LZ4 data refers 2 bytes back, further than its frame reaches.',
    ],
    [
      'a match of no distance',
      frame(0x60, 4, anyChecksum, block(0x10, 0x61, 0, 0, 0), end),
      'Compressed data refers 0 bytes back at byte 1.',
    ],
    [
      'a block that makes more than it may',
      frame(0x60, 4, anyChecksum, block(0x1f, 0x61, 1, 0, ...Array<number>(300).fill(255), 0, 0), end),
      'An LZ4 block makes more than 65536 bytes.',
    ],
    ['a frame without an end', frame(0x60, 4, anyChecksum, stored('a')), '4 bytes are needed at byte 12, 0 are left.'],
  ])('refuses %s', (_what, bytes, message) => {
    expect(() => decompressLz4(bytes, LIMIT)).toThrow(new ProtocolError(message))
  })

  test('a match may not reach into the frame before its own', () => {
    const second = frame(0x40, 4, anyChecksum, block(0x00, 4, 0, 0x10, 0x65), end)
    const both = Buffer.concat([frame(0x60, 4, anyChecksum, stored('abcd'), end), second])
    expect(() => decompressLz4(both, LIMIT)).toThrow(new ProtocolError('LZ4 data refers 4 bytes back, further than its frame reaches.'))
  })
})
