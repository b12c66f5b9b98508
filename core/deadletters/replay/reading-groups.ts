// Which groups have committed offsets of a topic: asked of every coordinator once.
import { committedOffsetsOfMany } from '../../client/admin/committed-offsets.ts'
import { findCoordinators } from '../../client/admin/find-coordinators.ts'
import { describeGroup, listGroups } from '../../client/admin/groups.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { ConnectionFailed } from '../../client/connection-errors.ts'
import { KafkaError } from '../../protocol/error-codes.ts'

/** On a cluster with thousands of groups the first ones have to do. */
const MAX_GROUPS = 200
/** Groups in which replay jobs keep their progress read nothing. */
const CONSUMER = 'consumer'

export async function groupsReading(cluster: ClusterConnection, topics: ReadonlySet<string>): Promise<Map<string, readonly string[]>> {
  const groupIds = (await listGroups(cluster)).filter(({ protocolType }) => protocolType === CONSUMER).map(({ groupId }) => groupId).slice(0, MAX_GROUPS)
  const coordinators = await findCoordinators(cluster, groupIds)
  const readers = new Map<string, string[]>()
  for (const [coordinator, ofCoordinator] of Map.groupBy(groupIds, (groupId) => coordinators.get(groupId))) {
    if (typeof coordinator !== 'number') continue
    for (const [groupId, offsets] of await committedOffsetsOfMany(cluster, coordinator, ofCoordinator)) {
      if (offsets instanceof Error) continue
      for (const topic of new Set(offsets.map((commit) => commit.topic))) if (topics.has(topic)) readers.set(topic, [...(readers.get(topic) ?? []), groupId])
    }
  }
  return readers
}

export interface ReadingGroup {
  readonly group: string
  readonly state: string
  readonly memberCount: number
}

const MAX_SHOWN = 5

/** Whether anybody is there; a group that nobody has seen yet is told as one that is absent. */
export async function describeReaders(cluster: () => ClusterConnection, groups: readonly string[]): Promise<ReadingGroup[]> {
  return Promise.all(
    groups.slice(0, MAX_SHOWN).map(async (group) => {
      try {
        const { state, members } = await describeGroup(cluster(), group)
        return { group, state, memberCount: members.length }
      } catch (error) {
        if (!(error instanceof KafkaError || error instanceof ConnectionFailed)) throw error
        return { group, state: error instanceof KafkaError && error.errorName === 'GROUP_ID_NOT_FOUND' ? 'absent' : 'unknown', memberCount: 0 }
      }
    }),
  )
}
