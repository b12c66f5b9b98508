// Counting a topic from its offsets.
import { expect, it } from 'vitest'
import type { TopicDetail } from '../../../../core/contract/topics.ts'
import { isCompacted, offsetsHeld } from '../../../../renderer/features/topics/topic-shapes.ts'

const partition = (startOffset: bigint | null, endOffset: bigint | null): TopicDetail['partitions'][number] => ({
  partition: 0,
  leader: 1,
  startOffset,
  endOffset,
  error: null,
})
const config = (name: string, value: string): TopicDetail['configs'][number] => ({
  name,
  value,
  source: '',
  isDefault: true,
  readOnly: false,
  documentation: null,
})

it('counts from start to end and says how many partitions are missing', () => {
  expect(offsetsHeld({ partitions: [partition(5n, 9_007_199_254_740_998n), partition(0n, 1n), partition(null, null)] })).toEqual({
    count: 9_007_199_254_740_994n,
    unread: 1,
  })
})

it.each([
  ['compact', true],
  ['compact,delete', true],
  ['delete', false],
])('knows whether cleanup.policy=%s compacts', (value, compacted) => {
  expect(isCompacted({ configs: [config('retention.ms', '1'), config('cleanup.policy', value)] })).toBe(compacted)
})
