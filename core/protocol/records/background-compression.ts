// Compression of large bodies off the event loop, for the codecs that Node runs on other threads; snappy and lz4 are ours and run here.
import { constants, gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib'
import { promisify } from 'node:util'
import { ProtocolError } from '../protocol-error.ts'
import { type Codec, compress, decompress } from './compression.ts'

/** Smaller ones take less time than the way to another thread and back. */
const WORTH_A_THREAD_BYTES = 32 * 1024
const GZIP: Codec = 1
const ZSTD: Codec = 4

const [runGunzip, runGzip, runZstdDecompress, runZstdCompress] = [promisify(gunzip), promisify(gzip), promisify(zstdDecompress), promisify(zstdCompress)]

/** As `decompress`, whose errors it has. */
export async function decompressInBackground(codec: Codec, bytes: Buffer, maxBytes: number): Promise<Buffer> {
  if (bytes.length < WORTH_A_THREAD_BYTES || (codec !== GZIP && codec !== ZSTD)) return decompress(codec, bytes, maxBytes)
  const bound = { maxOutputLength: Math.max(1, maxBytes) }
  try {
    return await (codec === GZIP ? runGunzip(bytes, bound) : runZstdDecompress(bytes, bound))
  } catch (cause) {
    throw new ProtocolError(`The data cannot be decompressed to at most ${maxBytes} bytes: ${(cause as Error).message}`, { cause })
  }
}

export async function compressInBackground(codec: Codec, bytes: Buffer): Promise<Buffer> {
  if (bytes.length < WORTH_A_THREAD_BYTES) return compress(codec, bytes)
  if (codec === GZIP) return runGzip(bytes)
  if (codec === ZSTD) return runZstdCompress(bytes, { params: { [constants.ZSTD_c_contentSizeFlag]: 1 }, pledgedSrcSize: bytes.length })
  return compress(codec, bytes)
}
