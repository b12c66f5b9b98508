// What the list of topics shows beside the names, for many topics at once: four requests per broker at most, however many there are.
import { EARLIEST, LATEST, leaderOffsets, MAX_TIMESTAMP, type OffsetOrError, placeKey } from '../client/admin/list-offsets.ts'
import { topicConfigValues } from '../client/admin/topic-configs.ts'
import { type ClusterConnection, topicError } from '../client/cluster-connection.ts'
import type { TopicMetadata } from '../client/cluster-metadata.ts'
import type { TopicGlance } from '../contract/topics.ts'
import { ErrorCode, KafkaError } from '../protocol/error-codes.ts'

const CLEANUP_POLICY = 'cleanup.policy'
const RETENTION_MS = 'retention.ms'

interface Answers {
  readonly starts: ReadonlyMap<string, OffsetOrError>
  readonly ends: ReadonlyMap<string, OffsetOrError>
  readonly newest: ReadonlyMap<string, OffsetOrError>
  readonly configs: ReadonlyMap<string, ReadonlyMap<string, string | null> | Error>
}

/** Topics that are gone are left out; what fails for one topic is told in its own glance. */
export async function glanceTopics(cluster: ClusterConnection, names: readonly string[]): Promise<TopicGlance[]> {
  const { topics } = await cluster.metadata([...new Set(names)])
  const present = topics.filter(({ errorCode }) => errorCode !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  const readable = present.filter(({ errorCode }) => errorCode === 0)
  const led = readable.flatMap(({ name, partitions }) => partitions.map(({ partition, leader }) => ({ topic: name, partition, leader })))
  const [starts, ends, newest, configs] = await Promise.all([
    leaderOffsets(cluster, led, EARLIEST),
    leaderOffsets(cluster, led, LATEST),
    leaderOffsets(cluster, led, MAX_TIMESTAMP),
    topicConfigValues(cluster, readable.map(({ name }) => name), [CLEANUP_POLICY, RETENTION_MS]),
  ])
  return present.map((topic) => glanceOf(topic, { starts, ends, newest, configs }))
}

function glanceOf({ name, partitions, errorCode }: TopicMetadata, answers: Answers): TopicGlance {
  if (errorCode !== 0) {
    const error = topicError(name, errorCode).message
    return { name, offsetSpan: null, lastTimestamp: null, cleanupPolicy: null, retentionMs: null, error }
  }
  const keys = partitions.map(({ partition }) => placeKey({ topic: name, partition }))
  const [starts, ends, newest] = [answers.starts, answers.ends, answers.newest].map((told) => keys.map((key) => told.get(key)!)) as [
    OffsetOrError[],
    OffsetOrError[],
    OffsetOrError[],
  ]
  const configs = answers.configs.get(name)
  const known = configs instanceof Error ? undefined : configs
  return {
    name,
    offsetSpan: spanOf(starts, ends),
    lastTimestamp: lastTimestampOf(newest),
    cleanupPolicy: known?.get(CLEANUP_POLICY) ?? null,
    retentionMs: wholeNumber(known?.get(RETENTION_MS)),
    error: firstError([...starts, ...ends, ...newest.filter(isNotTooOld)]) ?? (configs instanceof Error ? configs.message : null),
  }
}

function spanOf(starts: readonly OffsetOrError[], ends: readonly OffsetOrError[]): bigint | null {
  let span = 0n
  for (const [index, { offset: start }] of starts.entries()) {
    const end = ends[index]!.offset
    if (start === null || end === null) return null
    // The start may have moved past an end that was asked for at the same time.
    if (end > start) span += BigInt(end - start)
  }
  return span
}

/** null when nobody knows: of the others alone, it might be too early. */
function lastTimestampOf(newest: readonly OffsetOrError[]): bigint | null {
  let last = -1
  for (const { timestamp } of newest) {
    if (timestamp === null) return null
    last = Math.max(last, timestamp)
  }
  return last < 0 ? null : BigInt(last)
}

/** A broker that does not know the question has not failed (KIP-734, Kafka 3.0). */
function isNotTooOld({ error }: OffsetOrError): boolean {
  return !(error instanceof KafkaError && error.errorName === 'UNSUPPORTED_VERSION')
}

function firstError(answers: readonly OffsetOrError[]): string | null {
  return answers.find(({ error }) => error !== null)?.error?.message ?? null
}

function wholeNumber(text: string | null | undefined): bigint | null {
  return text !== null && text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : null
}
