// The order of a group's partitions by any of their columns.
import type { GroupPartition } from '../../../core/contract/groups.ts'
import type { Sort } from '../../ui/grid-columns.ts'

/** What is not known comes last, whichever way it is sorted; equals stand by topic and partition. */
export function sortGroupPartitions(partitions: readonly GroupPartition[], sort: Sort | null): readonly GroupPartition[] {
  if (sort === null || (sort.id === 'topic' && !sort.descending)) return partitions
  if (sort.id === 'topic') return partitions.toReversed()
  const direction = sort.descending ? -1 : 1
  return partitions.toSorted((a, b) => {
    const [left, right] = [valueOf(a, sort.id), valueOf(b, sort.id)]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return left === right ? 0 : left < right ? -direction : direction
  })
}

function valueOf(partition: GroupPartition, column: string): bigint | number | string | null {
  switch (column) {
    case 'start':
      return partition.startOffset
    case 'committed':
      return partition.committedOffset
    case 'end':
      return partition.endOffset
    case 'lag':
      return partition.lag
    case 'owner':
      return partition.memberId
    default:
      return partition.partition
  }
}
