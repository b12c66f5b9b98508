// Writes a batch again with fewer records, or with none: it keeps its offsets, producer and sequence, so that nobody who reads on notices more than a gap.
import { crc32c } from '../../base/crc32c.ts'
import { compressInBackground, decompressInBackground } from '../../protocol/records/background-compression.ts'
import { type RawRecord, visitRawRecords } from '../../protocol/records/raw-records.ts'
import {
  ATTRIBUTES_AT, BASE_TIMESTAMP_AT, BATCH_HEADER_BYTES, BATCH_OVERHEAD_BYTES, type BatchHeader, codecOf, CRC_AT, DELETE_HORIZON_BIT, hasDeleteHorizon,
  isLogAppendTime, MAX_TIMESTAMP_AT, RECORD_COUNT_AT, setBaseOffset,
} from '../../protocol/records/record-batch.ts'
import { Writer } from '../../protocol/writer.ts'

const MAX_DECOMPRESSED_BYTES = 128 * 1024 * 1024
const CODEC_MASK = 0x07
const BATCH_LENGTH_AT = 8

export async function bodyOf(batch: Buffer, header: BatchHeader): Promise<Buffer> {
  const body = batch.subarray(BATCH_HEADER_BYTES)
  const codec = codecOf(header.attributes)
  return codec === 0 ? body : decompressInBackground(codec, body, MAX_DECOMPRESSED_BYTES)
}

/** The moment from which tombstones and markers of the batch may go; undefined before its first compaction. */
export const deleteHorizonOf = (header: BatchHeader): number | undefined => (hasDeleteHorizon(header.attributes) ? header.baseTimestamp : undefined)

/** False where a time is beyond what can be moved exactly: the tombstones of such a batch stay. */
export const canTakeHorizon = (header: BatchHeader, kept: RecordCollector): boolean => Number.isSafeInteger(kept.latestMs) && header.maxTimestamp < Number.MAX_SAFE_INTEGER

// Synchronous and never nested; each use begins with a reset in case the last one failed half-way.
const out = new Writer()
const delta = new Writer()

/** Collects the records that stay. */
export class RecordCollector {
  readonly #body: Buffer
  readonly #header: BatchHeader
  /** Runs of records that are copied as they are: `[start, end]`. */
  readonly #runs: [number, number][] = []
  count = 0
  hasTombstone = false
  #maxTimestampMs = -1
  /** The timestamp furthest from zero. */
  latestMs = 0

  constructor(body: Buffer, header: BatchHeader) {
    this.#body = body
    this.#header = header
  }

  keep(record: RawRecord): void {
    const last = this.#runs.at(-1)
    if (last !== undefined && last[1] === record.start) last[1] = record.end
    else this.#runs.push([record.start, record.end])
    this.count++
    this.hasTombstone ||= record.isTombstone
    const timestampMs = this.#header.baseTimestamp + record.timestampDelta
    this.#maxTimestampMs = Math.max(this.#maxTimestampMs, timestampMs)
    if (Math.abs(timestampMs) > Math.abs(this.latestMs)) this.latestMs = timestampMs
  }

  get maxTimestampMs(): number {
    // Never beyond what the header promised: only that was checked when the batch was produced.
    return isLogAppendTime(this.#header.attributes) ? this.#header.maxTimestamp : Math.min(this.#maxTimestampMs, this.#header.maxTimestamp)
  }

  get bytes(): Buffer {
    return this.#runs.length === 1 ? this.#body.subarray(...this.#runs[0]!) : Buffer.concat(this.#runs.map(([start, end]) => this.#body.subarray(start, end)))
  }
}

/** The batch with the records collected; `deleteHorizonMs` is stamped on it where given. */
export async function rewriteBatch(batch: Buffer, header: BatchHeader, kept: RecordCollector, deleteHorizonMs: number | undefined): Promise<Buffer> {
  const plain = deleteHorizonMs === undefined ? kept.bytes : rebased(kept.bytes, kept.count, header.baseTimestamp, deleteHorizonMs)
  const body = await compressInBackground(codecOf(header.attributes), plain)
  const written = Buffer.concat([batch.subarray(0, BATCH_HEADER_BYTES), body])
  written.writeInt32BE(kept.count, RECORD_COUNT_AT)
  if (kept.maxTimestampMs !== header.maxTimestamp) setBaseOffset(written, MAX_TIMESTAMP_AT, kept.maxTimestampMs)
  if (deleteHorizonMs !== undefined) {
    written.writeInt16BE(header.attributes | DELETE_HORIZON_BIT, ATTRIBUTES_AT)
    setBaseOffset(written, BASE_TIMESTAMP_AT, deleteHorizonMs)
  }
  return sealed(written)
}

/** The records with their timestamps told from another base. */
function rebased(records: Buffer, count: number, fromMs: number, toMs: number): Buffer {
  out.reset()
  visitRawRecords(records, count, ({ attributesAt, timestampDelta, offsetDeltaAt, end }) => {
    delta.reset()
    delta.varlong(fromMs + timestampDelta - toMs)
    out.varint(1 + delta.size + end - offsetDeltaAt)
    out.raw(records.subarray(attributesAt, attributesAt + 1))
    for (const chunk of delta.take()) out.raw(chunk)
    out.raw(records.subarray(offsetDeltaAt, end))
  })
  return Buffer.concat(out.take())
}

/** A batch of no records that keeps offsets and the producer's place, uncompressed. */
export function emptyBatch(batch: Buffer, header: BatchHeader): Buffer {
  const written = Buffer.from(batch.subarray(0, BATCH_HEADER_BYTES))
  written.writeInt32BE(0, RECORD_COUNT_AT)
  written.writeInt16BE(header.attributes & ~(CODEC_MASK | DELETE_HORIZON_BIT), ATTRIBUTES_AT)
  setBaseOffset(written, BASE_TIMESTAMP_AT, -1)
  return sealed(written)
}

function sealed(batch: Buffer): Buffer {
  batch.writeInt32BE(batch.length - BATCH_OVERHEAD_BYTES, BATCH_LENGTH_AT)
  batch.writeUInt32BE(crc32c(batch.subarray(ATTRIBUTES_AT)), CRC_AT)
  return batch
}
