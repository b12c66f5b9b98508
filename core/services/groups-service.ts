// Consumer groups of a cluster: what they are, who is in them, and how far behind they are.
import type { Clock } from '../base/clock.ts'
import { committedOffsets, type CommittedOffset, describeGroup, type GroupMember, listGroups } from '../client/admin/groups.ts'
import { LATEST, listOffsets, type OffsetOrError } from '../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { GroupDetail, GroupPartition, GroupSummary } from '../contract/groups.ts'
import type { ConnectionsService } from './connections-service.ts'

interface Place {
  readonly topic: string
  readonly partition: number
}

export class GroupsService {
  readonly #connections: ConnectionsService
  readonly #clock: Clock

  constructor(connections: ConnectionsService, clock: Clock) {
    this.#connections = connections
    this.#clock = clock
  }

  async list(connectionId: string): Promise<{ groups: GroupSummary[]; readAtMs: number }> {
    const groups = await listGroups(this.#connections.cluster(connectionId))
    return { groups, readAtMs: this.#clock.now() }
  }

  /** Partitions that the group has committed, and those assigned to a member that has not committed yet. */
  async describe(connectionId: string, groupId: string): Promise<GroupDetail> {
    const cluster = this.#connections.cluster(connectionId)
    const [group, committed] = await Promise.all([describeGroup(cluster, groupId), committedOffsets(cluster, groupId)])
    const owners = ownersOf(group.members)
    const commits = new Map(committed.map((commit) => [keyOf(commit), commit]))
    const places = [...new Map([...committed, ...owners.values()].map((place) => [keyOf(place), place])).values()].toSorted(byPlace)
    const ends = await endOffsets(cluster, places)
    const partitions = places.map((place) => partitionOf(place, commits.get(keyOf(place)), ends.get(keyOf(place))!, owners.get(keyOf(place))?.memberId ?? null))
    return { ...group, partitions, readAtMs: this.#clock.now() }
  }
}

function ownersOf(members: readonly GroupMember[]): Map<string, Place & { memberId: string }> {
  const owned = members.flatMap(({ memberId, assignment }) =>
    assignment.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition, memberId }))),
  )
  return new Map(owned.map((place) => [keyOf(place), place]))
}

/** A topic that is gone fails its own partitions only. */
async function endOffsets(cluster: ClusterConnection, places: readonly Place[]): Promise<Map<string, OffsetOrError>> {
  const byTopic = Map.groupBy(places, ({ topic }) => topic)
  const answers = await Promise.all(Array.from(byTopic, async ([topic, wanted]) => topicEnds(cluster, topic, wanted)))
  return new Map(answers.flat())
}

async function topicEnds(cluster: ClusterConnection, name: string, places: readonly Place[]): Promise<[string, OffsetOrError][]> {
  try {
    const topic = await cluster.topic(name)
    const ends = await listOffsets(cluster, topic, topic.partitions, LATEST)
    return places.map((place) => [keyOf(place), ends.get(place.partition) ?? absent(place)])
  } catch (error) {
    return places.map((place) => [keyOf(place), { offset: null, error: error as Error }])
  }
}

function absent({ topic, partition }: Place): OffsetOrError {
  return { offset: null, error: new Error(`Partition ${partition} of "${topic}" does not exist.`) }
}

function partitionOf({ topic, partition }: Place, commit: CommittedOffset | undefined, end: OffsetOrError, memberId: string | null): GroupPartition {
  const committedOffset = commit?.offset === undefined || commit.offset === null ? null : BigInt(commit.offset)
  const endOffset = end.offset === null ? null : BigInt(end.offset)
  // A commit past the end is left from a topic that was made anew; nothing is left to read.
  const lag = committedOffset === null || endOffset === null ? null : endOffset > committedOffset ? endOffset - committedOffset : 0n
  return { topic, partition, committedOffset, endOffset, lag, metadata: commit?.metadata ?? null, memberId, error: commit?.error ?? end.error?.message ?? null }
}

function keyOf({ topic, partition }: Place): string {
  return `${topic}:${partition}`
}

function byPlace(a: Place, b: Place): number {
  return a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1
}
