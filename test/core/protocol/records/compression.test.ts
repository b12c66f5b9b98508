import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../core/base/random.ts'
import { ProtocolError } from '../../../../core/protocol/protocol-error.ts'
import type { Codec } from '../../../../core/protocol/records/compression.ts'
import { compress, decompress } from '../../../../core/protocol/records/compression.ts'
import { samples } from './samples.ts'

describe.each<Codec>([0, 1, 2, 3, 4])('codec %i', (codec) => {
  test.each(samples)('brings back %s', (_what, bytes) => {
    expect(decompress(codec, compress(codec, bytes), bytes.length).equals(bytes)).toBe(true)
  })

  test('refuses output of one byte more than its bound', () => {
    const bytes = seededRandom(1).bytes(50_000)
    expect(decompress(codec, compress(codec, bytes), 50_000).equals(bytes)).toBe(true)
    expect(() => decompress(codec, compress(codec, bytes), 49_999)).toThrow(ProtocolError)
  })
})

describe.each<Codec>([1, 2, 3, 4])('codec %i', (codec) => {
  test('makes repetitive text smaller', () => {
    const text = Buffer.from('{"customer": "Ada", "total": 12.5}\n'.repeat(2000))
    expect(compress(codec, text).length).toBeLessThan(text.length / 10)
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', seededRandom(3).bytes(100)],
  ])('refuses %s', (_what, bytes) => {
    expect(() => decompress(codec, bytes, 1000)).toThrow(ProtocolError)
  })
})

test('bombs are stopped at the bound and not after it', () => {
  const megabytes = Buffer.alloc(64 * 1024 * 1024)
  for (const [codec, bomb] of [
    [1, gzipSync(megabytes)],
    [4, zstdCompressSync(megabytes)],
    [3, compress(3, megabytes)],
    [2, compress(2, megabytes)],
  ] as const) {
    const before = process.memoryUsage().arrayBuffers
    expect(() => decompress(codec, bomb, 1024 * 1024)).toThrow(ProtocolError)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024)
  }
})

test.each([5, 6, 7, -1])('codec %i does not exist', (codec) => {
  expect(() => decompress(codec as Codec, Buffer.alloc(1), 10)).toThrow(new ProtocolError(`Compression codec ${codec} does not exist.`))
})

test('gzip and zstd take a level, which changes the compressed bytes and nothing else', () => {
  const bytes = Buffer.from(Array.from({ length: 400 }, (_, i) => `order-${(i * 7919) % 1000} of customer ${(i * 104_729) % 5000}`).join('\n'))
  for (const [codec, low, high] of [[1, 1, 9], [4, 1, 19]] as const) {
    expect(compress(codec, bytes, high).equals(compress(codec, bytes, low))).toBe(false)
    expect(decompress(codec, compress(codec, bytes, high), bytes.length).equals(bytes)).toBe(true)
  }
})
