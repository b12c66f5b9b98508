// Counting a topic from its offsets.
import { expect, it } from 'vitest'
import type { TopicConfig, TopicPartition } from '../../../../core/contract/topics.ts'
import { cleanupPolicyOf, countsRecords, offsetsHeld, replicaHealth, spanOf } from '../../../../renderer/features/topics/topic-shapes.ts'

const partition = (startOffset: bigint | null, endOffset: bigint | null, more: Partial<TopicPartition> = {}): TopicPartition => ({
  partition: 0,
  leader: 1,
  replicas: [1],
  inSyncReplicas: [1],
  startOffset,
  endOffset,
  error: null,
  ...more,
})
const config = (name: string, value: string): TopicConfig => ({
  name,
  value,
  source: '',
  isDefault: true,
  isSensitive: false,
  readOnly: false,
  type: null,
  documentation: null,
})

it('counts from start to end and says how many partitions are missing', () => {
  expect(offsetsHeld({ partitions: [partition(5n, 9_007_199_254_740_998n), partition(0n, 1n), partition(null, null)] })).toEqual({
    count: 9_007_199_254_740_994n,
    unread: 1,
  })
})

it('has nothing in a partition whose start has moved past the end that was told', () => {
  expect(spanOf(partition(7n, 5n))).toBe(0n)
})

it.each([
  ['compact', false],
  ['compact,delete', false],
  ['delete', true],
])('takes offsets for records only where cleanup.policy=%s compacts nothing', (value, counts) => {
  expect(countsRecords(cleanupPolicyOf({ configs: [config('retention.ms', '1'), config('cleanup.policy', value)] }))).toBe(counts)
})

it('does not take offsets for records where the policy is not known', () => {
  expect(countsRecords(cleanupPolicyOf({ configs: [] }))).toBe(false)
})

it('counts partitions without a leader, and those with replicas that lag', () => {
  const lagging = partition(0n, 1n, { replicas: [1, 2], inSyncReplicas: [1] })
  expect(replicaHealth([partition(0n, 1n), lagging, partition(0n, 1n, { leader: -1, inSyncReplicas: [] })])).toEqual({ leaderless: 1, underReplicated: 2 })
})
