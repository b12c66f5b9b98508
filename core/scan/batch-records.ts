// The bytes of a batch's records, decompressed; off the event loop where that would hold it.
import { promisify } from 'node:util'
import { gunzip, zstdDecompress, type ZlibOptions, type ZstdOptions } from 'node:zlib'
import { ProtocolError } from '../protocol/protocol-error.ts'
import { BATCH_HEADER_BYTES, type BatchHeader, codecOf } from '../protocol/records/record-batch.ts'
import { type Codec, decompress } from '../protocol/records/compression.ts'

const MAX_DECOMPRESSED_BYTES = 128 * 1024 * 1024
/** Less than this is decompressed in about a millisecond. */
const OFF_LOOP_BYTES = 32 * 1024
/** Length, attributes, two deltas, two lengths and a header count, one byte each. */
const LEAST_RECORD_BYTES = 7

/** A promise only where another thread does it. Rejects (or throws) ProtocolError. */
export function batchRecords(bytes: Buffer, at: number, header: BatchHeader): Buffer | Promise<Buffer> {
  if (header.magic !== 2) throw new ProtocolError(`The batch at offset ${header.baseOffset} has magic ${header.magic}; only 2 is understood.`)
  const body = bytes.subarray(at + BATCH_HEADER_BYTES, at + header.sizeInBytes)
  const codec = codecOf(header.attributes)
  if (body.length > OFF_LOOP_BYTES && (codec === 1 || codec === 4)) return offLoop(codec, body).then((records) => checked(records, header))
  return checked(decompress(codec, body, MAX_DECOMPRESSED_BYTES), header)
}

async function offLoop(codec: Codec & (1 | 4), body: Buffer): Promise<Buffer> {
  const bound = { maxOutputLength: MAX_DECOMPRESSED_BYTES }
  try {
    return await (codec === 1 ? promisify<Buffer, ZlibOptions, Buffer>(gunzip)(body, bound) : promisify<Buffer, ZstdOptions, Buffer>(zstdDecompress)(body, bound))
  } catch (cause) {
    const name = codec === 1 ? 'gzip' : 'zstd'
    throw new ProtocolError(`The ${name} data cannot be decompressed to at most ${MAX_DECOMPRESSED_BYTES} bytes: ${(cause as Error).message}`, { cause })
  }
}

function checked(records: Buffer, { baseOffset, recordCount }: BatchHeader): Buffer {
  if (recordCount >= 0 && recordCount * LEAST_RECORD_BYTES <= records.length) return records
  throw new ProtocolError(`The batch at offset ${baseOffset} claims ${recordCount} records in ${records.length} bytes.`)
}
