// The record batch (magic 2): its 61-byte header, what a broker may rewrite in it, and how to build one.
import { assert } from '../../base/assert.ts'
import { crc32c } from '../../base/crc32c.ts'
import { ProtocolError } from '../protocol-error.ts'
import { Reader } from '../reader.ts'
import { Writer } from '../writer.ts'
import type { Codec } from './compression.ts'
import { compress } from './compression.ts'

export const BATCH_HEADER_BYTES = 61
/** baseOffset and batchLength, which the length does not count. */
export const BATCH_OVERHEAD_BYTES = 12

const LEADER_EPOCH_AT = 12
export const CRC_AT = 17
/** The checksum covers everything from here on: base offset and leader epoch change without a new one. */
export const ATTRIBUTES_AT = 21
export const BASE_TIMESTAMP_AT = 27
export const MAX_TIMESTAMP_AT = 35
export const RECORD_COUNT_AT = 57

const CODEC_MASK = 0x07
const LOG_APPEND_TIME_BIT = 0x08
const TRANSACTIONAL_BIT = 0x10
const CONTROL_BIT = 0x20
/** Compaction has put the time when tombstones and markers may go in the place of the base timestamp (KIP-534). */
export const DELETE_HORIZON_BIT = 0x40

export interface BatchHeader {
  readonly baseOffset: number
  /** The whole batch, from its base offset to its last record. */
  readonly sizeInBytes: number
  readonly partitionLeaderEpoch: number
  readonly magic: number
  readonly crc: number
  readonly attributes: number
  readonly lastOffsetDelta: number
  /** Timestamps beyond 2^53 read as the nearest safe integer; `decodeRecords` gives exact ones. */
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly recordCount: number
}

export function readBatchHeader(buffer: Buffer, at: number): BatchHeader {
  const reader = new Reader(buffer, at)
  const baseOffset = reader.int64()
  const batchLength = reader.int32()
  const sizeInBytes = batchLength + BATCH_OVERHEAD_BYTES
  if (sizeInBytes < BATCH_HEADER_BYTES)
    throw new ProtocolError(`The batch at byte ${at} claims ${sizeInBytes} bytes, less than its header takes.`)
  if (sizeInBytes > buffer.length - at) {
    throw new ProtocolError(`The batch at byte ${at} claims ${sizeInBytes} bytes, but only ${buffer.length - at} are left.`)
  }
  return {
    baseOffset,
    sizeInBytes,
    partitionLeaderEpoch: reader.int32(),
    magic: reader.int8(),
    crc: reader.uint32(),
    attributes: reader.int16(),
    lastOffsetDelta: reader.int32(),
    baseTimestamp: reader.clampedInt64(),
    maxTimestamp: reader.clampedInt64(),
    producerId: reader.int64(),
    producerEpoch: reader.int16(),
    baseSequence: reader.int32(),
    recordCount: reader.int32(),
  }
}

export function lastOffsetOf(header: BatchHeader): number {
  return header.baseOffset + header.lastOffsetDelta
}

/** Codecs that do not exist (5 to 7) are for the caller to refuse: `decompress` does. */
export function codecOf(attributes: number): Codec {
  return (attributes & CODEC_MASK) as Codec
}

export function isLogAppendTime(attributes: number): boolean {
  return (attributes & LOG_APPEND_TIME_BIT) !== 0
}

export function isTransactional(attributes: number): boolean {
  return (attributes & TRANSACTIONAL_BIT) !== 0
}

export function isControl(attributes: number): boolean {
  return (attributes & CONTROL_BIT) !== 0
}

export function hasDeleteHorizon(attributes: number): boolean {
  return (attributes & DELETE_HORIZON_BIT) !== 0
}

/** A batch cut off at the end, as a fetch may deliver, ends the walk silently; an impossible size throws. */
export function* batches(buffer: Buffer): Generator<{ at: number; header: BatchHeader }> {
  for (let at = 0; buffer.length - at >= BATCH_OVERHEAD_BYTES;) {
    const size = buffer.readInt32BE(at + 8) + BATCH_OVERHEAD_BYTES
    if (size > buffer.length - at) return
    const header = readBatchHeader(buffer, at)
    yield { at, header }
    at += header.sizeInBytes
  }
}

export function batchCrcIsValid(buffer: Buffer, at: number, header: BatchHeader): boolean {
  return crc32c(buffer.subarray(at + ATTRIBUTES_AT, at + header.sizeInBytes)) === header.crc
}

export function setBaseOffset(buffer: Buffer, at: number, offset: number): void {
  buffer.writeInt32BE(Math.floor(offset / 0x1_0000_0000), at)
  buffer.writeUInt32BE(offset >>> 0, at + 4)
}

export function setPartitionLeaderEpoch(buffer: Buffer, at: number, epoch: number): void {
  buffer.writeInt32BE(epoch, at + LEADER_EPOCH_AT)
}

/** Marks the batch as stamped by the broker; readers then take maxTimestamp for every record. */
export function setLogAppendTime(buffer: Buffer, at: number, timestampMs: number): void {
  const sizeInBytes = buffer.readInt32BE(at + 8) + BATCH_OVERHEAD_BYTES
  buffer.writeInt16BE(buffer.readInt16BE(at + ATTRIBUTES_AT) | LOG_APPEND_TIME_BIT, at + ATTRIBUTES_AT)
  setBaseOffset(buffer, at + MAX_TIMESTAMP_AT, timestampMs)
  buffer.writeUInt32BE(crc32c(buffer.subarray(at + ATTRIBUTES_AT, at + sizeInBytes)), at + CRC_AT)
}

/** A copy of the batch with other bytes for its records, which `codec` has made; offsets, timestamps, producer and count stay. */
export function withRecords(batch: Buffer, codec: Codec, records: Buffer): Buffer {
  const copy = Buffer.concat([batch.subarray(0, BATCH_HEADER_BYTES), records])
  copy.writeInt32BE(copy.length - BATCH_OVERHEAD_BYTES, 8)
  copy.writeInt16BE((copy.readInt16BE(ATTRIBUTES_AT) & ~CODEC_MASK) | codec, ATTRIBUTES_AT)
  copy.writeUInt32BE(crc32c(copy.subarray(ATTRIBUTES_AT)), CRC_AT)
  return copy
}

export interface RecordSpec {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers?: readonly { readonly key: string; readonly value: Uint8Array | null }[]
  /** `baseTimestamp` of the batch if left out. */
  readonly timestamp?: number
}

export interface BatchSpec {
  readonly records: readonly RecordSpec[]
  readonly baseOffset?: number
  /** The first record's timestamp if left out, or 0. */
  readonly baseTimestamp?: number
  readonly codec?: Codec
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly baseSequence?: number
  readonly transactional?: boolean
  readonly control?: boolean
  readonly partitionLeaderEpoch?: number
}

// Encoding a batch is synchronous and never nests; each begins with a reset in case the last one failed half-way.
const headerWriter = new Writer()
const recordsWriter = new Writer()
const recordWriter = new Writer()

export function encodeBatch(spec: BatchSpec): Buffer {
  assert(spec.records.length > 0, 'A batch needs at least one record.')
  const baseTimestamp = spec.baseTimestamp ?? spec.records[0]!.timestamp ?? 0
  const codec = spec.codec ?? 0
  const encoded = encodeRecords(spec.records, baseTimestamp)
  const body = codec === 0 ? encoded : compress(codec, encoded)
  const maxTimestamp = spec.records.reduce((max, record) => Math.max(max, record.timestamp ?? baseTimestamp), -1)
  const header = headerWriter
  header.reset()
  header.int64(spec.baseOffset ?? 0)
  header.int32(BATCH_HEADER_BYTES - BATCH_OVERHEAD_BYTES + body.length)
  header.int32(spec.partitionLeaderEpoch ?? -1)
  header.int8(2)
  header.uint32(0)
  header.int16(codec | (spec.transactional === true ? TRANSACTIONAL_BIT : 0) | (spec.control === true ? CONTROL_BIT : 0))
  header.int32(spec.records.length - 1)
  header.int64(baseTimestamp)
  header.int64(maxTimestamp)
  header.int64(spec.producerId ?? -1)
  header.int16(spec.producerEpoch ?? -1)
  header.int32(spec.baseSequence ?? -1)
  header.int32(spec.records.length)
  const batch = Buffer.concat([...header.take(), body])
  batch.writeUInt32BE(crc32c(batch.subarray(ATTRIBUTES_AT)), CRC_AT)
  return batch
}

function encodeRecords(records: readonly RecordSpec[], baseTimestamp: number): Buffer {
  const out = recordsWriter
  const record = recordWriter
  out.reset()
  record.reset()
  for (const [offsetDelta, { key, value, headers = [], timestamp }] of records.entries()) {
    record.int8(0)
    record.varlong((timestamp ?? baseTimestamp) - baseTimestamp)
    record.varint(offsetDelta)
    putVarBytes(record, key)
    putVarBytes(record, value)
    record.varint(headers.length)
    for (const header of headers) {
      putVarBytes(record, Buffer.from(header.key))
      putVarBytes(record, header.value)
    }
    out.varint(record.size)
    for (const chunk of record.take()) out.raw(chunk)
  }
  return Buffer.concat(out.take())
}

function putVarBytes(writer: Writer, value: Uint8Array | null): void {
  writer.varint(value === null ? -1 : value.length)
  if (value !== null) writer.raw(value)
}
