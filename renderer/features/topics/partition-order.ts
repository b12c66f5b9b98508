// The order of a topic's partitions by any of their columns.
import type { TopicPartition } from '../../../core/contract/topics.ts'
import type { Sort } from '../../ui/grid-columns.ts'
import { spanOf } from './topic-shapes.ts'

/** What is not known comes last, whichever way it is sorted; equals stand by number. */
export function sortPartitions(partitions: readonly TopicPartition[], sort: Sort | null): readonly TopicPartition[] {
  if (sort === null) return partitions
  const direction = sort.descending ? -1 : 1
  return partitions.toSorted((a, b) => {
    const [left, right] = [valueOf(a, sort.id), valueOf(b, sort.id)]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return left === right ? 0 : left < right ? -direction : direction
  })
}

function valueOf(partition: TopicPartition, column: string): number | bigint | null {
  switch (column) {
    case 'leader':
      return partition.leader
    case 'isr':
      return partition.inSyncReplicas.length - partition.replicas.length
    case 'start':
      return partition.startOffset
    case 'end':
      return partition.endOffset
    case 'records':
      return spanOf(partition)
    default:
      return partition.partition
  }
}
