// What a produced batch must fulfil, in the order Apache Kafka checks it; each refusal is the code its clients expect.
// The header is trusted once its CRC holds: records are only visited where the topic's configuration demands it.
import { ProtocolError } from '../protocol/protocol-error.ts'
import { canHoldItsRecords, visitRecords } from '../protocol/records/record.ts'
import { BATCH_HEADER_BYTES, BATCH_OVERHEAD_BYTES, batchCrcIsValid, type BatchHeader, codecOf, isControl, isLogAppendTime, readBatchHeader } from '../protocol/records/record-batch.ts'
import { AppendError, refusedUnseen } from './append-error.ts'
import type { LogConfigs } from './log-configs.ts'

const ZSTD = 4
/** The first Produce version whose consumers all know zstd (KIP-110). */
const ZSTD_SINCE_VERSION = 7

/** What follows the size of the smallest batch that any magic knows. */
const LEAST_BATCH_LENGTH = 14
const MAGIC_AT = 16
const MAGIC = 2

/** Returns the header of the one valid batch in `records`, which part of another may follow, or throws AppendError. */
export function validateBatch(records: Buffer | null, produceVersion: number, configs: LogConfigs, nowMs: number): BatchHeader {
  const header = requireOneBatch(records)
  const batch = records!
  requireCodec(header, produceVersion)
  if (header.baseOffset !== 0) throw new AppendError('INVALID_RECORD', `The base offset of a produced batch must be 0, not ${header.baseOffset}.`)
  if (header.sizeInBytes > configs.maxMessageBytes) {
    throw refusedUnseen('MESSAGE_TOO_LARGE', `The batch has ${header.sizeInBytes} bytes; max.message.bytes is ${configs.maxMessageBytes}.`)
  }
  if (!batchCrcIsValid(batch, 0, header)) throw refusedUnseen('CORRUPT_MESSAGE', 'The CRC of the batch does not match its content.')
  requireConsistentHeader(header)
  requireKeys(batch, header, configs)
  requireTimestamps(batch, header, configs, nowMs)
  if (header.sizeInBytes > configs.segmentBytes) {
    throw refusedUnseen('RECORD_LIST_TOO_LARGE', `The batch has ${header.sizeInBytes} bytes; a segment holds ${configs.segmentBytes} (segment.bytes).`)
  }
  return header
}

function requireOneBatch(records: Buffer | null): BatchHeader {
  const sizeInBytes = records === null ? 0 : completeBatchBytes(records)
  if (records === null || sizeInBytes === 0) throw refusedUnseen('INVALID_RECORD', 'A produce request needs exactly one record batch per partition; there is none, or only part of one.')
  if (records[MAGIC_AT] !== MAGIC) throw refusedUnseen('INVALID_RECORD', `Only record batches of magic 2 are accepted, not ${records[MAGIC_AT]}.`)
  if (sizeInBytes < BATCH_HEADER_BYTES) throw refusedUnseen('CORRUPT_MESSAGE', `The batch has ${sizeInBytes} bytes, fewer than its header.`)
  const header = readHeader(records)
  if (completeBatchBytes(records.subarray(sizeInBytes)) > 0) throw refusedUnseen('INVALID_RECORD', 'A produce request needs exactly one record batch per partition; there are more.')
  return header
}

/** 0 when `bytes` end before their first batch does. */
function completeBatchBytes(bytes: Buffer): number {
  if (bytes.length < BATCH_OVERHEAD_BYTES) return 0
  const length = bytes.readInt32BE(BATCH_OVERHEAD_BYTES - 4)
  if (length < LEAST_BATCH_LENGTH) throw refusedUnseen('CORRUPT_MESSAGE', `The batch claims ${length} bytes after its size; no batch has fewer than ${LEAST_BATCH_LENGTH}.`)
  if (bytes.length <= MAGIC_AT) return 0
  const magic = bytes.readInt8(MAGIC_AT)
  if (magic < 0 || magic > MAGIC) throw refusedUnseen('CORRUPT_MESSAGE', `Magic ${magic} is not known.`)
  const sizeInBytes = length + BATCH_OVERHEAD_BYTES
  return sizeInBytes <= bytes.length ? sizeInBytes : 0
}

function readHeader(records: Buffer): BatchHeader {
  try {
    return readBatchHeader(records, 0)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw refusedUnseen('CORRUPT_MESSAGE', error.message)
  }
}

function requireCodec(header: BatchHeader, produceVersion: number): void {
  const codec = codecOf(header.attributes)
  if (codec > ZSTD) throw new AppendError('UNSUPPORTED_COMPRESSION_TYPE', `Compression type ${codec} is not known.`)
  if (codec === ZSTD && produceVersion < ZSTD_SINCE_VERSION) {
    throw refusedUnseen('UNSUPPORTED_COMPRESSION_TYPE', `zstd needs Produce version ${ZSTD_SINCE_VERSION} or newer; this is version ${produceVersion}.`)
  }
}

function requireConsistentHeader(header: BatchHeader): void {
  const invalid = (message: string): never => {
    throw new AppendError('INVALID_RECORD', message)
  }
  if (header.recordCount <= 0) invalid(`A batch must hold at least one record; this one says ${header.recordCount}.`)
  if (header.lastOffsetDelta + 1 !== header.recordCount) {
    invalid(`The batch has ${header.recordCount} records but its last offset delta is ${header.lastOffsetDelta}.`)
  }
  if (!canHoldItsRecords(header)) invalid(`The batch says it has ${header.recordCount} records; its ${header.sizeInBytes} bytes cannot hold them.`)
  if (isControl(header.attributes)) invalid('Clients may not write control batches.')
  if (header.producerId >= 0 && header.baseSequence < 0) {
    invalid(`Producer ${header.producerId} sent the sequence ${header.baseSequence}; an idempotent batch needs one of at least 0.`)
  }
}

function requireKeys(batch: Buffer, header: BatchHeader, configs: LogConfigs): void {
  if (!configs.isCompacted) return
  const recordErrors: { batchIndex: number; message: string }[] = []
  visitOrRefuse(batch, header, (index, _timestampDelta, keyLength) => {
    if (keyLength < 0) recordErrors.push({ batchIndex: index, message: 'A compacted topic needs a key on every record.' })
  })
  if (recordErrors.length > 0) throw new AppendError('INVALID_RECORD', 'One or more records were rejected: a compacted topic needs a key on every record.', recordErrors)
}

function requireTimestamps(batch: Buffer, header: BatchHeader, configs: LogConfigs, nowMs: number): void {
  if (configs.timestampType === 'LogAppendTime') return
  if (isLogAppendTime(header.attributes)) throw new AppendError('INVALID_TIMESTAMP', 'Only the broker may mark a batch as LogAppendTime.')
  const latest = nowMs + configs.timestampAfterMaxMs
  const earliest = nowMs - configs.timestampBeforeMaxMs
  if (header.maxTimestamp <= latest && earliest <= 0) return
  const recordErrors: { batchIndex: number; message: string }[] = []
  visitOrRefuse(batch, header, (index, timestampDelta) => {
    const timestamp = header.baseTimestamp + timestampDelta
    if (timestamp > latest) recordErrors.push({ batchIndex: index, message: `Timestamp ${timestamp} is after ${latest}.` })
    else if (timestamp >= 0 && timestamp < earliest) recordErrors.push({ batchIndex: index, message: `Timestamp ${timestamp} is before ${earliest}.` })
  })
  if (recordErrors.length === 0 && header.maxTimestamp <= latest) return
  const { timestampBeforeMaxMs, timestampAfterMaxMs } = configs
  const allowed = `message.timestamp.before.max.ms=${timestampBeforeMaxMs} and message.timestamp.after.max.ms=${timestampAfterMaxMs}`
  throw new AppendError('INVALID_TIMESTAMP', `One or more timestamps are further from the broker's time ${nowMs} than ${allowed} allow.`, recordErrors)
}

function visitOrRefuse(batch: Buffer, header: BatchHeader, visit: (index: number, timestampDelta: number, keyLength: number) => void): void {
  let index = 0
  try {
    visitRecords(batch, 0, header, (_offsetDelta, timestampDelta, keyLength) => visit(index++, timestampDelta, keyLength))
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new AppendError('CORRUPT_MESSAGE', `The records of the batch cannot be read: ${error.message}`)
  }
}
