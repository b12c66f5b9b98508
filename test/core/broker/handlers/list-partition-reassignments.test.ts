// ListPartitionReassignments: with one broker nothing ever moves.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listPartitionReassignments } from '../../../../core/broker/handlers/list-partition-reassignments.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ListPartitionReassignments } from '../../../../core/protocol/messages/list-partition-reassignments.ts'
import { openTestContext, refuseEverything, type TestContext } from '../../../support/handler-context.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
})
afterEach(() => t.close())

const list = (topics: { name: string; partitionIndexes: number[] }[] | null) => t.call(ListPartitionReassignments, listPartitionReassignments, 0, { topics })

test.each([
  ['everything', null],
  ['nothing', []],
  ['a topic and one that does not exist', [{ name: 'orders', partitionIndexes: [0, 9] }, { name: 'nope', partitionIndexes: [0] }]],
])('asked for %s the answer is empty', async (_, topics) => {
  expect(await list(topics)).toEqual({ throttleTimeMs: 0, errorCode: 0, errorMessage: null, topics: [] })
})

test('a client that may not see the cluster is refused', async () => {
  refuseEverything(t)
  expect(await list(null)).toMatchObject({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, errorMessage: expect.any(String), topics: [] })
})
