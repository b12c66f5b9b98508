// Records as text that loses nothing: one JSON envelope a line, or CSV by RFC 4180; and both read back.
import type { WholeRecord } from '../../core/contract/records.ts'

/** A record with all its bytes. */
export interface ExportedRecord {
  topic: string
  partition: number
  offset: bigint
  timestamp: bigint
  timestampType: 'CreateTime' | 'LogAppendTime'
  key: Uint8Array | null
  value: Uint8Array | null
  /** In order, duplicates kept. */
  headers: readonly { key: string; value: Uint8Array | null }[]
  /** Its transaction was: no consumer of committed records has ever seen it. */
  aborted?: true
}

/** Only of a record that is not cut. */
export function exportedOf({ topic, partition, offset, timestamp, timestampType, key, value, headers, transaction }: WholeRecord): ExportedRecord {
  const bytesOf = (field: WholeRecord['key']): Uint8Array | null => (field.kind === 'null' ? null : field.bytes)
  return {
    topic,
    partition,
    offset,
    timestamp,
    timestampType,
    key: bytesOf(key),
    value: bytesOf(value),
    headers: headers.map((header) => ({ key: header.key, value: bytesOf(header.value) })),
    ...(transaction === 'aborted' && { aborted: true }),
  }
}

export type ExportFormat = 'jsonl' | 'csv'

export const EXPORT_FORMATS: Record<ExportFormat, { label: string; mediaType: string }> = {
  jsonl: { label: 'JSONL', mediaType: 'application/jsonl' },
  csv: { label: 'CSV', mediaType: 'text/csv' },
}

export const writeRecords = (format: ExportFormat, records: readonly ExportedRecord[]): string =>
  format === 'jsonl' ? writeJsonl(records) : writeCsv(records)

/** In JSON: null, a text that is the bytes in UTF-8, or the bytes themselves. */
type JsonBytes = null | string | { base64: string }

interface Envelope {
  topic: string
  partition: number
  /** A number where JSON readers keep it exact, else its digits. */
  offset: number | string
  timestamp: number | string
  timestampType: ExportedRecord['timestampType']
  key: JsonBytes
  value: JsonBytes
  headers: { key: string; value: JsonBytes }[]
  aborted?: true
}

export function writeJsonl(records: readonly ExportedRecord[]): string {
  return records.map((record) => `${JSON.stringify(envelopeOf(record))}\n`).join('')
}

function envelopeOf({ topic, partition, offset, timestamp, timestampType, key, value, headers, aborted }: ExportedRecord): Envelope {
  return {
    topic,
    partition,
    offset: exactNumber(offset),
    timestamp: exactNumber(timestamp),
    timestampType,
    key: jsonOf(key),
    value: jsonOf(value),
    headers: headers.map((header) => ({ key: header.key, value: jsonOf(header.value) })),
    ...(aborted && { aborted }),
  }
}

const exactNumber = (value: bigint): number | string => (Number.isSafeInteger(Number(value)) ? Number(value) : value.toString())

function jsonOf(bytes: Uint8Array | null): JsonBytes {
  if (bytes === null) return null
  return textOf(bytes) ?? { base64: base64Of(bytes) }
}

export function parseJsonl(text: string): ExportedRecord[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => {
    const { offset, timestamp, key, value, headers, ...same } = JSON.parse(line) as Envelope
    return {
      ...same,
      offset: BigInt(offset),
      timestamp: BigInt(timestamp),
      key: bytesOfJson(key),
      value: bytesOfJson(value),
      headers: headers.map((header) => ({ key: header.key, value: bytesOfJson(header.value) })),
    }
  })
}

function bytesOfJson(json: JsonBytes): Uint8Array | null {
  if (json === null) return null
  return typeof json === 'string' ? new TextEncoder().encode(json) : bytesOfBase64(json.base64)
}

const COLUMNS = 'topic,partition,offset,timestamp,timestampType,keyEncoding,key,valueEncoding,value,headers'.split(',')
/** Only where one of the records is. */
const COLUMNS_WITH_ABORTED = [...COLUMNS, 'aborted']

/** How the field beside it is to be read. `'text`: the text stands behind an apostrophe, or a spreadsheet would run it as a formula. */
type CsvEncoding = 'null' | 'text' | "'text" | 'base64'

export function writeCsv(records: readonly ExportedRecord[]): string {
  const columns = records.some(({ aborted }) => aborted) ? COLUMNS_WITH_ABORTED : COLUMNS
  const rows = records.map(({ topic, partition, offset, timestamp, timestampType, key, value, headers, aborted }) => [
    topic,
    String(partition),
    offset.toString(),
    timestamp.toString(),
    timestampType,
    ...csvFieldsOf(key),
    ...csvFieldsOf(value),
    JSON.stringify(headers.map((header) => ({ key: header.key, value: jsonOf(header.value) }))),
    ...(columns === COLUMNS ? [] : [aborted ? 'true' : '']),
  ])
  return [columns, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
}

function csvFieldsOf(bytes: Uint8Array | null): [CsvEncoding, string] {
  if (bytes === null) return ['null', '']
  const text = textOf(bytes)
  if (text === null) return ['base64', base64Of(bytes)]
  return /^[=+\-@\t\r]/.test(text) ? ["'text", `'${text}`] : ['text', text]
}

const quoted = (field: string): string => (/[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)

export function parseCsv(text: string): ExportedRecord[] {
  const [columns, ...rows] = csvRows(text)
  if (columns?.join() !== COLUMNS.join() && columns?.join() !== COLUMNS_WITH_ABORTED.join()) throw new Error(`The first line of the CSV must be ${COLUMNS.join()}.`)
  return rows.map((row, index) => {
    if (row.length !== columns.length) throw new Error(`Record ${index + 1} of the CSV has ${row.length} fields, not ${columns.length}.`)
    const [topic, partition, offset, timestamp, timestampType, keyEncoding, key, valueEncoding, value, headers, aborted] = row
    return {
      topic: topic!,
      partition: Number(partition),
      offset: BigInt(offset!),
      timestamp: BigInt(timestamp!),
      timestampType: timestampType as ExportedRecord['timestampType'],
      key: bytesOfCsv(keyEncoding as CsvEncoding, key!),
      value: bytesOfCsv(valueEncoding as CsvEncoding, value!),
      headers: (JSON.parse(headers!) as Envelope['headers']).map((header) => ({ key: header.key, value: bytesOfJson(header.value) })),
      ...(aborted === 'true' && { aborted: true }),
    }
  })
}

function bytesOfCsv(encoding: CsvEncoding, field: string): Uint8Array | null {
  switch (encoding) {
    case 'null':
      return null
    case 'text':
      return new TextEncoder().encode(field)
    case "'text":
      return new TextEncoder().encode(field.slice(1))
    case 'base64':
      return bytesOfBase64(field)
  }
}

/** Fields as RFC 4180 has them: quoted ones hold anything, a quote in them stands twice. */
function csvRows(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quotedField, plainField = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === '' && row.length === 0 && quotedField === undefined && plainField === '') break
    row.push(quotedField === undefined ? plainField : quotedField.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

/** null = these bytes are not UTF-8. A byte order mark is text like any other. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

const CHUNK = 32_768

export function base64Of(bytes: Uint8Array): string {
  let binary = ''
  // In pieces: arguments of a call stand on the stack.
  for (let start = 0; start < bytes.length; start += CHUNK) binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK))
  return btoa(binary)
}

const bytesOfBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
