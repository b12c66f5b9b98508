// The records inside a batch: decoded in full, or visited with no more than their offsets, timestamps and key lengths.
import { ProtocolError } from '../protocol-error.ts'
import { Reader } from '../reader.ts'
import { decompress } from './compression.ts'
import type { BatchHeader } from './record-batch.ts'
import { BATCH_HEADER_BYTES, codecOf, isLogAppendTime } from './record-batch.ts'

const BASE_TIMESTAMP_AT = 27
const MAX_TIMESTAMP_AT = 35
const DEFAULT_MAX_DECOMPRESSED_BYTES = 128 * 1024 * 1024
/** Length, attributes, two deltas, two lengths and a header count, one byte each. */
const LEAST_RECORD_BYTES = 7

export interface RecordHeader {
  readonly key: string
  readonly value: Buffer | null
}

/** Bytes are views of the batch, or of its decompressed records. */
export interface DecodedRecord {
  readonly offset: bigint
  readonly timestamp: bigint
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly RecordHeader[]
  /** The whole record before compression. */
  readonly sizeBytes: number
}

export function decodeRecords(
  buffer: Buffer,
  at: number,
  header: BatchHeader,
  maxDecompressedBytes = DEFAULT_MAX_DECOMPRESSED_BYTES,
): DecodedRecord[] {
  const reader = openRecords(buffer, at, header, maxDecompressedBytes)
  const baseOffset = BigInt(header.baseOffset)
  const baseTimestamp = buffer.readBigInt64BE(at + BASE_TIMESTAMP_AT)
  const appendTime = isLogAppendTime(header.attributes) ? buffer.readBigInt64BE(at + MAX_TIMESTAMP_AT) : null
  const out: DecodedRecord[] = []
  for (let i = 0; i < header.recordCount; i++) {
    const begin = reader.position
    const end = recordEnd(reader)
    reader.int8()
    const timestampDelta = exactVarlong(reader)
    const offsetDelta = reader.varint()
    const key = varBytes(reader)
    const value = varBytes(reader)
    const headers = readHeaders(reader)
    closeRecord(reader, end)
    const timestamp = appendTime ?? BigInt.asIntN(64, baseTimestamp + timestampDelta)
    out.push({ offset: baseOffset + BigInt(offsetDelta), timestamp, key, value, headers, sizeBytes: end - begin })
  }
  if (reader.remaining > 0)
    throw new ProtocolError(`${reader.remaining} bytes are left after the ${header.recordCount} records of the batch.`)
  return out
}

/** False when no decoder of ours could find as many records as the header says, whatever the batch holds. */
export function canHoldItsRecords({ recordCount, attributes, sizeInBytes }: BatchHeader): boolean {
  const roomBytes = codecOf(attributes) === 0 ? sizeInBytes - BATCH_HEADER_BYTES : DEFAULT_MAX_DECOMPRESSED_BYTES
  return recordCount * LEAST_RECORD_BYTES <= roomBytes
}

/** `keyLength` is -1 for a null key; stops when `visit` returns false. */
export function visitRecords(
  buffer: Buffer,
  at: number,
  header: BatchHeader,
  visit: (offsetDelta: number, timestampDelta: number, keyLength: number) => boolean | void,
  maxDecompressedBytes = DEFAULT_MAX_DECOMPRESSED_BYTES,
): void {
  const reader = openRecords(buffer, at, header, maxDecompressedBytes)
  for (let i = 0; i < header.recordCount; i++) {
    const end = recordEnd(reader)
    reader.int8()
    const timestampDelta = reader.varlong()
    const offsetDelta = reader.varint()
    const keyLength = reader.varint()
    if (keyLength < -1 || reader.position + keyLength > end) throw new ProtocolError(`A key claims ${keyLength} bytes.`)
    if (visit(offsetDelta, timestampDelta, keyLength) === false) return
    reader.position = end
  }
}

function openRecords(buffer: Buffer, at: number, header: BatchHeader, maxDecompressedBytes: number): Reader {
  if (header.magic !== 2) throw new ProtocolError(`The batch at byte ${at} has magic ${header.magic}; only 2 is understood.`)
  const codec = codecOf(header.attributes)
  const body = buffer.subarray(at + BATCH_HEADER_BYTES, at + header.sizeInBytes)
  const records = codec === 0 ? body : decompress(codec, body, maxDecompressedBytes)
  if (header.recordCount < 0 || header.recordCount * LEAST_RECORD_BYTES > records.length) {
    throw new ProtocolError(`The batch at byte ${at} claims ${header.recordCount} records in ${records.length} bytes.`)
  }
  return new Reader(records)
}

function recordEnd(reader: Reader): number {
  const length = reader.varint()
  if (length < 0 || length > reader.remaining) throw new ProtocolError(`A record claims ${length} bytes, ${reader.remaining} are left.`)
  return reader.position + length
}

function closeRecord(reader: Reader, end: number): void {
  if (reader.position !== end) throw new ProtocolError(`A record ends at byte ${reader.position} instead of ${end}.`)
}

function readHeaders(reader: Reader): RecordHeader[] {
  const count = reader.varint()
  if (count < 0 || count * 2 > reader.remaining) throw new ProtocolError(`A record claims ${count} headers.`)
  const headers: RecordHeader[] = []
  for (let i = 0; i < count; i++) {
    const key = varBytes(reader)
    if (key === null) throw new ProtocolError('A record header has no key.')
    headers.push({ key: key.toString('utf8'), value: varBytes(reader) })
  }
  return headers
}

function varBytes(reader: Reader): Buffer | null {
  const length = reader.varint()
  if (length === -1) return null
  if (length < 0) throw new ProtocolError(`The length before byte ${reader.position} is ${length}.`)
  return reader.view(length)
}

function exactVarlong(reader: Reader): bigint {
  const at = reader.position
  const near = reader.varlong()
  if (Number.isSafeInteger(near)) return BigInt(near)
  reader.position = at
  return reader.varlongExact()
}
