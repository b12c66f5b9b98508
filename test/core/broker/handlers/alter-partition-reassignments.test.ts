// AlterPartitionReassignments: the one broker has every partition, and nowhere else can one go.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alterPartitionReassignments } from '../../../../core/broker/handlers/alter-partition-reassignments.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { AlterPartitionReassignments } from '../../../../core/protocol/messages/alter-partition-reassignments.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
})
afterEach(() => t.close())

const move = (name: string, partitions: [partitionIndex: number, replicas: number[] | null][], version = 1, allowReplicationFactorChange = true) =>
  t.call(AlterPartitionReassignments, alterPartitionReassignments, version, {
    allowReplicationFactorChange,
    topics: [{ name, partitions: partitions.map(([partitionIndex, replicas]) => ({ partitionIndex, replicas })) }],
  })

describe.each(versions(AlterPartitionReassignments))('version %i', (version) => {
  test('replicas that are where they are meant to be succeed', async () => {
    expect(await move('orders', [[0, [1]], [1, [1]]], version)).toEqual({
      throttleTimeMs: 0,
      allowReplicationFactorChange: true,
      errorCode: 0,
      errorMessage: null,
      responses: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode: 0, errorMessage: null }, { partitionIndex: 1, errorCode: 0, errorMessage: null }] }],
    })
  })
})

test('a request for nothing is answered with an empty message, as by Kafka', async () => {
  expect(await t.call(AlterPartitionReassignments, alterPartitionReassignments, 1, { topics: [] })).toMatchObject({ errorCode: 0, errorMessage: '', responses: [] })
})

test('whether the replication factor may change is told back', async () => {
  expect(await move('orders', [[0, [1]]], 1, false)).toMatchObject({ allowReplicationFactorChange: false, errorCode: 0 })
})

test.each<[string, string, number, number[] | null, number, string]>([
  ['an unknown topic', 'nope', 0, [1], ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'Topic "nope" does not exist.'],
  ['an unknown partition', 'orders', 2, [1], ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'Topic "orders" has no partition 2.'],
  ['an unknown partition to cancel', 'orders', -1, null, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'Topic "orders" has no partition -1.'],
  ['a move to cancel', 'orders', 1, null, ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, 'Partition 1 of topic "orders" is not being moved.'],
  ['no replicas', 'orders', 0, [], ErrorCode.INVALID_REPLICA_ASSIGNMENT, 'Partition 0 is assigned to no broker.'],
  ['a broker that does not exist', 'orders', 0, [1, 2], ErrorCode.INVALID_REPLICA_ASSIGNMENT,
    'Partition 0 is assigned to broker 2, which does not exist; the only broker is 1.'],
  ['a broker named twice', 'orders', 0, [1, 1], ErrorCode.INVALID_REPLICA_ASSIGNMENT, 'Partition 0 is assigned to broker 1 more than once.'],
])('%s is refused for that partition alone', async (_, name, partitionIndex, replicas, errorCode, errorMessage) => {
  expect(await move(name, [[partitionIndex, replicas]])).toMatchObject({ errorCode: 0, responses: [{ name, partitions: [{ partitionIndex, errorCode, errorMessage }] }] })
})

test('a client that may not alter the cluster is refused as a whole and for every partition', async () => {
  refuseEverything(t)
  const refused = { errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, errorMessage: expect.any(String) }
  expect(await move('orders', [[0, [1]], [7, null]])).toMatchObject({ ...refused, responses: [{ name: 'orders', partitions: [{ partitionIndex: 0, ...refused }, { partitionIndex: 7, ...refused }] }] })
})
