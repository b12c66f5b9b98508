// Fetches whole records for copying and saving: rows of a grid are only previews. In order, a few at a time, up to a bound.
import type { RecordAddress, WholeRecord } from '../../../core/contract/records.ts'
import { type ExportedRecord, exportedOf } from '../../format/record-export.ts'
import { completed, type RecordReader } from '../../rpc/record-bytes.ts'

type Field = WholeRecord['key']

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
      collected.records.push(exportedOf(await completed(record, reader, signal)))
    }
    onProgress(Math.min(start + AT_ONCE, addresses.length))
  }
  return collected
}

const fieldSize = (field: Field): number => (field.kind === 'null' ? 0 : field.sizeBytes)

const sizeOf = ({ key, value, headers }: WholeRecord): number =>
  fieldSize(key) + fieldSize(value) + headers.reduce((sum, header) => sum + header.key.length + fieldSize(header.value), 0)
