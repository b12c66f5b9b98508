// Consumer groups of a cluster: what they are, who is in them, and how far behind they are.
import type { Clock } from '../base/clock.ts'
import { committedOffsets } from '../client/admin/committed-offsets.ts'
import { describeGroup, type DescribedGroup, listGroups } from '../client/admin/groups.ts'
import { EARLIEST, LAST_STABLE, LATEST, type OffsetOrError, placeKey } from '../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { GroupDetail, GroupGlance, GroupPartition, GroupSummary } from '../contract/groups.ts'
import { KafkaError } from '../protocol/error-codes.ts'
import type { ConnectionsService } from './connections-service.ts'
import { glanceGroups } from './group-glances.ts'
import { type GroupPlace, groupPlaces, lagBetween } from './group-places.ts'
import { offsetOf, offsetsAt } from './partition-offsets.ts'
import { notFound } from './service-error.ts'

/** Kinds of groups that have a state of their own and no committed offsets (KIP-932, KIP-1071). */
const OTHER_KINDS: ReadonlySet<string> = new Set(['share', 'streams'])

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

  async glance(connectionId: string, groupIds: readonly string[]): Promise<{ groups: GroupGlance[]; readAtMs: number }> {
    const groups = await glanceGroups(this.#connections.cluster(connectionId), groupIds)
    return { groups, readAtMs: this.#clock.now() }
  }

  async describe(connectionId: string, groupId: string): Promise<GroupDetail> {
    const cluster = this.#connections.cluster(connectionId)
    const [group, committed] = await Promise.all([described(cluster, groupId), committedOffsets(cluster, groupId)])
    const places = groupPlaces(group.members, committed)
    const [starts, ends] = await offsetsAt(cluster, places, [EARLIEST, LATEST])
    // After the end, or what arrives in between would look like an open transaction.
    const [stables] = await offsetsAt(cluster, places, [LAST_STABLE])
    const partitions = places.map((place) => {
      const key = placeKey(place)
      return partitionOf(place, starts!.get(key)!, ends!.get(key)!, offsetOf(stables!.get(key)))
    })
    return { ...group, partitions, readAtMs: this.#clock.now() }
  }
}

/** Kafka says of a group of another kind that it is not there; the list knows better. */
async function described(cluster: ClusterConnection, groupId: string): Promise<DescribedGroup> {
  try {
    return await describeGroup(cluster, groupId)
  } catch (error) {
    if (!(error instanceof KafkaError && error.errorName === 'GROUP_ID_NOT_FOUND')) throw error
    const listed = (await listGroups(cluster)).find((group) => group.groupId === groupId)
    if (listed === undefined || !OTHER_KINDS.has(listed.protocolType)) throw error
    const { protocolType: kind, state } = listed
    throw notFound(
      `"${groupId}" is a ${kind} group (${state || 'state not told'}). Headwater describes classic and consumer groups only.`,
      `kafka-${kind}-groups.sh --describe shows it.`,
    )
  }
}

function partitionOf({ topic, partition, commit, memberId }: GroupPlace, start: OffsetOrError, end: OffsetOrError, stableOffset: bigint | null): GroupPartition {
  const committedOffset = commit?.offset === undefined || commit.offset === null ? null : BigInt(commit.offset)
  const [startOffset, endOffset] = [offsetOf(start), offsetOf(end)]
  const error = commit?.error ?? end.error?.message ?? start.error?.message ?? null
  const lag = lagBetween(committedOffset, endOffset)
  return { topic, partition, startOffset, committedOffset, endOffset, stableOffset, lag, metadata: commit?.metadata ?? null, memberId, error }
}
