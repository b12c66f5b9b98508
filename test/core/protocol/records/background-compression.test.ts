import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../core/base/random.ts'
import { ProtocolError } from '../../../../core/protocol/protocol-error.ts'
import { compressInBackground, decompressInBackground } from '../../../../core/protocol/records/background-compression.ts'
import { compress, decompress } from '../../../../core/protocol/records/compression.ts'

const random = seededRandom(1)
/** Half noise, so that what is compressed is large as well. */
const bytesOf = (size: number): Buffer => Buffer.concat([random.bytes(size / 2), Buffer.alloc(size / 2, 'abc')])

describe.each([0, 1, 2, 3, 4] as const)('codec %i', (codec) => {
  it.each([100, 400_000])('gives %i bytes back, and understands and is understood by what runs on the loop', async (size) => {
    const bytes = bytesOf(size)
    expect((await decompressInBackground(codec, await compressInBackground(codec, bytes), size)).equals(bytes)).toBe(true)
    expect((await decompressInBackground(codec, compress(codec, bytes), size)).equals(bytes)).toBe(true)
    expect(decompress(codec, await compressInBackground(codec, bytes), size).equals(bytes)).toBe(true)
  })

  it('refuses more than it was allowed, and nonsense', async () => {
    const packed = compress(codec, bytesOf(400_000))
    await expect(decompressInBackground(codec, packed, 1000)).rejects.toThrow(ProtocolError)
    if (codec !== 0) await expect(decompressInBackground(codec, random.bytes(100_000), 400_000)).rejects.toThrow(ProtocolError)
  })
})
