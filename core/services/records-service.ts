// One record: whole as far as it fits in an answer, and any piece of what does not.
import type { Clock } from '../base/clock.ts'
import type { Timers } from '../base/timers.ts'
import { type ReadRecord, readRecord } from '../client/read-record.ts'
import { INLINE_BYTES, type RecordAddress, type RecordPart, type TextLine, type WholeRecord } from '../contract/records.ts'
import { codecOf, isTransactional, lastOffsetOf } from '../protocol/records/record-batch.ts'
import { byteSearch } from '../scan/byte-search.ts'
import { Slices } from '../base/slices.ts'
import { fieldOf } from '../serdes/field.ts'
import { indentedLines, NotJson } from '../serdes/indented-lines.ts'
import type { LineIndex } from '../serdes/line-index.ts'
import { storedLines } from '../serdes/stored-lines.ts'
import type { ConnectionsService } from './connections-service.ts'
import { type OpenRecord, RecordCache } from './record-cache.ts'
import { invalidInput, notFound } from './service-error.ts'

export interface RecordPlace extends RecordAddress {
  readonly connectionId: string
  readonly topic: string
}

export type Layout = 'stored' | 'indented'

const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
/** Looked at between two glances at the clock: well under a millisecond. */
const PIECE_BYTES = 64 * 1024
/** A building index is shared by whoever asks for it, so nobody may stop it. */
const NEVER = new AbortController().signal

export class RecordsService {
  readonly #connections: ConnectionsService
  readonly #clock: Clock
  readonly #cache: RecordCache

  constructor(connections: ConnectionsService, clock: Clock, timers: Timers) {
    this.#connections = connections
    this.#clock = clock
    this.#cache = new RecordCache(clock, timers)
  }

  /** Always asks the cluster: retention may have removed what was there. */
  async read(place: RecordPlace): Promise<WholeRecord> {
    return wholeRecordOf(place.topic, (await this.#load(place)).record)
  }

  async chunk(place: RecordPlace, of: RecordPart, fromByte: number, maxBytes: number): Promise<{ bytes: Uint8Array<ArrayBuffer>; sizeBytes: number }> {
    const bytes = bytesOf(await this.#open(place), of)
    return { bytes: new Uint8Array(bytes.subarray(fromByte, fromByte + maxBytes)), sizeBytes: bytes.length }
  }

  async lines(place: RecordPlace, of: RecordPart, layout: Layout, fromLine: number, maxLines: number): Promise<{ lines: TextLine[]; totalLines: number }> {
    const index = await this.#index(await this.#open(place), of, layout)
    const count = Math.max(0, Math.min(maxLines, index.count - fromLine))
    return { lines: Array.from({ length: count }, (_, line) => index.lineAt(fromLine + line)), totalLines: index.count }
  }

  async find(
    place: RecordPlace,
    of: RecordPart,
    query: { layout: Layout; text: string; fromLine: number; backwards: boolean },
    signal: AbortSignal,
  ): Promise<{ line: number; column: number } | null> {
    const open = await this.#open(place)
    const index = await this.#index(open, of, query.layout)
    const bytes = bytesOf(open, of)
    const border = query.fromLine < index.count ? index.lineAt(query.fromLine).atByte : bytes.length
    const slices = new Slices(this.#clock, signal)
    const places: number[] = []
    for (const wanted of writtenForms(query.text, query.layout)) {
      places.push(query.backwards ? await lastBefore(bytes, wanted, border, slices) : await firstFrom(bytes, wanted, border, slices))
    }
    const found = places.filter((place) => place >= 0)
    if (found.length === 0) return null
    const atByte = query.backwards ? Math.max(...found) : Math.min(...found)
    const line = index.lineOf(atByte)
    return { line, column: index.columnOf(line, atByte) }
  }

  close(): void {
    this.#cache.clear()
  }

  async #open(place: RecordPlace): Promise<OpenRecord> {
    return this.#cache.get(keyOf(place)) ?? this.#load(place)
  }

  async #load(place: RecordPlace): Promise<OpenRecord> {
    const { connectionId, topic, partition, offset } = place
    return this.#cache.put(keyOf(place), await readRecord(this.#connections.cluster(connectionId), topic, partition, offset))
  }

  #index(open: OpenRecord, of: RecordPart, layout: Layout): Promise<LineIndex> {
    const name = `${layout} ${of.part === 'header' ? of.index : of.part}`
    let index = open.lines.get(name)
    if (!index) {
      index = this.#build(bytesOf(open, of), layout)
      open.lines.set(name, index)
      // Told to whoever waits; asked again, it is tried again.
      index.catch(() => open.lines.delete(name))
    }
    return index
  }

  async #build(bytes: Buffer, layout: Layout): Promise<LineIndex> {
    const indexer = layout === 'indented' ? indentedLines(bytes) : storedLines(bytes)
    const slices = new Slices(this.#clock, NEVER)
    try {
      while (!indexer.advance(PIECE_BYTES)) if (slices.isOver) await slices.next()
      return indexer.finish()
    } catch (error) {
      if (error instanceof NotJson) throw invalidInput('layout', `This is not JSON: ${error.message}`, 'Look at it as stored.')
      throw error
    }
  }
}

function keyOf({ connectionId, topic, partition, offset }: RecordPlace): string {
  return JSON.stringify([connectionId, topic, partition, String(offset)])
}

/** Throws NOT_FOUND for a header that is not there; a null has no bytes. */
function bytesOf({ record }: OpenRecord, of: RecordPart): Buffer {
  if (of.part !== 'header') return record[of.part] ?? Buffer.alloc(0)
  const header = record.headers[of.index]
  if (!header) throw notFound(`The record has ${record.headers.length} headers; there is no header ${of.index}.`)
  return header.value ?? Buffer.alloc(0)
}

/** Laid out, a colon has a space behind it that the bytes may not have. */
function writtenForms(text: string, layout: Layout): string[] {
  return layout === 'indented' && text.includes('": ') ? [text, text.replaceAll('": ', '":')] : [text]
}

/** Where the first occurrence at or after `from` begins, or -1. */
async function firstFrom(bytes: Buffer, text: string, from: number, slices: Slices): Promise<number> {
  const search = byteSearch(text)!
  for (let at = from; at < bytes.length && !slices.isAborted; at += PIECE_BYTES) {
    const found = search.indexIn(bytes, at, Math.min(bytes.length, at + PIECE_BYTES + search.lengthBytes - 1))
    if (found >= 0) return found
    if (slices.isOver) await slices.next()
  }
  return -1
}

/** Where the last occurrence that begins before `border` begins, or -1. */
async function lastBefore(bytes: Buffer, text: string, border: number, slices: Slices): Promise<number> {
  const search = byteSearch(text)!
  for (let end = border; end > 0 && !slices.isAborted; end -= PIECE_BYTES) {
    const until = Math.min(bytes.length, end + search.lengthBytes - 1)
    let last = -1
    for (let at = search.indexIn(bytes, Math.max(0, end - PIECE_BYTES), until); at >= 0; at = search.indexIn(bytes, at + 1, until)) last = at
    if (last >= 0) return last
    if (slices.isOver) await slices.next()
  }
  return -1
}

function wholeRecordOf(topic: string, record: ReadRecord): WholeRecord {
  const { partition, offset, timestamp, timestampType, sizeBytes, batch, transaction } = record
  return {
    topic,
    partition,
    offset,
    timestamp,
    timestampType,
    key: fieldOf(record.key, INLINE_BYTES),
    value: fieldOf(record.value, INLINE_BYTES),
    headers: record.headers.map((header) => ({ key: header.key, value: fieldOf(header.value, INLINE_BYTES) })),
    sizeBytes,
    transaction,
    batch: {
      baseOffset: BigInt(batch.baseOffset),
      lastOffset: BigInt(lastOffsetOf(batch)),
      recordCount: batch.recordCount,
      sizeBytes: batch.sizeInBytes,
      compression: COMPRESSIONS[codecOf(batch.attributes)] ?? 'unknown',
      leaderEpoch: batch.partitionLeaderEpoch,
      producerId: BigInt(batch.producerId),
      producerEpoch: batch.producerEpoch,
      baseSequence: batch.baseSequence,
      isTransactional: isTransactional(batch.attributes),
      crc: batch.crc,
    },
  }
}
