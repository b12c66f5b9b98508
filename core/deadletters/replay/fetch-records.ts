// Records by their offsets, many at a time: neighbours come in one fetch, and what lies far away is not read on the way.
import { EARLIEST } from '../../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { TopicReader } from '../../client/topic-reader.ts'
import type { FetchedBatches } from '../../client/transaction-outcomes.ts'
import { KafkaError } from '../../protocol/error-codes.ts'
import { batches, isControl, isLogAppendTime, lastOffsetOf } from '../../protocol/records/record-batch.ts'
import { type DecodedRecord, decodeRecords } from '../../protocol/records/record.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import type { FailureKey, RawRecord } from '../failure.ts'
import { openReader } from './open-reader.ts'

export interface RecordPlace {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Why a record is not there. */
export interface MissingRecord {
  readonly missing: 'gone' | 'topic-missing' | 'partition-missing' | 'aborted'
  readonly message: string
}

export type FoundRecord = { readonly record: RawRecord; readonly missing: null } | MissingRecord

const PARTITIONS_AT_ONCE = 4
/** Offsets closer than this are read through. */
const NEIGHBOUR_OFFSETS = 500
const ALONE_BYTES = 16 * 1024
const NEIGHBOURS_BYTES = 1024 * 1024
/** A batch of so many times the records that are wanted is not kept for them. */
const MUCH = 4
const NO_BYTES = Buffer.alloc(0)

/** One answer per place, in their order. Nobody keeps a large fetch alive for a few records: then bytes are copies. */
export async function fetchRecords(cluster: ClusterConnection, places: readonly RecordPlace[], signal: AbortSignal): Promise<FoundRecord[]> {
  const found: FoundRecord[] = Array.from({ length: places.length })
  const indexes = [...places.keys()]
  const byTopic = Map.groupBy(indexes, (index) => places[index]!.topic)
  for (const [topic, wanted] of byTopic) {
    const reader = await openReader(cluster, topic)
    if ('missing' in reader) for (const index of wanted) found[index] = reader
    else await readPartitions(reader, places, wanted, found, signal)
  }
  return found
}

/** How a topic is named in identities. */
export function topicIdOf(topic: { readonly name: string; readonly topicId: string }): FailureKey['topicId'] {
  return topic.topicId === ZERO_UUID ? `name:${topic.name}` : topic.topicId
}

async function readPartitions(reader: TopicReader, places: readonly RecordPlace[], wanted: readonly number[], found: FoundRecord[], signal: AbortSignal): Promise<void> {
  const waiting = [...Map.groupBy(wanted, (index) => places[index]!.partition)]
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [partition, indexes] = next
      const sorted = indexes.toSorted((a, b) => places[a]!.offset - places[b]!.offset)
      await readPartition(reader, partition, sorted.map((index) => places[index]!.offset), (at, answer) => void (found[sorted[at]!] = answer), signal)
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARTITIONS_AT_ONCE, waiting.length) }, worker))
}

type Tell = (at: number, answer: FoundRecord) => void

/** `offsets` ascend. */
async function readPartition(reader: TopicReader, partition: number, offsets: readonly number[], tell: Tell, signal: AbortSignal): Promise<void> {
  const { topic } = reader
  if (!topic.partitions.some((candidate) => candidate.partition === partition)) {
    const message = `Topic "${topic.name}" has ${topic.partitions.length} partitions; partition ${partition} does not exist.`
    return offsets.forEach((_, at) => tell(at, { missing: 'partition-missing', message }))
  }
  const telling: Telling = { topic, partition, offsets, tell }
  for (let at = 0; at < offsets.length; ) {
    signal.throwIfAborted()
    const fetched = await fetchFrom(reader, partition, offsets[at]!, hasNeighbour(offsets, at))
    const after = tellFetched(telling, at, fetched)
    // Out of range, or nothing is left behind it.
    if (after === at) tellGone(telling, at)
    at = Math.max(after, at + 1)
  }
}

interface Telling {
  readonly topic: TopicReader['topic']
  readonly partition: number
  readonly offsets: readonly number[]
  readonly tell: Tell
}

interface Fetched extends FetchedBatches {
  /** Everything before it is gone. */
  readonly startOffset: number
}

/** Answers all offsets up to the end of what was fetched, decoding only batches that hold one of them; the index of the first that is left. */
function tellFetched(telling: Telling, from: number, { bytes, outcomeOf, startOffset }: Fetched): number {
  const { offsets } = telling
  let at = from
  while (at < offsets.length && offsets[at]! < startOffset) tellGone(telling, at++)
  for (const { at: position, header } of batches(bytes)) {
    if (at === offsets.length) return at
    const lastOffset = lastOffsetOf(header)
    if (lastOffset < offsets[at]!) continue
    const records = isControl(header.attributes) ? [] : decodeRecords(bytes, position, header)
    const isAborted = outcomeOf(header) === 'aborted'
    const timestampType = isLogAppendTime(header.attributes) ? ('LogAppendTime' as const) : ('CreateTime' as const)
    const isFew = offsetsIn(offsets, at, lastOffset) * MUCH < records.length
    for (const record of records) {
      const offset = Number(record.offset)
      while (at < offsets.length && offsets[at]! < offset) tellGone(telling, at++)
      for (; at < offsets.length && offsets[at] === offset; at++) telling.tell(at, isAborted ? abortedAt(telling, offset) : found(telling, record, timestampType, isFew))
    }
    while (at < offsets.length && offsets[at]! <= lastOffset) tellGone(telling, at++)
  }
  return at
}

function offsetsIn(offsets: readonly number[], from: number, lastOffset: number): number {
  let at = from
  while (at < offsets.length && offsets[at]! <= lastOffset) at++
  return at - from
}

function tellGone({ topic, partition, offsets, tell }: Telling, at: number): void {
  tell(at, { missing: 'gone', message: `"${topic.name}" holds no record at offset ${offsets[at]} of partition ${partition} any more.` })
}

function abortedAt({ topic, partition }: Telling, offset: number): MissingRecord {
  return { missing: 'aborted', message: `The record at offset ${offset} of partition ${partition} of "${topic.name}" is of an aborted transaction.` }
}

function found({ topic, partition }: Telling, { offset, timestamp, key, value, headers }: DecodedRecord, timestampType: RawRecord['timestampType'], isCopied: boolean): FoundRecord {
  const own = (bytes: Buffer | null): Buffer | null => (bytes === null || !isCopied ? bytes : Buffer.from(bytes))
  const record: RawRecord = {
    topic: topic.name,
    topicId: topicIdOf(topic),
    partition,
    offset: Number(offset),
    timestampMs: Number(timestamp),
    timestampType,
    key: own(key),
    value: own(value),
    headers: isCopied ? headers.map((header) => ({ key: header.key, value: own(header.value) })) : headers,
  }
  return { record, missing: null }
}

async function fetchFrom(reader: TopicReader, partition: number, offset: number, hasNeighbour: boolean): Promise<Fetched> {
  try {
    return { ...(await reader.fetch(partition, offset, { partitionMaxBytes: hasNeighbour ? NEIGHBOURS_BYTES : ALONE_BYTES })), startOffset: 0 }
  } catch (error) {
    if (!(error instanceof KafkaError && error.errorName === 'OFFSET_OUT_OF_RANGE')) throw error
    // Everything before the start is gone; behind the end there is nothing yet.
    return { bytes: NO_BYTES, outcomeOf: () => null, startOffset: await reader.offset(partition, EARLIEST) }
  }
}

function hasNeighbour(offsets: readonly number[], at: number): boolean {
  return offsets[at + 1] !== undefined && offsets[at + 1]! - offsets[at]! < NEIGHBOUR_OFFSETS
}
