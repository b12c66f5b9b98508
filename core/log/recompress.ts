// `compression.type`: a batch in the codec that its topic stores, whatever the producer chose. Only where they differ are records decompressed.
import { ProtocolError } from '../protocol/protocol-error.ts'
import { type Codec, compress, decompress } from '../protocol/records/compression.ts'
import { visitRecords } from '../protocol/records/record.ts'
import { BATCH_HEADER_BYTES, type BatchHeader, codecOf, readBatchHeader, withRecords } from '../protocol/records/record-batch.ts'
import { AppendError } from './append-error.ts'
import type { LogConfigs } from './log-configs.ts'

/** More than producers put into a batch; what claims more is refused before memory is taken for it. */
const MAX_DECOMPRESSED_BYTES = 64 * 1024 * 1024

/** The batch itself where its codec is right, else a new one. Throws AppendError; an old level of the right codec stays, as in Kafka. */
export function asStored(batch: Buffer, header: BatchHeader, configs: LogConfigs): Buffer {
  const { compressionType } = configs
  const codec = codecOf(header.attributes)
  if (compressionType === 'producer' || compressionType === codec) return batch
  const stored = recompressed(batch, header, compressionType, configs.compressionLevel)
  if (stored.length > configs.maxMessageBytes) {
    throw new AppendError('MESSAGE_TOO_LARGE', `The batch has ${stored.length} bytes in the codec of the topic; max.message.bytes is ${configs.maxMessageBytes}.`)
  }
  return stored
}

function recompressed(batch: Buffer, header: BatchHeader, codec: Codec, level: number | undefined): Buffer {
  const records = readableRecords(batch, header)
  return withRecords(batch, codec, compress(codec, records, level))
}

/** Decompressed, and each record where the header says there is one: after this the producer's own bytes are gone. */
function readableRecords(batch: Buffer, header: BatchHeader): Buffer {
  try {
    const records = decompress(codecOf(header.attributes), batch.subarray(BATCH_HEADER_BYTES), MAX_DECOMPRESSED_BYTES)
    const plain = withRecords(batch, 0, records)
    visitRecords(plain, 0, readBatchHeader(plain, 0), () => true)
    return records
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new AppendError('CORRUPT_MESSAGE', `The records of the batch cannot be read: ${error.message}`)
  }
}
