import { expect, test } from 'vitest'
import { exceedsPartitionLimit, tooManyPartitions } from '../../../core/metadata/partition-limit.ts'

test.each([
  [[10_000], false],
  [[10_001], true],
  [[6000, 6000], true],
  [[9999, -1, -5000, 1], false],
  [[], false],
])('%j is more than a request may create: %s', (counts, exceeds) => {
  expect(exceedsPartitionLimit(counts)).toBe(exceeds)
})

test('the refusal names the limit', () => {
  expect(tooManyPartitions().message).toBe('One request may create at most 10000 partitions.')
})
