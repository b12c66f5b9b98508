import { expect, it } from 'vitest'
import type { GroupPartition } from '../../../../core/contract/groups.ts'
import { sortGroupPartitions } from '../../../../renderer/features/groups/group-partition-order.ts'

const place = (topic: string, partition: number, lag: bigint | null, memberId: string | null): GroupPartition => ({
  topic, partition, startOffset: 0n, committedOffset: lag === null ? null : 100n - lag, endOffset: 100n, stableOffset: 100n, lag, metadata: null, memberId, error: null,
})
const PARTITIONS = [place('a', 0, 5n, 'm'), place('a', 1, null, null), place('b', 0, 70n, 'k')]

it.each([
  [null, 'a0 a1 b0'],
  [{ id: 'topic', descending: true }, 'b0 a1 a0'],
  [{ id: 'partition', descending: false }, 'a0 b0 a1'],
  [{ id: 'lag', descending: true }, 'b0 a0 a1'],
  [{ id: 'committed', descending: true }, 'a0 b0 a1'],
  [{ id: 'owner', descending: false }, 'b0 a0 a1'],
])('puts partitions in the order of %j, the unknown last', (sort, order) => {
  expect(sortGroupPartitions(PARTITIONS, sort).map(({ topic, partition }) => `${topic}${partition}`).join(' ')).toBe(order)
})
