// Records as lines of JSON, lossless: a manifest, a line per record, and a last line with the SHA-256 of all before it.
import { createHash, type Hash } from 'node:crypto'
import type { RawRecord } from '../failure.ts'

export const FILE_FORMAT = 'headwater.dead-letters'
const FORMAT_VERSION = 1

export interface FileManifest {
  readonly clusterId: string
  readonly createdAtMs: number
}

export interface FileRecord extends Pick<RawRecord, 'topic' | 'partition' | 'offset' | 'timestampMs' | 'timestampType' | 'key' | 'value' | 'headers'> {
  /** From 1, as an editor counts. */
  readonly line: number
}

export interface FileProblem {
  readonly line: number
  readonly text: string
}

export class CaseFileWriter {
  readonly #hash: Hash = createHash('sha256')
  #records = 0

  get records(): number {
    return this.#records
  }

  begin({ clusterId, createdAtMs }: FileManifest): string {
    return this.#line({ format: FILE_FORMAT, version: FORMAT_VERSION, clusterId, createdAt: new Date(createdAtMs).toISOString() })
  }

  record({ topic, partition, offset, timestampMs, timestampType, key, value, headers }: Omit<FileRecord, 'line'>): string {
    this.#records++
    return this.#line({
      topic,
      partition,
      offset,
      ts: timestampMs,
      tsType: timestampType,
      keyB64: base64(key),
      valueB64: base64(value),
      headers: headers.map((header) => [header.key, base64(header.value)]),
    })
  }

  end(): { text: string; sha256: string } {
    const sha256 = this.#hash.digest('hex')
    return { text: `${JSON.stringify({ sha256, records: this.#records })}\n`, sha256 }
  }

  #line(line: object): string {
    const text = `${JSON.stringify(line)}\n`
    this.#hash.update(text)
    return text
  }
}

/** Reads what the writer has written, in pieces of any size; lines that are none are told of and passed over. */
export class CaseFileReader {
  readonly problems: FileProblem[] = []
  readonly #hash: Hash = createHash('sha256')
  /** Over everything: which file it is. */
  readonly #whole: Hash = createHash('sha256')
  #rest = ''
  #line = 0
  #records = 0
  #hasEnded = false

  get records(): number {
    return this.#records
  }

  *read(text: string, isLast: boolean): Generator<FileRecord> {
    this.#whole.update(text)
    const lines = (this.#rest + text).split('\n')
    this.#rest = isLast ? '' : lines.pop()!
    for (const line of lines) {
      this.#line++
      if (line.trim() === '') continue
      const record = this.#readLine(line)
      if (record !== null) yield record
    }
    if (isLast) this.#checkEnd()
  }

  /** Of all that was read, once it is all. */
  sha256(): string {
    return this.#whole.digest('hex')
  }

  #readLine(line: string): FileRecord | null {
    if (this.#hasEnded) return this.#problem('It stands behind the last line of the export and is not taken: one export to a file.')
    const parsed = this.#parsed(line)
    if (parsed === null) return null
    if (this.#line === 1) return this.#checkManifest(line, parsed)
    if (typeof parsed['sha256'] === 'string' && !('topic' in parsed)) return this.#checkHash(parsed['sha256'])
    this.#hash.update(`${line}\n`)
    const record = recordIn(parsed, this.#line)
    if (typeof record === 'string') return this.#problem(record)
    this.#records++
    return record
  }

  #parsed(line: string): Record<string, unknown> | null {
    try {
      const parsed = JSON.parse(line) as unknown
      if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>
      return this.#problem('It is not a JSON object.')
    } catch (error) {
      if (error instanceof SyntaxError) return this.#problem(`It is not JSON: ${error.message}.`)
      throw error
    }
  }

  #checkManifest(line: string, { format, version }: Record<string, unknown>): null {
    this.#hash.update(`${line}\n`)
    if (format !== FILE_FORMAT) return this.#problem(`The file does not begin with a manifest of the format "${FILE_FORMAT}".`)
    return version === FORMAT_VERSION ? null : this.#problem(`The file has version ${String(version)}; this Headwater knows version ${FORMAT_VERSION}.`)
  }

  #checkHash(sha256: string): null {
    this.#hasEnded = true
    return this.#hash.digest('hex') === sha256 ? null : this.#problem('The file was changed since it was exported: its SHA-256 is another one.')
  }

  #checkEnd(): void {
    if (!this.#hasEnded) this.#problem('The file ends early: its last line, with the SHA-256, is missing.')
  }

  #problem(text: string): null {
    this.problems.push({ line: this.#line, text })
    return null
  }
}

/** A sentence where it is none. */
function recordIn(line: Record<string, unknown>, number: number): FileRecord | string {
  const { topic, partition, offset, ts, tsType, keyB64, valueB64, headers } = line
  if (typeof topic !== 'string') return '"topic" is missing.'
  if (!isCount(partition) || !isCount(offset)) return '"partition" and "offset" must be whole numbers from 0.'
  if (typeof ts !== 'number') return '"ts" must be a number of milliseconds.'
  const [key, value] = [bytesOf(keyB64), bytesOf(valueB64)]
  if (key === undefined || value === undefined) return '"keyB64" and "valueB64" must be base64, or null.'
  const pairs = headersOf(headers)
  if (pairs === undefined) return '"headers" must be pairs of a name and base64, or null.'
  return { line: number, topic, partition, offset, timestampMs: ts, timestampType: tsType === 'LogAppendTime' ? 'LogAppendTime' : 'CreateTime', key, value, headers: pairs }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function base64(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('base64')
}

/** undefined for what is no base64. */
function bytesOf(text: unknown): Buffer | null | undefined {
  if (text === null) return null
  if (typeof text !== 'string' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined
  return Buffer.from(text, 'base64')
}

function headersOf(headers: unknown): FileRecord['headers'] | undefined {
  if (!Array.isArray(headers)) return undefined
  const pairs: { key: string; value: Buffer | null }[] = []
  for (const header of headers as unknown[]) {
    const [name, text] = Array.isArray(header) ? (header as unknown[]) : []
    const value = bytesOf(text)
    if (typeof name !== 'string' || value === undefined) return undefined
    pairs.push({ key: name, value })
  }
  return pairs
}
