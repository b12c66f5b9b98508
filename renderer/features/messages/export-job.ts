// Fetches whole records for copying and saving: rows of a grid are only previews. In order, a few at a time, up to a bound.
import type { RecordAddress, RecordPart, WholeRecord } from '../../../core/contract/records.ts'
import type { ExportedRecord } from '../../format/record-export.ts'

type Field = WholeRecord['key']

export interface RecordReader {
  /** null = it is not there any more. */
  read: (address: RecordAddress, signal: AbortSignal) => Promise<WholeRecord | null>
  chunk: (address: RecordAddress, of: RecordPart, fromByte: number, maxBytes: number, signal: AbortSignal) => Promise<Uint8Array>
}

export interface Collected {
  records: ExportedRecord[]
  /** Deleted since they were listed. */
  gone: number
  /** Left out because all together would be larger than a copy may be. */
  leftOut: number
}

/** What a clipboard and a page can take at once. */
export const MAX_EXPORT_BYTES = 64 * 1024 * 1024
const AT_ONCE = 4
const CHUNK_BYTES = 1024 * 1024

export async function collectRecords(
  addresses: readonly RecordAddress[],
  reader: RecordReader,
  signal: AbortSignal,
  onProgress: (done: number) => void,
  maxBytes = MAX_EXPORT_BYTES,
): Promise<Collected> {
  const collected: Collected = { records: [], gone: 0, leftOut: 0 }
  let bytes = 0
  for (let start = 0; start < addresses.length; start += AT_ONCE) {
    const some = await Promise.all(addresses.slice(start, start + AT_ONCE).map((address) => reader.read(address, signal)))
    for (const [index, record] of some.entries()) {
      signal.throwIfAborted()
      if (record === null) {
        collected.gone += 1
        continue
      }
      bytes += sizeOf(record)
      if (bytes > maxBytes) return { ...collected, leftOut: addresses.length - start - index }
      collected.records.push(exported(await completed(record, reader, signal)))
    }
    onProgress(Math.min(start + AT_ONCE, addresses.length))
  }
  return collected
}

const fieldSize = (field: Field): number => (field.kind === 'null' ? 0 : field.sizeBytes)

const sizeOf = ({ key, value, headers }: WholeRecord): number =>
  fieldSize(key) + fieldSize(value) + headers.reduce((sum, header) => sum + header.key.length + fieldSize(header.value), 0)

/** The same record with all its bytes where it came cut. */
export async function completed(record: WholeRecord, reader: RecordReader, signal: AbortSignal): Promise<WholeRecord> {
  const address = { partition: record.partition, offset: record.offset }
  const whole = (field: Field, of: RecordPart): Promise<Field> => completeField(field, address, of, reader, signal)
  return {
    ...record,
    key: await whole(record.key, { part: 'key' }),
    value: await whole(record.value, { part: 'value' }),
    headers: await Promise.all(
      record.headers.map(async ({ key, value }, index) => ({ key, value: await whole(value, { part: 'header', index }) })),
    ),
  }
}

async function completeField(
  field: Field,
  address: RecordAddress,
  of: RecordPart,
  reader: RecordReader,
  signal: AbortSignal,
): Promise<Field> {
  if (field.kind === 'null' || !field.cut) return field
  const bytes = new Uint8Array(field.sizeBytes)
  bytes.set(field.bytes)
  for (let at = field.bytes.length; at < bytes.length; ) {
    const chunk = await reader.chunk(address, of, at, CHUNK_BYTES, signal)
    signal.throwIfAborted()
    if (chunk.length === 0) throw new Error(`Only ${at} of ${bytes.length} bytes of offset ${address.offset} came`)
    bytes.set(chunk, at)
    at += chunk.length
  }
  return { ...field, bytes, cut: false, text: field.kind === 'binary' ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) }
}

const bytesOf = (field: Field): Uint8Array | null => (field.kind === 'null' ? null : field.bytes)

export const exported = ({ topic, partition, offset, timestamp, timestampType, key, value, headers }: WholeRecord): ExportedRecord => ({
  topic,
  partition,
  offset,
  timestamp,
  timestampType,
  key: bytesOf(key),
  value: bytesOf(value),
  headers: headers.map((header) => ({ key: header.key, value: bytesOf(header.value) })),
})
