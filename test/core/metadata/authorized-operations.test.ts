import { expect, test } from 'vitest'
import { CLUSTER_OPERATIONS, OPERATIONS_NOT_REQUESTED, TOPIC_OPERATIONS } from '../../../core/metadata/authorized-operations.ts'

test('the bit sets are those that Kafka computes without an authorizer', () => {
  expect({ TOPIC_OPERATIONS, CLUSTER_OPERATIONS, OPERATIONS_NOT_REQUESTED }).toEqual({
    TOPIC_OPERATIONS: 0b1101_1111_1000,
    CLUSTER_OPERATIONS: 0b1_1111_1010_0000,
    OPERATIONS_NOT_REQUESTED: -2_147_483_648,
  })
})
