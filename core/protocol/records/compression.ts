// The codecs of record batches: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd. Decompression never exceeds the bound it is given.
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { unreachable } from '../../base/assert.ts'
import { ProtocolError } from '../protocol-error.ts'
import { compressLz4, decompressLz4 } from './lz4.ts'
import { compressSnappy, decompressSnappy } from './snappy.ts'

/** As the low three bits of a batch's attributes. */
export type Codec = 0 | 1 | 2 | 3 | 4

export function decompress(codec: Codec, bytes: Buffer, maxBytes: number): Buffer {
  switch (codec) {
    case 0:
      if (bytes.length > maxBytes) throw new ProtocolError(`${bytes.length} bytes are more than the ${maxBytes} allowed.`)
      return bytes
    case 1:
      return inflate('gzip', maxBytes, (bound) => gunzipSync(bytes, bound))
    case 2:
      return decompressSnappy(bytes, maxBytes)
    case 3:
      return decompressLz4(bytes, maxBytes)
    case 4:
      return inflate('zstd', maxBytes, (bound) => zstdDecompressSync(bytes, bound))
    default:
      // Three bits can say 5 to 7, whatever the type says.
      throw new ProtocolError(`Compression codec ${String(codec)} does not exist.`)
  }
}

/** `level` is gzip's (1 to 9, -1 = its own choice) or zstd's (-131072 to 22); the others have one. */
export function compress(codec: Codec, bytes: Buffer, level?: number): Buffer {
  switch (codec) {
    case 0:
      return bytes
    case 1:
      return gzipSync(bytes, level === undefined ? {} : { level })
    case 2:
      return compressSnappy(bytes)
    case 3:
      return compressLz4(bytes)
    case 4:
      // The size in the header lets a reader allocate once.
      return zstdCompressSync(bytes, {
        params: { [constants.ZSTD_c_contentSizeFlag]: 1, ...(level !== undefined && { [constants.ZSTD_c_compressionLevel]: level }) },
        pledgedSrcSize: bytes.length,
      })
    default:
      return unreachable(codec)
  }
}

function inflate(name: string, maxBytes: number, run: (bound: { maxOutputLength: number }) => Buffer): Buffer {
  try {
    // zlib refuses a bound of zero.
    return run({ maxOutputLength: Math.max(1, maxBytes) })
  } catch (error) {
    throw new ProtocolError(`The ${name} data cannot be decompressed to at most ${maxBytes} bytes: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
