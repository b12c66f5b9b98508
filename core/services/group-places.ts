// The partitions that concern a group: those it has committed, and those assigned to a member that has not committed yet.
import type { CommittedOffset } from '../client/admin/committed-offsets.ts'
import type { GroupMember } from '../client/admin/groups.ts'
import { placeKey } from '../client/admin/list-offsets.ts'
import type { Place } from './partition-offsets.ts'

export interface GroupPlace extends Place {
  /** undefined = nothing was ever committed there. */
  readonly commit: CommittedOffset | undefined
  /** The member that reads it; null = nobody. */
  readonly memberId: string | null
}

/** By topic and partition. */
export function groupPlaces(members: readonly GroupMember[], committed: readonly CommittedOffset[]): GroupPlace[] {
  const commits = new Map(committed.map((commit) => [placeKey(commit), commit]))
  const owners = new Map(ownedBy(members).map((owned) => [placeKey(owned), owned]))
  const places = new Map([...committed, ...owners.values()].map((place) => [placeKey(place), place]))
  return Array.from(places, ([key, { topic, partition }]) => ({
    topic,
    partition,
    commit: commits.get(key),
    memberId: owners.get(key)?.memberId ?? null,
  })).toSorted(byPlace)
}

function ownedBy(members: readonly GroupMember[]): (Place & { readonly memberId: string })[] {
  return members.flatMap(({ memberId, assignment }) =>
    assignment.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition, memberId }))),
  )
}

/** A commit past the end is left from a topic that was made anew; nothing is left to read. */
export function lagBetween(committedOffset: bigint | null, endOffset: bigint | null): bigint | null {
  if (committedOffset === null || endOffset === null) return null
  return endOffset > committedOffset ? endOffset - committedOffset : 0n
}

function byPlace(a: Place, b: Place): number {
  return a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1
}
