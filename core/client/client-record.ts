// A record as read from a cluster, with the batch that it came in; its bytes are views of the response.
import { batches, type BatchHeader, isControl, isLogAppendTime, lastOffsetOf } from '../protocol/records/record-batch.ts'
import { type DecodedRecord, decodeRecords } from '../protocol/records/record.ts'

export interface ClientRecord extends DecodedRecord {
  readonly partition: number
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  readonly batch: BatchHeader
}

/**
 * Records of whole batches from offset `from` on, without the markers of transactions; in order, which is that of offsets.
 * Also tells where the last batch ends: after compaction or markers that may be far past its last record.
 */
export function decodeFetched(partition: number, bytes: Buffer, from: number): { records: ClientRecord[]; nextOffset: number } {
  const records: ClientRecord[] = []
  let nextOffset = from
  for (const { at, header } of batches(bytes)) {
    nextOffset = Math.max(nextOffset, lastOffsetOf(header) + 1)
    if (isControl(header.attributes)) continue
    const timestampType = isLogAppendTime(header.attributes) ? 'LogAppendTime' : 'CreateTime'
    for (const record of decodeRecords(bytes, at, header)) {
      if (record.offset >= from) records.push({ ...record, partition, timestampType, batch: header })
    }
  }
  return { records, nextOffset }
}
