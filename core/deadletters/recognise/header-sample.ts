// Looks at the newest records of topics for headers of failures: how many, of which dialect, and what they name as their origin.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { TopicMetadata } from '../../client/cluster-metadata.ts'
import { decodeFetched } from '../../client/client-record.ts'
import { rawFetch } from '../../client/raw-fetch.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { detectDialect } from '../dialects/detect-dialect.ts'
import type { FailureDialect } from '../dialects/dialect.ts'
import { HeaderFields } from '../dialects/header-fields.ts'
import { HeaderView } from '../dialects/header-view.ts'
import type { RawRecord } from '../failure.ts'
import { normalisedOrigin } from '../normalised.ts'

export interface SampleRange {
  readonly partition: number
  readonly leader: number
  readonly start: number
  readonly end: number
}

export interface HeaderSample {
  readonly records: number
  /** That carry headers of a failure which happened elsewhere. */
  readonly failed: number
  readonly dialect: FailureDialect | null
  /** Most frequent first. */
  readonly originTopics: string[]
  readonly groups: string[]
  /** That are on their way to another attempt. */
  readonly retries: number
  readonly error: Error | null
}

export const SAMPLE_RECORDS = 50
const MAX_PARTITIONS = 50
const PARTITION_BYTES = 256 * 1024

/** The newest records of each partition, in one fetch per leader; nobody's offsets are touched. */
export async function newestRecords(cluster: ClusterConnection, topic: TopicMetadata, topicId: string, ranges: readonly SampleRange[]): Promise<{ records: RawRecord[]; error: Error | null }> {
  const wanted = ranges.filter(({ leader, start, end }) => leader >= 0 && end > start).slice(0, MAX_PARTITIONS)
  const records: RawRecord[] = []
  let error: Error | null = null
  for (const [leader, led] of Map.groupBy(wanted, (range) => range.leader)) {
    try {
      const targets = led.map(({ partition, start, end }) => ({ partition, offset: Math.max(start, end - SAMPLE_RECORDS) }))
      const fetched = await rawFetch(cluster, leader, topic, targets, { partitionMaxBytes: PARTITION_BYTES, maxBytes: 8 * 1024 * 1024 })
      for (const { partition, records: bytes } of fetched) records.push(...rawRecords(topic.name, topicId, partition, bytes, targets.find((target) => target.partition === partition)?.offset ?? 0))
    } catch (cause) {
      error ??= cause as Error
    }
  }
  return { records, error }
}

/** `isNamed`: the topic's name suggests failures, so that headers without an origin count too. */
export function sampleOf(records: readonly RawRecord[], error: Error | null, isNamed: boolean, userDialects: readonly FailureDialect[]): HeaderSample {
  const dialects = new Map<FailureDialect, number>()
  const origins = new Map<string, number>()
  const groups = new Map<string, number>()
  let [failed, retries] = [0, 0]
  for (const record of records) {
    const view = new HeaderView(record.headers)
    const dialect = detectDialect(view, userDialects)
    if (dialect === undefined) continue
    const reading = dialect.decode(new HeaderFields(view, dialect.newest), record)
    const origin = normalisedOrigin(reading)
    // A record that was replayed into its topic with its headers kept says nothing against that topic.
    if (origin === undefined ? !isNamed : origin.topic === record.topic) continue
    failed += 1
    if (reading.isRetry) retries += 1
    add(dialects, dialect)
    if (origin) add(origins, origin.topic)
    if (reading.group !== undefined) add(groups, reading.group)
  }
  return { records: records.length, failed, dialect: ranked(dialects)[0] ?? null, originTopics: ranked(origins), groups: ranked(groups), retries, error }
}

function rawRecords(topic: string, topicId: string, partition: number, bytes: Buffer, from: number): RawRecord[] {
  try {
    return decodeFetched(partition, bytes, from)
      .records.slice(-SAMPLE_RECORDS)
      .map(({ offset, timestamp, timestampType, key, value, headers }) => ({ topic, topicId, partition, offset: Number(offset), timestampMs: Number(timestamp), timestampType, key, value, headers }))
  } catch (error) {
    // A sample says what it can: records that cannot be decoded carry no headers for it.
    if (error instanceof ProtocolError) return []
    throw error
  }
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function ranked<K>(counts: ReadonlyMap<K, number>): K[] {
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([key]) => key)
}
