// How many bytes a record takes as a batch of its own, uncompressed: what a broker holds against max.message.bytes.
import { BATCH_HEADER_BYTES } from '../../protocol/records/record-batch.ts'
import type { RecordContent } from './content-hash.ts'

export function recordBatchBytes({ key, value, headers }: RecordContent): number {
  // Attributes and two deltas of zero.
  let body = 3 + bytesField(key?.length ?? -1) + bytesField(value?.length ?? -1) + varintBytes(headers.length)
  for (const header of headers) body += bytesField(Buffer.byteLength(header.key)) + bytesField(header.value?.length ?? -1)
  return BATCH_HEADER_BYTES + varintBytes(body) + body
}

function bytesField(length: number): number {
  return varintBytes(length) + Math.max(0, length)
}

/** Zigzag. */
function varintBytes(value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0
  let bytes = 1
  for (; rest > 0x7f; rest >>>= 7) bytes++
  return bytes
}
