// `compression.type`: a batch in the codec that its topic stores, whatever the producer chose. Only where they differ are records decompressed.
import { ProtocolError } from '../protocol/protocol-error.ts'
import { compress, decompress } from '../protocol/records/compression.ts'
import { visitRecords } from '../protocol/records/record.ts'
import { BATCH_HEADER_BYTES, type BatchHeader, codecOf, readBatchHeader, withRecords } from '../protocol/records/record-batch.ts'
import { AppendError } from './append-error.ts'
import type { LogConfigs } from './log-configs.ts'

const MIB = 1024 * 1024

/** More than producers put into a batch of that size; what holds more is refused before it takes memory, and the event loop's time. */
const maxDecompressedBytes = (maxMessageBytes: number): number => Math.min(128 * MIB, Math.max(16 * MIB, 4 * maxMessageBytes))

/** The batch itself where its codec is right, else a new one. Throws AppendError; an old level of the right codec stays, as in Kafka. */
export function asStored(batch: Buffer, header: BatchHeader, configs: LogConfigs): Buffer {
  const { compressionType } = configs
  const codec = codecOf(header.attributes)
  if (compressionType === 'producer' || compressionType === codec) return batch
  const records = readableRecords(batch, header, maxDecompressedBytes(configs.maxMessageBytes))
  const stored = withRecords(batch, compressionType, compress(compressionType, records, configs.compressionLevel))
  if (stored.length > configs.maxMessageBytes) {
    throw new AppendError('MESSAGE_TOO_LARGE', `The batch has ${stored.length} bytes in the codec of the topic; max.message.bytes is ${configs.maxMessageBytes}.`)
  }
  return stored
}

/** Decompressed, and each record where the header says there is one: after this the producer's own bytes are gone. */
function readableRecords(batch: Buffer, header: BatchHeader, maxBytes: number): Buffer {
  try {
    const records = decompress(codecOf(header.attributes), batch.subarray(BATCH_HEADER_BYTES), maxBytes)
    const plain = withRecords(batch, 0, records)
    visitRecords(plain, 0, readBatchHeader(plain, 0), () => true)
    return records
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new AppendError('CORRUPT_MESSAGE', `The records of the batch cannot be read: ${error.message}`)
  }
}
