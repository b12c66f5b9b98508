// Steps over the records of a batch, opening only those that somebody wants to look into.
import { assert } from '../base/assert.ts'
import type { ClientRecord } from '../client/client-record.ts'
import { ProtocolError } from '../protocol/protocol-error.ts'
import { Reader } from '../protocol/reader.ts'
import { type BatchHeader, isLogAppendTime } from '../protocol/records/record-batch.ts'
import type { RecordHeader } from '../protocol/records/record.ts'

const BASE_TIMESTAMP_AT = 27
const MAX_TIMESTAMP_AT = 35

/** The parts of one record, as places in the batch's records. A null key or value ends where it begins, and its length is -1. */
export class RecordWalk {
  readonly records: Buffer
  readonly #header: BatchHeader
  readonly #baseTimestamp: bigint
  readonly #appendTime: bigint | null
  readonly #reader: Reader
  #passed = 0
  #begin = 0
  #end = 0
  #isOpen = false
  #timestamp: bigint | null = null
  #timestampAt = 0
  #offsetDelta = 0
  #keyAt = 0
  #keyBytes = -1
  #valueAt = 0
  #valueBytes = -1
  #headersAt = 0

  /** `batch` and `at`: where the header was read; `records`: what follows it, decompressed. */
  constructor(batch: Buffer, at: number, header: BatchHeader, records: Buffer) {
    this.records = records
    this.#header = header
    this.#baseTimestamp = batch.readBigInt64BE(at + BASE_TIMESTAMP_AT)
    this.#appendTime = isLogAppendTime(header.attributes) ? batch.readBigInt64BE(at + MAX_TIMESTAMP_AT) : null
    this.#reader = new Reader(records)
  }

  /** False behind the last record. */
  next(): boolean {
    if (this.#passed === this.#header.recordCount) return this.#close()
    this.#passed++
    this.#isOpen = false
    this.#begin = this.#end
    this.#reader.position = this.#begin
    const length = this.#reader.varint()
    if (length < 0 || length > this.#reader.remaining) throw new ProtocolError(`A record claims ${length} bytes, ${this.#reader.remaining} are left.`)
    this.#end = this.#reader.position + length
    return true
  }

  /** Where the current record begins in `records`, and where it ends. */
  get begin(): number {
    return this.#begin
  }

  get end(): number {
    return this.#end
  }

  get offset(): number {
    this.#open()
    return this.#header.baseOffset + this.#offsetDelta
  }

  get timestamp(): bigint {
    this.#open()
    this.#timestamp ??= this.#appendTime ?? BigInt.asIntN(64, this.#baseTimestamp + exactVarlongAt(this.#reader, this.#timestampAt))
    return this.#timestamp
  }

  get keyAt(): number {
    this.#open()
    return this.#keyAt
  }

  /** -1 for null. */
  get keyBytes(): number {
    this.#open()
    return this.#keyBytes
  }

  get valueAt(): number {
    this.#open()
    return this.#valueAt
  }

  /** -1 for null. */
  get valueBytes(): number {
    this.#open()
    return this.#valueBytes
  }

  /** Whether `length` bytes from `at` on lie within the key, the value, or a header's key or value: not across two, nor in what is between. */
  isWithinField(at: number, length: number): boolean {
    this.#open()
    const end = at + length
    if (holds(this.#keyAt, this.#keyBytes, at, end) || holds(this.#valueAt, this.#valueBytes, at, end)) return true
    return at >= this.#headersAt && end <= this.#end && this.#isWithinHeader(at, end)
  }

  /** Its bytes are views. */
  record(partition: number): ClientRecord {
    this.#open()
    return {
      partition,
      offset: BigInt(this.offset),
      timestamp: this.timestamp,
      timestampType: this.#appendTime === null ? 'CreateTime' : 'LogAppendTime',
      key: this.#view(this.#keyAt, this.#keyBytes),
      value: this.#view(this.#valueAt, this.#valueBytes),
      headers: this.#headers(),
      sizeBytes: this.#end - this.#begin,
      batch: this.#header,
    }
  }

  #open(): void {
    if (this.#isOpen) return
    assert(this.#passed > 0, 'a walk is opened before its first record')
    const reader = this.#reader
    reader.position = this.#begin
    reader.varint()
    reader.int8()
    // Hardly ever looked at where something else is searched for.
    this.#timestamp = null
    this.#timestampAt = reader.position
    reader.varlong()
    this.#offsetDelta = reader.varint()
    this.#keyBytes = this.#lengthOfBytes()
    this.#keyAt = reader.skip(Math.max(0, this.#keyBytes))
    this.#valueBytes = this.#lengthOfBytes()
    this.#valueAt = reader.skip(Math.max(0, this.#valueBytes))
    this.#headersAt = reader.position
    if (this.#headersAt >= this.#end) throw new ProtocolError(`A record ends at byte ${this.#headersAt} instead of ${this.#end}.`)
    this.#isOpen = true
  }

  #headers(): RecordHeader[] {
    const headers: RecordHeader[] = []
    this.visitHeaders((keyAt, keyBytes, valueAt, valueBytes) => {
      headers.push({ key: this.records.toString('utf8', keyAt, keyAt + keyBytes), value: this.#view(valueAt, valueBytes) })
      return true
    })
    return headers
  }

  #isWithinHeader(at: number, end: number): boolean {
    let isWithin = false
    this.visitHeaders((keyAt, keyBytes, valueAt, valueBytes) => {
      isWithin = holds(keyAt, keyBytes, at, end) || holds(valueAt, valueBytes, at, end)
      return !isWithin
    })
    return isWithin
  }

  /** Places of each header's key and value; a null value has -1 bytes. `visit` returns false when it has seen enough. */
  visitHeaders(visit: (keyAt: number, keyBytes: number, valueAt: number, valueBytes: number) => boolean): void {
    this.#open()
    const reader = this.#reader
    reader.position = this.#headersAt
    const count = reader.varint()
    if (count < 0 || count * 2 > this.#end - reader.position) throw new ProtocolError(`A record claims ${count} headers.`)
    for (let i = 0; i < count; i++) {
      const keyBytes = this.#lengthOfBytes()
      if (keyBytes < 0) throw new ProtocolError('A record header has no key.')
      const keyAt = reader.skip(keyBytes)
      const valueBytes = this.#lengthOfBytes()
      if (!visit(keyAt, keyBytes, reader.skip(Math.max(0, valueBytes)), valueBytes)) return
    }
    if (reader.position !== this.#end) throw new ProtocolError(`A record ends at byte ${reader.position} instead of ${this.#end}.`)
  }

  /** -1 for null. */
  #lengthOfBytes(): number {
    const length = this.#reader.varint()
    if (length < -1) throw new ProtocolError(`The length before byte ${this.#reader.position} is ${length}.`)
    return length
  }

  #view(at: number, length: number): Buffer | null {
    return length < 0 ? null : this.records.subarray(at, at + length)
  }

  #close(): false {
    const left = this.records.length - this.#end
    if (left > 0) throw new ProtocolError(`${left} bytes are left after the ${this.#header.recordCount} records of the batch.`)
    return false
  }
}

function holds(at: number, length: number, from: number, end: number): boolean {
  return from >= at && end <= at + length
}

function exactVarlongAt(reader: Reader, at: number): bigint {
  reader.position = at
  const near = reader.varlong()
  if (Number.isSafeInteger(near)) return BigInt(near)
  reader.position = at
  return reader.varlongExact()
}
