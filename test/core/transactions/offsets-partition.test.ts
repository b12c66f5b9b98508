import { expect, it } from 'vitest'
import { offsetsPartitionOf } from '../../../core/transactions/offsets-partition.ts'

// [group id, Java's hashCode of it]
it.each([
  ['', 0],
  ['a', 97],
  ['billing', -109829509],
  ['polygenelubricants', -0x8000_0000],
])('group "%s" is where Java’s hash %i puts it', (groupId, hash) => {
  expect(offsetsPartitionOf(groupId, 50)).toEqual({ topic: '__consumer_offsets', partition: hash === -0x8000_0000 ? 0 : Math.abs(hash) % 50 })
})
