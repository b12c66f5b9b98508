// What the list of groups shows beside the names, for many groups at once: two requests per coordinator, then one per leader.
import { committedOffsetsOfMany } from '../client/admin/committed-offsets.ts'
import { findCoordinators } from '../client/admin/find-coordinators.ts'
import { type DescribedGroup, describeGroups } from '../client/admin/groups.ts'
import { LATEST, type OffsetOrError, placeKey } from '../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import type { GroupGlance } from '../contract/groups.ts'
import { type GroupPlace, groupPlaces, lagBetween } from './group-places.ts'
import { offsetOf, offsetsAt } from './partition-offsets.ts'

interface Read {
  readonly group: DescribedGroup
  readonly places: readonly GroupPlace[]
}

/** In the order asked for; what fails for one group is told in its own glance. */
export async function glanceGroups(cluster: ClusterConnection, groupIds: readonly string[]): Promise<GroupGlance[]> {
  const asked = [...new Set(groupIds)]
  const read = await readGroups(cluster, asked)
  const places = asked.flatMap((groupId) => placesOf(read.get(groupId)!))
  const [ends] = await offsetsAt(cluster, places, [LATEST])
  return asked.map((groupId) => glanceOf(groupId, read.get(groupId)!, ends!))
}

async function readGroups(cluster: ClusterConnection, groupIds: readonly string[]): Promise<Map<string, Read | Error>> {
  const coordinators = await findCoordinators(cluster, groupIds)
  const byCoordinator = Map.groupBy(groupIds, (groupId) => coordinators.get(groupId)!)
  const answers = await Promise.all(
    Array.from(byCoordinator, async ([coordinator, ids]) =>
      coordinator instanceof Error ? ids.map((groupId) => [groupId, coordinator] as const) : readAt(cluster, coordinator, ids),
    ),
  )
  return new Map(answers.flat())
}

/** A coordinator that cannot be reached spoils its own groups only. */
async function readAt(cluster: ClusterConnection, coordinator: number, groupIds: readonly string[]): Promise<(readonly [string, Read | Error])[]> {
  try {
    const [described, committed] = await Promise.all([describeGroups(cluster, coordinator, groupIds), committedOffsetsOfMany(cluster, coordinator, groupIds)])
    return groupIds.map((groupId) => {
      const [group, commits] = [described.get(groupId)!, committed.get(groupId)!]
      if (group instanceof Error) return [groupId, group]
      if (commits instanceof Error) return [groupId, commits]
      return [groupId, { group, places: groupPlaces(group.members, commits) }]
    })
  } catch (error) {
    return groupIds.map((groupId) => [groupId, error as Error])
  }
}

function placesOf(read: Read | Error): readonly GroupPlace[] {
  return read instanceof Error ? [] : read.places
}

function glanceOf(groupId: string, read: Read | Error, ends: ReadonlyMap<string, OffsetOrError>): GroupGlance {
  if (read instanceof Error) return { groupId, state: '', memberCount: 0, topics: [], lag: null, unknownPartitions: 0, error: read.message }
  const { group, places } = read
  const lags = places.map((place) => lagBetween(committedOf(place), offsetOf(ends.get(placeKey(place)))))
  const known = lags.filter((lag) => lag !== null)
  return {
    groupId,
    state: group.state,
    memberCount: group.members.length,
    topics: [...new Set(places.map(({ topic }) => topic))],
    lag: known.length === 0 ? null : known.reduce((sum, lag) => sum + lag, 0n),
    unknownPartitions: lags.length - known.length,
    error: null,
  }
}

function committedOf({ commit }: GroupPlace): bigint | null {
  return commit?.offset === undefined || commit.offset === null ? null : BigInt(commit.offset)
}
