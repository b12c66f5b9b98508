// Records of a topic, as the contract shows them: readings and tails as rows with previews, and what a person sends.
import type { Clock } from '../base/clock.ts'
import type { ClientRecord } from '../client/client-record.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import { partitionForKey } from '../client/partitioner.ts'
import { produceMany, type SendingProgress } from '../client/produce-many.ts'
import { type OutgoingRecord, type Produced, produce } from '../client/producer.ts'
import type { Coverage, OutgoingMessage, Payload, ReadingEvent, ReadingStart, RecordRow, SendingEvent, SentRecord, TailEvent } from '../contract/messages.ts'
import { isTransactional } from '../protocol/records/record-batch.ts'
import { browse, REMOTE_BUDGET } from '../scan/browse.ts'
import type { ScanWorkers } from '../scan/engine/scan-workers.ts'
import { QueryError } from '../scan/predicate/parse-query.ts'
import type { Hole } from '../scan/holes.ts'
import type { PartitionCoverage } from '../scan/partition-source.ts'
import type { ReadingStart as ScanStart } from '../scan/reading-plan.ts'
import { tail } from '../scan/tail.ts'
import { previewOf } from '../serdes/preview.ts'
import { LOCAL_CONNECTION_ID, type ConnectionsService } from './connections-service.ts'
import { type FillIn, fillInTemplate } from './fill-in.ts'
import { rpcErrorOf } from './rpc-errors.ts'
import { invalidInput, ServiceError } from './service-error.ts'

export interface BrowseQuery {
  readonly start: ReadingStart
  readonly partitions?: readonly number[] | undefined
  readonly filter: string
  readonly withAborted?: boolean | undefined
  readonly limit: number
}

export interface TailQuery {
  readonly from?: readonly { readonly partition: number; readonly offset: bigint }[] | undefined
  readonly partitions?: readonly number[] | undefined
  readonly filter: string
}

export interface SendMany extends OutgoingMessage {
  readonly count: number
  readonly fillIn: boolean
  readonly perSecond: number | null
}

export class MessagesService {
  readonly #connections: ConnectionsService
  readonly #clock: Clock
  readonly #workers: ScanWorkers

  constructor(connections: ConnectionsService, clock: Clock, workers: ScanWorkers) {
    this.#connections = connections
    this.#clock = clock
    this.#workers = workers
  }

  async *browse(connectionId: string, topic: string, { start, filter, withAborted = false, ...query }: BrowseQuery, signal: AbortSignal): AsyncGenerator<ReadingEvent, void> {
    const cluster = this.#connections.cluster(connectionId)
    const budget = connectionId === LOCAL_CONNECTION_ID ? null : REMOTE_BUDGET
    const options = { ...query, query: filter, withAborted, start: scanStartOf(start), project: rowOf, workers: this.#workers, budget, signal }
    for await (const { firstFailedTest: failed, ...event } of understood(browse(cluster, topic, options))) {
      const firstFailedTest = failed && { ...failed, offset: BigInt(failed.offset) }
      yield { ...event, firstFailedTest, coverage: event.coverage.map(coverageOf), readAtMs: this.#clock.now() }
    }
  }

  async *tail(connectionId: string, topic: string, { from, filter, ...query }: TailQuery, signal: AbortSignal): AsyncGenerator<TailEvent, void> {
    const cluster = this.#connections.cluster(connectionId)
    const places = from?.map(({ partition, offset }) => ({ partition, offset: Number(offset) }))
    for await (const batch of understood(tail(cluster, topic, { ...query, query: filter, from: places, workers: this.#workers, project: arrivedRowOf, signal }))) {
      yield { ...batch, positions: batch.positions.map(({ partition, offset }) => ({ partition, offset: BigInt(offset) })) }
    }
  }

  async partitionForKey(connectionId: string, topic: string, key: Payload): Promise<{ partition: number | null; partitionCount: number }> {
    const { partitions } = await this.#connections.cluster(connectionId).topic(topic)
    const bytes = bytesOf(key)
    return { partition: bytes === null ? null : partitionForKey(bytes, partitions.length), partitionCount: partitions.length }
  }

  async produce(connectionId: string, topic: string, message: OutgoingMessage): Promise<SentRecord> {
    return sentRecordOf(await produce(this.#connections.cluster(connectionId), { topic, ...recordOf(message) }))
  }

  async *produceMany(connectionId: string, topic: string, { count, perSecond, fillIn, ...message }: SendMany, signal: AbortSignal): AsyncGenerator<SendingEvent, void> {
    const cluster = this.#connections.cluster(connectionId)
    const recordAt = fillIn ? filledIn(cluster, message) : sameEachTime(message)
    const refusal = (): Error | null => this.#refusalToWrite(connectionId)
    for await (const progress of produceMany(cluster, { topic, count, perSecond, recordAt, refusal, signal })) yield sendingEventOf(progress)
  }

  /** A cluster may become read-only again while much is being sent. */
  #refusalToWrite(connectionId: string): Error | null {
    try {
      this.#connections.refuseUnlessWritable(connectionId)
      return null
    } catch (error) {
      if (error instanceof ServiceError) return error
      throw error
    }
  }
}

/** A filter that cannot be understood is what the person has written, not a failure of the cluster. */
async function* understood<T>(events: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  try {
    yield* events
  } catch (error) {
    throw error instanceof QueryError ? invalidInput('filter', error.message, 'Change the filter, or clear it.') : error
  }
}

function scanStartOf(start: ReadingStart): ScanStart {
  if (start.kind === 'offset') return { kind: 'offset', offset: Number(start.offset), untilOffset: start.untilOffset === null ? null : Number(start.untilOffset) }
  if (start.kind !== 'continue') return start
  const { kind, direction, fromTimestamp = null, untilTimestamp } = start
  return { kind, direction, fromTimestamp, untilTimestamp, coverage: start.coverage.map(scanCoverageOf) }
}

function scanCoverageOf({ partition, startOffset, endOffset, fromOffset, toOffset, error }: Coverage): PartitionCoverage {
  return {
    partition,
    startOffset: Number(startOffset),
    endOffset: Number(endOffset),
    fromOffset: Number(fromOffset),
    toOffset: Number(toOffset),
    error: error === null ? null : new Error(error),
  }
}

function coverageOf({ partition, startOffset, endOffset, fromOffset, toOffset, error }: PartitionCoverage): Coverage {
  return {
    partition,
    startOffset: BigInt(startOffset),
    endOffset: BigInt(endOffset),
    fromOffset: BigInt(fromOffset),
    toOffset: BigInt(toOffset),
    error: error?.message ?? null,
  }
}

/** A record that has just arrived comes before the marker that says what became of its transaction. */
function arrivedRowOf(record: ClientRecord): RecordRow {
  return rowOf(record, isTransactional(record.batch.attributes) ? 'unknown' : null)
}

function rowOf(record: ClientRecord, transaction: RecordRow['transaction'], hole: Hole | null = null): RecordRow {
  const { partition, offset, timestamp, timestampType, headers, sizeBytes } = record
  const before = hole && { hole: { fromOffset: BigInt(hole.fromOffset), kinds: [...hole.kinds] } }
  return { partition, offset, timestamp, timestampType, key: previewOf(record.key), value: previewOf(record.value), headerCount: headers.length, sizeBytes, transaction, ...before }
}

function bytesOf(payload: Payload): Uint8Array | null {
  if (payload.kind === 'null') return null
  return payload.kind === 'text' ? Buffer.from(payload.text) : payload.bytes
}

function recordOf({ partition, key, value, headers }: OutgoingMessage): Omit<OutgoingRecord, 'topic'> {
  return { partition, key: bytesOf(key), value: bytesOf(value), headers: headers.map((header) => ({ key: header.key, value: bytesOf(header.value) })) }
}

type RecordAt = (seq: number) => Omit<OutgoingRecord, 'topic'>

function sameEachTime(message: OutgoingMessage): RecordAt {
  const record = recordOf(message)
  return () => record
}

function filledIn({ clock, random }: ClusterConnection, { partition, key, value, headers }: OutgoingMessage): RecordAt {
  const keyOf = payloadTemplate(key)
  const valueOf = payloadTemplate(value)
  const headersOf = headers.map((header) => ({ key: fillInTemplate(header.key), value: payloadTemplate(header.value) }))
  return (seq) => {
    const fillIn = { seq, uuid: random.uuid(), nowMs: clock.now() }
    return { partition, key: keyOf(fillIn), value: valueOf(fillIn), headers: headersOf.map((header) => ({ key: header.key(fillIn), value: header.value(fillIn) })) }
  }
}

function payloadTemplate(payload: Payload): (fillIn: FillIn) => Uint8Array | null {
  if (payload.kind === 'text') {
    const filled = fillInTemplate(payload.text)
    return (fillIn) => Buffer.from(filled(fillIn))
  }
  const bytes = bytesOf(payload)
  return () => bytes
}

function sentRecordOf({ partition, offset, timestampMs }: Produced): SentRecord {
  return { partition, offset: BigInt(offset), timestamp: BigInt(timestampMs) }
}

function sendingEventOf({ failure, latest, ...progress }: SendingProgress): SendingEvent {
  return { ...progress, latest: latest.map(sentRecordOf), failure: failure && toldFailure(failure) }
}

function toldFailure(failure: Error): { message: string; remedy: string } {
  const { remedy = '' } = (rpcErrorOf(failure)?.data ?? {}) as { remedy?: string }
  return { message: failure.message, remedy }
}
