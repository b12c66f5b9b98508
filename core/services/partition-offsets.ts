// Offsets at given places of a cluster, whoever leads them: one look at the metadata, one request per leader and kind of offset.
import { leaderOffsets, type LedPartition, type OffsetKind, type OffsetOrError, placeKey } from '../client/admin/list-offsets.ts'
import { type ClusterConnection, topicError } from '../client/cluster-connection.ts'
import type { TopicMetadata } from '../client/cluster-metadata.ts'
import { ErrorCode } from '../protocol/error-codes.ts'

export interface Place {
  readonly topic: string
  readonly partition: number
}

/** One map per kind, with an answer for every place by `placeKey`. What is gone fails its own places only. */
export async function offsetsAt(cluster: ClusterConnection, places: readonly Place[], kinds: readonly OffsetKind[]): Promise<Map<string, OffsetOrError>[]> {
  if (places.length === 0) return kinds.map(() => new Map())
  const { topics } = await cluster.metadata([...new Set(places.map(({ topic }) => topic))])
  const byName = new Map(topics.map((topic) => [topic.name, topic]))
  const found = places.map((place) => ledOrAbsent(place, byName.get(place.topic)))
  const led = found.flatMap(({ led: one }) => (one ? [one] : []))
  return Promise.all(
    kinds.map(async (kind) => {
      const answers = await leaderOffsets(cluster, led, kind)
      for (const { place, absent } of found) if (absent) answers.set(placeKey(place), absent)
      return answers
    }),
  )
}

interface Found {
  readonly place: Place
  readonly led?: LedPartition
  readonly absent?: OffsetOrError
}

function ledOrAbsent(place: Place, topic: TopicMetadata | undefined): Found {
  if (!topic || topic.errorCode !== 0) return { place, absent: failed(topicError(place.topic, topic?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)) }
  const partition = topic.partitions.find((candidate) => candidate.partition === place.partition)
  if (!partition) return { place, absent: failed(new Error(`Partition ${place.partition} of "${place.topic}" does not exist.`)) }
  return { place, led: { ...place, leader: partition.leader } }
}

function failed(error: Error): OffsetOrError {
  return { offset: null, timestamp: null, error }
}

/** As the contract tells offsets: null where there is none. */
export function offsetOf(answer: OffsetOrError | undefined): bigint | null {
  return answer?.offset === undefined || answer.offset === null ? null : BigInt(answer.offset)
}
