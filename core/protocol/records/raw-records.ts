// The records of a batch as bytes: where each lies, its key, and whether it is a tombstone. What compaction needs to copy them unread.
import { ProtocolError } from '../protocol-error.ts'
import { Reader } from '../reader.ts'

/** One record of a decompressed batch body. The object is used again for the next record. */
export interface RawRecord {
  /** From its length to its last header. */
  start: number
  end: number
  /** Where its attributes begin, after its length. */
  attributesAt: number
  /** Beyond 2^53 only near the true value. */
  timestampDelta: number
  timestampDeltaAt: number
  /** Right after the timestamp delta. */
  offsetDeltaAt: number
  offsetDelta: number
  keyAt: number
  /** -1 for a null key. */
  keyLength: number
  isTombstone: boolean
}

/** Throws ProtocolError when the body does not hold `count` records. */
export function visitRawRecords(body: Buffer, count: number, visit: (record: RawRecord) => void): void {
  const reader = new Reader(body)
  const record: RawRecord = {
    start: 0, end: 0, attributesAt: 0, timestampDelta: 0, timestampDeltaAt: 0, offsetDeltaAt: 0, offsetDelta: 0, keyAt: 0, keyLength: -1, isTombstone: false,
  }
  for (let i = 0; i < count; i++) {
    readRecord(reader, record)
    visit(record)
    reader.position = record.end
  }
  if (reader.remaining > 0) throw new ProtocolError(`${reader.remaining} bytes are left after the ${count} records of the batch.`)
}

function readRecord(reader: Reader, record: RawRecord): void {
  record.start = reader.position
  const length = reader.varint()
  if (length < 0 || length > reader.remaining) throw new ProtocolError(`A record claims ${length} bytes, ${reader.remaining} are left.`)
  record.attributesAt = reader.position
  record.end = reader.position + length
  reader.int8()
  record.timestampDeltaAt = reader.position
  record.timestampDelta = reader.varlong()
  record.offsetDeltaAt = reader.position
  record.offsetDelta = reader.varint()
  record.keyLength = reader.varint()
  record.keyAt = reader.position
  if (record.keyLength < -1 || record.keyAt + record.keyLength > record.end) throw new ProtocolError(`A key claims ${record.keyLength} bytes.`)
  reader.position += Math.max(0, record.keyLength)
  record.isTombstone = reader.varint() < 0
  if (reader.position > record.end) throw new ProtocolError(`A record ends at byte ${record.end}, inside its value.`)
}
