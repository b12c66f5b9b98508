import { expect, test } from 'vitest'
import { checkAssignment } from '../../../core/metadata/replica-assignment.ts'

test('a partition may be assigned to the one broker', () => {
  expect(() => checkAssignment(0, [1], 1)).not.toThrow()
})

test.each([
  [[], 'Partition 3 is assigned to no broker.'],
  [[2], 'Partition 3 is assigned to broker 2, which does not exist; the only broker is 1.'],
  [[1, 2], 'Partition 3 is assigned to broker 2, which does not exist; the only broker is 1.'],
  [[1, 1], 'Partition 3 is assigned to broker 1 more than once.'],
])('%j is refused as INVALID_REPLICA_ASSIGNMENT', (brokerIds, message) => {
  expect(() => checkAssignment(3, brokerIds, 1)).toThrow(expect.objectContaining({ errorName: 'INVALID_REPLICA_ASSIGNMENT', message }))
})
