import { expect, it } from 'vitest'
import type { TopicPartition } from '../../../../core/contract/topics.ts'
import { sortPartitions } from '../../../../renderer/features/topics/partition-order.ts'

const partition = (number: number, startOffset: bigint | null, endOffset: bigint | null, leader: number, inSyncReplicas: number[]): TopicPartition => ({
  partition: number, leader, replicas: [1, 2], inSyncReplicas, startOffset, endOffset, error: null,
})
const PARTITIONS = [partition(0, 5n, 9n, 2, [1, 2]), partition(1, null, null, -1, []), partition(2, 0n, 30n, 1, [1])]

it.each([
  [null, [0, 1, 2]],
  [{ id: 'partition', descending: true }, [2, 1, 0]],
  [{ id: 'leader', descending: false }, [1, 2, 0]],
  [{ id: 'isr', descending: false }, [1, 2, 0]],
  [{ id: 'start', descending: false }, [2, 0, 1]],
  [{ id: 'end', descending: true }, [2, 0, 1]],
  [{ id: 'records', descending: true }, [2, 0, 1]],
  [{ id: 'records', descending: false }, [0, 2, 1]],
])('puts partitions in the order of %j, the unknown last', (sort, order) => {
  expect(sortPartitions(PARTITIONS, sort).map((one) => one.partition)).toEqual(order)
})
