// Sums over a group's partitions that say when they are not complete.
import type { GroupDetail, GroupPartition } from '../../../core/contract/groups.ts'

export interface TotalLag {
  lag: bigint
  /** Partitions whose lag is not known: nothing committed, or the end could not be read. */
  unknown: number
}

export function totalLag(partitions: readonly Pick<GroupPartition, 'lag'>[]): TotalLag {
  const known = partitions.flatMap(({ lag }) => (lag === null ? [] : [lag]))
  return { lag: known.reduce((sum, lag) => sum + lag, 0n), unknown: partitions.length - known.length }
}

/** A member's partitions as `orders 0-2, 5`. */
export function rangesOf(partitions: readonly number[]): string {
  const sorted = partitions.toSorted((a, b) => a - b)
  const ranges: [number, number][] = []
  for (const partition of sorted) {
    const last = ranges.at(-1)
    if (last && partition === last[1] + 1) last[1] = partition
    else ranges.push([partition, partition])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ')
}

export function clientOf(detail: GroupDetail, memberId: string | null): string | null {
  return detail.members.find((member) => member.memberId === memberId)?.clientId ?? null
}
