// Records by their offsets, many at a time: neighbours come in one fetch, and what lies far away is not read on the way.
import { EARLIEST } from '../../client/admin/list-offsets.ts'
import { type ClientRecord, decodeFetched } from '../../client/client-record.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { TopicReader } from '../../client/topic-reader.ts'
import { KafkaError } from '../../protocol/error-codes.ts'
import { ZERO_UUID } from '../../protocol/schema.ts'
import type { FailureKey, RawRecord } from '../failure.ts'

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

/** One answer per place, in their order. Bytes are copies: nobody keeps a whole fetch alive for one record. */
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

async function openReader(cluster: ClusterConnection, topic: string): Promise<TopicReader | MissingRecord> {
  try {
    return await TopicReader.open(cluster, topic)
  } catch (error) {
    if (error instanceof KafkaError && error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION') return { missing: 'topic-missing', message: error.message }
    throw error
  }
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
  const gone = (at: number): void => tell(at, { missing: 'gone', message: `"${topic.name}" holds no record at offset ${offsets[at]} of partition ${partition} any more.` })
  for (let at = 0; at < offsets.length; ) {
    signal.throwIfAborted()
    const chunk = await readFrom(reader, partition, offsets[at]!, hasNeighbour(offsets, at))
    // Out of range, or nothing is left behind it.
    if (chunk.nextOffset <= offsets[at]!) gone(at++)
    else at = tellChunk({ topic, offsets, gone, tell }, at, chunk)
  }
}

interface Telling {
  readonly topic: TopicReader['topic']
  readonly offsets: readonly number[]
  readonly gone: (at: number) => void
  readonly tell: Tell
}

/** Answers all offsets before the chunk's end; the index of the first behind it. */
function tellChunk({ topic, offsets, gone, tell }: Telling, from: number, { records, nextOffset, outcomeOf }: Chunk): number {
  let at = from
  for (const record of records) {
    const offset = Number(record.offset)
    while (at < offsets.length && offsets[at]! < offset) gone(at++)
    for (; at < offsets.length && offsets[at] === offset; at++) tell(at, answerOf(topic, record, outcomeOf(record.batch)))
    if (at === offsets.length) return at
  }
  while (at < offsets.length && offsets[at]! < nextOffset) gone(at++)
  return at
}

type Chunk = Pick<Awaited<ReturnType<TopicReader['read']>>, 'records' | 'nextOffset' | 'outcomeOf'>

async function readFrom(reader: TopicReader, partition: number, offset: number, hasNeighbour: boolean): Promise<Chunk> {
  try {
    const { bytes, outcomeOf } = await reader.fetch(partition, offset, { partitionMaxBytes: hasNeighbour ? NEIGHBOURS_BYTES : ALONE_BYTES })
    return { ...decodeFetched(partition, bytes, offset), outcomeOf }
  } catch (error) {
    if (!(error instanceof KafkaError && error.errorName === 'OFFSET_OUT_OF_RANGE')) throw error
    // Everything before the start is gone; behind the end there is nothing yet.
    return { records: [], nextOffset: Math.max(offset, await reader.offset(partition, EARLIEST)), outcomeOf: () => null }
  }
}

function hasNeighbour(offsets: readonly number[], at: number): boolean {
  return offsets[at + 1] !== undefined && offsets[at + 1]! - offsets[at]! < NEIGHBOUR_OFFSETS
}

function answerOf(topic: TopicReader['topic'], record: ClientRecord, outcome: string | null): FoundRecord {
  const { partition, offset, key, value, headers } = record
  if (outcome === 'aborted') return { missing: 'aborted', message: `The record at offset ${offset} of partition ${partition} of "${topic.name}" is of an aborted transaction.` }
  const own = (bytes: Buffer | null): Buffer | null => (bytes === null ? null : Buffer.from(bytes))
  const raw: RawRecord = {
    topic: topic.name,
    topicId: topicIdOf(topic),
    partition,
    offset: Number(offset),
    timestampMs: Number(record.timestamp),
    timestampType: record.timestampType,
    key: own(key),
    value: own(value),
    headers: headers.map((header) => ({ key: header.key, value: own(header.value) })),
  }
  return { record: raw, missing: null }
}
