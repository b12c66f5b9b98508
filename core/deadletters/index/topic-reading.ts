// Reads what is new in a topic for the index: bounded pieces, no group, nothing written; what cannot be read is counted and passed.
import type { Clock } from '../../base/clock.ts'
import { Slices } from '../../base/slices.ts'
import { EARLIEST, LATEST, listOffsets } from '../../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { TopicReader } from '../../client/topic-reader.ts'
import type { TransactionOutcome } from '../../client/transaction-outcomes.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { batches, type BatchHeader, isControl, isLogAppendTime, lastOffsetOf } from '../../protocol/records/record-batch.ts'
import { type DecodedRecord, decodeRecords } from '../../protocol/records/record.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import { PartitionReader, type Stretch } from '../../scan/partition-reader.ts'
import type { RawRecord } from '../failure.ts'

export interface ReadRecord extends RawRecord {
  readonly sizeBytes: number
  readonly transaction: TransactionOutcome | null
}

export interface ReadPiece {
  readonly partition: number
  readonly records: readonly ReadRecord[]
  /** Where to go on. */
  readonly nextOffset: number
  /** Where to go on at the next refresh: before what an open transaction has written, since that is not decided yet. */
  readonly decidedOffset: number
  /** Batches that could not be decoded. */
  readonly unreadable: number
}

interface Part {
  readonly records: ReadRecord[]
  unreadable: number
  undecidedAt: number
  nextOffset: number
}

export interface TopicBounds {
  readonly topicId: string
  readonly partitions: readonly { readonly partition: number; readonly start: number; readonly end: number; readonly error: Error | null }[]
}

const STRETCH_BYTES = 1024 * 1024
/** More are handed out in pieces: a mebibyte of what was compressed may hold many thousands. */
const PIECE_RECORDS = 500
/** Of a batch: as much as a hundred times what was sent, but never more than 16 MiB, whatever it claims. Stacks are alike: 4 MiB harm nobody. */
const MAX_DECOMPRESSED_BYTES = 16 * 1024 * 1024
const HARMLESS_BYTES = 4 * 1024 * 1024
const MAX_RATIO = 100

export class TopicReading {
  readonly bounds: TopicBounds
  readonly #topic: string
  readonly #reader: PartitionReader
  readonly #clock: Clock

  private constructor(topic: string, bounds: TopicBounds, reader: PartitionReader, clock: Clock) {
    this.#topic = topic
    this.bounds = bounds
    this.#reader = reader
    this.#clock = clock
  }

  static async open(cluster: ClusterConnection, topic: string): Promise<TopicReading> {
    const reader = await TopicReader.open(cluster, topic)
    const { partitions } = reader.topic
    const [starts, ends] = await Promise.all([listOffsets(cluster, reader.topic, partitions, EARLIEST), listOffsets(cluster, reader.topic, partitions, LATEST)])
    const bounds = partitions.map(({ partition }) => {
      const [start, end] = [starts.get(partition)!, ends.get(partition)!]
      return { partition, start: start.offset ?? 0, end: end.offset ?? 0, error: start.error ?? end.error }
    })
    return new TopicReading(topic, { topicId: topicIdOf(topic, reader.topic.topicId), partitions: bounds }, new PartitionReader(cluster, reader), cluster.clock)
  }

  async close(): Promise<void> {
    await this.#reader.close()
  }

  /** From `from` up to `end`, piece by piece; others get their turn in between. */
  async *pieces(partition: number, from: number, end: number, signal: AbortSignal): AsyncGenerator<ReadPiece, void> {
    const slices = new Slices(this.#clock)
    let offset = from
    let heldAt = Infinity
    while (offset < end && !signal.aborted) {
      const stretch = await this.#reader.fetch(partition, offset, STRETCH_BYTES)
      slices.begin()
      for (const { undecidedAt, ...part } of this.#parts(stretch, partition, offset, end)) {
        heldAt = Math.min(heldAt, undecidedAt)
        offset = part.nextOffset
        yield { ...part, partition, decidedOffset: Math.min(heldAt, offset) }
        if (signal.aborted) return
        if (slices.isOver) await slices.next()
      }
    }
  }

  *#parts({ bytes, outcomeOf, nextOffset }: Stretch, partition: number, from: number, end: number): Generator<Part, void> {
    let part: Part = { records: [], unreadable: 0, undecidedAt: Infinity, nextOffset: from }
    for (const { at, header } of batches(bytes)) {
      if (lastOffsetOf(header) < from) continue
      part.nextOffset = lastOffsetOf(header) + 1
      if (isControl(header.attributes)) continue
      const transaction = outcomeOf(header)
      if (transaction === 'open' || transaction === 'unknown') part.undecidedAt = Math.min(part.undecidedAt, header.baseOffset)
      const decoded = recordsOf(bytes, at, header)
      if (decoded === null) part.unreadable += 1
      this.#add(part.records, decoded ?? [], { partition, from, header, transaction })
      if (part.records.length < PIECE_RECORDS) continue
      yield part
      part = { records: [], unreadable: 0, undecidedAt: Infinity, nextOffset: part.nextOffset }
    }
    // Behind the last batch there may be offsets without records.
    yield { ...part, nextOffset: Math.max(from + 1, part.nextOffset, Number.isFinite(nextOffset) ? nextOffset : end) }
  }

  #add(records: ReadRecord[], decoded: readonly DecodedRecord[], { partition, from, header, transaction }: { partition: number; from: number; header: BatchHeader; transaction: TransactionOutcome | null }): void {
    const timestampType = isLogAppendTime(header.attributes) ? 'LogAppendTime' : 'CreateTime'
    for (const { offset, timestamp, key, value, headers, sizeBytes } of decoded) {
      if (Number(offset) < from) continue
      const place = { topic: this.#topic, topicId: this.bounds.topicId, partition, offset: Number(offset) }
      records.push({ ...place, timestampMs: Number(timestamp), timestampType, key, value, headers, sizeBytes, transaction })
    }
  }
}

/** A topic of a broker that knows no ids goes by its name: its incarnation is not known. */
export function topicIdOf(topic: string, topicId: string): string {
  return topicId === ZERO_UUID ? `name:${topic}` : topicId
}

function recordsOf(bytes: Buffer, at: number, header: BatchHeader): DecodedRecord[] | null {
  try {
    return decodeRecords(bytes, at, header, Math.min(MAX_DECOMPRESSED_BYTES, Math.max(HARMLESS_BYTES, header.sizeInBytes * MAX_RATIO)))
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}
