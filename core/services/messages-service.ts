// Records of a topic, as the contract shows them: rows with previews, one record whole, and what a person sends.
import type { Clock } from '../base/clock.ts'
import type { ClientRecord } from '../client/client-record.ts'
import { newestRecords } from '../client/newest-records.ts'
import { partitionForKey } from '../client/partitioner.ts'
import { produce } from '../client/producer.ts'
import { readRecord } from '../client/read-record.ts'
import { tail } from '../client/tail.ts'
import type { Coverage, Payload, RecordRow, TailEvent, WholeRecord } from '../contract/messages.ts'
import { codecOf, isTransactional, lastOffsetOf } from '../protocol/records/record-batch.ts'
import { fieldOf } from '../serdes/field.ts'
import { previewOf } from '../serdes/preview.ts'
import type { ConnectionsService } from './connections-service.ts'

const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

export interface OutgoingMessage {
  readonly topic: string
  readonly partition: number | null
  readonly key: Payload
  readonly value: Payload
  readonly headers: readonly { readonly key: string; readonly value: Payload }[]
}

export class MessagesService {
  readonly #connections: ConnectionsService
  readonly #clock: Clock

  constructor(connections: ConnectionsService, clock: Clock) {
    this.#connections = connections
    this.#clock = clock
  }

  async newest(
    connectionId: string,
    topic: string,
    query: { limit: number; partitions?: readonly number[] | undefined },
  ): Promise<{ rows: RecordRow[]; coverage: Coverage[]; readAtMs: number }> {
    const { rows, coverage } = await newestRecords(this.#connections.cluster(connectionId), topic, { ...query, project: rowOf })
    const covered = coverage.map((part) => ({
      partition: part.partition,
      startOffset: BigInt(part.startOffset),
      endOffset: BigInt(part.endOffset),
      fromOffset: BigInt(part.fromOffset),
      toOffset: BigInt(part.toOffset),
      error: part.error?.message ?? null,
    }))
    return { rows, coverage: covered, readAtMs: this.#clock.now() }
  }

  async *tail(connectionId: string, topic: string, from: readonly { partition: number; offset: bigint }[] | undefined, signal: AbortSignal): AsyncGenerator<TailEvent, void> {
    const cluster = this.#connections.cluster(connectionId)
    const start = from?.map(({ partition, offset }) => ({ partition, offset: Number(offset) }))
    for await (const batch of tail(cluster, topic, { from: start, project: rowOf, signal })) {
      yield { ...batch, positions: batch.positions.map(({ partition, offset }) => ({ partition, offset: BigInt(offset) })) }
    }
  }

  async read(connectionId: string, topic: string, partition: number, offset: bigint): Promise<WholeRecord> {
    return wholeRecordOf(topic, await readRecord(this.#connections.cluster(connectionId), topic, partition, offset))
  }

  async partitionForKey(connectionId: string, topic: string, key: Payload): Promise<{ partition: number | null; partitionCount: number }> {
    const { partitions } = await this.#connections.cluster(connectionId).topic(topic)
    const bytes = bytesOf(key)
    return { partition: bytes === null ? null : partitionForKey(bytes, partitions.length), partitionCount: partitions.length }
  }

  async produce(connectionId: string, { topic, partition, key, value, headers }: OutgoingMessage): Promise<{ partition: number; offset: bigint; timestamp: bigint }> {
    const produced = await produce(this.#connections.cluster(connectionId), {
      topic,
      partition,
      key: bytesOf(key),
      value: bytesOf(value),
      headers: headers.map((header) => ({ key: header.key, value: bytesOf(header.value) })),
    })
    return { partition: produced.partition, offset: BigInt(produced.offset), timestamp: BigInt(produced.timestampMs) }
  }
}

function bytesOf(payload: Payload): Uint8Array | null {
  if (payload.kind === 'null') return null
  return payload.kind === 'text' ? Buffer.from(payload.text) : payload.bytes
}

function rowOf(record: ClientRecord): RecordRow {
  const { partition, offset, timestamp, timestampType, headers, sizeBytes } = record
  return { partition, offset, timestamp, timestampType, key: previewOf(record.key), value: previewOf(record.value), headerCount: headers.length, sizeBytes }
}

function wholeRecordOf(topic: string, record: ClientRecord): WholeRecord {
  const { partition, offset, timestamp, timestampType, sizeBytes, batch } = record
  return {
    topic,
    partition,
    offset,
    timestamp,
    timestampType,
    key: fieldOf(record.key),
    value: fieldOf(record.value),
    headers: record.headers.map((header) => ({ key: header.key, value: fieldOf(header.value) })),
    sizeBytes,
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
