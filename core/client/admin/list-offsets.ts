// Where partitions begin and end, asked of each leader once.
import { errorOf, KafkaError } from '../../protocol/error-codes.ts'
import { READ_COMMITTED, READ_UNCOMMITTED } from '../../protocol/isolation-level.ts'
import { ListOffsets } from '../../protocol/messages/list-offsets.ts'
import type { ClusterConnection } from '../cluster-connection.ts'
import type { TopicMetadata, TopicPartition } from '../cluster-metadata.ts'

/** What ListOffsets is asked for instead of a timestamp. */
export const EARLIEST = -2
export const LATEST = -1
/** The record with the greatest timestamp (KIP-734). */
export const MAX_TIMESTAMP = -3
/** The end as consumers of committed records see it; from a broker that is too old to know transactions, the end. */
export const LAST_STABLE = 'last stable'

/** A timestamp, or one of the above. */
export type OffsetKind = number | typeof LAST_STABLE

/** An older broker would take -3 for a point in time and answer with the first record. */
const WithMaxTimestamp = { ...ListOffsets, minDecodable: 7 }

/** `timestamp`: that of the record at the offset, where it was searched for; else -1. */
export type OffsetOrError =
  | { readonly offset: number; readonly timestamp: number; readonly error: null }
  | { readonly offset: null; readonly timestamp: null; readonly error: Error }

export interface LedPartition {
  readonly topic: string
  readonly partition: number
  /** -1 = none at the moment. */
  readonly leader: number
}

/** How a partition is named in the answers of `leaderOffsets`. */
export function placeKey({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}:${partition}`
}

/** One answer per partition that was asked for, by its number; a failing leader spoils its own partitions only. */
export async function listOffsets(
  cluster: ClusterConnection,
  topic: TopicMetadata,
  partitions: readonly TopicPartition[],
  timestamp: number,
): Promise<Map<number, OffsetOrError>> {
  const led = partitions.map(({ partition, leader }) => ({ topic: topic.name, partition, leader }))
  const answers = await leaderOffsets(cluster, led, timestamp)
  return new Map(led.map((place) => [place.partition, answers.get(placeKey(place))!]))
}

/** The same for partitions of many topics: still one request per leader. */
export async function leaderOffsets(cluster: ClusterConnection, places: readonly LedPartition[], kind: OffsetKind): Promise<Map<string, OffsetOrError>> {
  // Brokers refuse a partition that is named twice, and several groups may read the same one.
  const once = new Map(places.map((place) => [placeKey(place), place]))
  const byLeader = Map.groupBy(once.values(), ({ leader }) => leader)
  const answers = await Promise.all(Array.from(byLeader, async ([leader, led]) => askLeader(cluster, leader, led, kind)))
  return new Map(answers.flat())
}

async function askLeader(cluster: ClusterConnection, leader: number, places: readonly LedPartition[], kind: OffsetKind): Promise<[string, OffsetOrError][]> {
  if (leader < 0) return places.map((place) => [placeKey(place), failed(leaderless(place.topic, place.partition))])
  const [timestamp, isolationLevel] = kind === LAST_STABLE ? [LATEST, READ_COMMITTED] : [kind, READ_UNCOMMITTED]
  try {
    const topics = Array.from(
      Map.groupBy(places, ({ topic }) => topic),
      ([name, led]) => ({ name, partitions: led.map(({ partition }) => ({ partitionIndex: partition, timestamp })) }),
    )
    const api = timestamp === MAX_TIMESTAMP ? WithMaxTimestamp : ListOffsets
    const response = await cluster.request(leader, api, { replicaId: -1, isolationLevel, topics, timeoutMs: 30_000 })
    const answered = new Map(
      response.topics.flatMap(({ name, partitions }) => partitions.map((answer) => [placeKey({ topic: name, partition: answer.partitionIndex }), answer])),
    )
    return places.map((place) => {
      const answer = answered.get(placeKey(place))
      if (answer?.errorCode !== 0) return [placeKey(place), failed(partitionError(place.topic, place.partition, answer?.errorCode ?? -1))]
      return [placeKey(place), { offset: answer.offset, timestamp: answer.timestamp, error: null }]
    })
  } catch (error) {
    return places.map((place) => [placeKey(place), failed(error as Error)])
  }
}

function failed(error: Error): OffsetOrError {
  return { offset: null, timestamp: null, error }
}

export function partitionError(topic: string, partition: number, code: number): KafkaError {
  const description = errorOf(code)
  return new KafkaError(description, `Partition ${partition} of "${topic}": ${description.sentence}`)
}

export function leaderless(topic: string, partition: number): KafkaError {
  return partitionError(topic, partition, 5)
}
