// Finds the copies of a record in the retry topics that it passed: headers name the tiers and when they were due, not the offsets. Bounded.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { ConnectionFailed } from '../../client/connection-errors.ts'
import { TopicReader } from '../../client/topic-reader.ts'
import { KafkaError } from '../../protocol/error-codes.ts'
import { type DecodeContext, decodeFailure, type FailureHop, type FailureOrigin } from '../failure.ts'
import { type ReadRecord, TopicReading } from '../index/topic-reading.ts'

const MAX_TIERS = 10
const MAX_PIECES = 20
/** Clocks of producers differ a little from those that wrote the headers. */
const SLACK_MS = 1_000

/** Hops with the places that were found, and the time at which the record came there. What is not found stays as it is. */
export async function withTierRecords(cluster: ClusterConnection, hops: readonly FailureHop[], origin: FailureOrigin | undefined, context: DecodeContext, signal: AbortSignal): Promise<FailureHop[]> {
  const found: FailureHop[] = []
  let searches = 0
  for (const hop of hops) {
    const sinceMs = sinceOf(found, hop)
    const isWanted = hop.topic !== '' && hop.offset === undefined && sinceMs !== undefined && origin?.partition !== undefined && origin.offset !== undefined
    const record = isWanted && searches++ < MAX_TIERS ? await tierRecord(cluster, hop, origin, sinceMs, context, signal) : null
    found.push(record === null ? hop : { ...hop, partition: record.partition, offset: record.offset, at: record.timestampMs })
  }
  return found
}

/** A record comes to a tier after it was due in the one before. */
function sinceOf(before: readonly FailureHop[], { at }: FailureHop): number | undefined {
  const last = before.at(-1)
  return at ?? last?.dueAt ?? last?.at
}

async function tierRecord(cluster: ClusterConnection, { topic, dueAt }: FailureHop, origin: FailureOrigin, sinceMs: number, context: DecodeContext, signal: AbortSignal): Promise<ReadRecord | null> {
  try {
    // Retries keep the number of the partition.
    const from = await (await TopicReader.open(cluster, topic)).offset(origin.partition!, Math.max(0, sinceMs - SLACK_MS))
    if (from < 0) return null
    const reading = await TopicReading.open(cluster, topic)
    try {
      return await search(reading, from, origin, dueAt ?? Infinity, context, signal)
    } finally {
      await reading.close()
    }
  } catch (error) {
    // A tier that is gone or out of reach leaves the hop without a place.
    if (error instanceof KafkaError || error instanceof ConnectionFailed) return null
    throw error
  }
}

async function search(reading: TopicReading, from: number, origin: FailureOrigin, untilMs: number, context: DecodeContext, signal: AbortSignal): Promise<ReadRecord | null> {
  const end = reading.bounds.partitions.find(({ partition }) => partition === origin.partition)?.end ?? 0
  let pieces = 0
  for await (const { records } of reading.pieces(origin.partition!, from, end, signal)) {
    const record = records.find((candidate) => candidate.timestampMs <= untilMs + SLACK_MS && isOf(decodeFailure(candidate, context).origin, origin))
    if (record) return record
    if (++pieces >= MAX_PIECES || (records.at(-1)?.timestampMs ?? 0) > untilMs + SLACK_MS) return null
  }
  return null
}

function isOf(found: FailureOrigin | undefined, { topic, partition, offset }: FailureOrigin): boolean {
  return found !== undefined && found.offset === offset && found.partition === partition && found.topic === topic
}
