// ElectLeaders: the one broker leads already.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { electLeaders } from '../../../../core/broker/handlers/elect-leaders.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ElectLeaders } from '../../../../core/protocol/messages/elect-leaders.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
})
afterEach(() => t.close())

const elect = (topics: [topic: string, partitions: number[]][] | null, version = 2, electionType = 0) =>
  t.call(ElectLeaders, electLeaders, version, { electionType, topicPartitions: topics?.map(([topic, partitions]) => ({ topic, partitions })) ?? null, timeoutMs: 1000 })

describe.each(versions(ElectLeaders))('version %i', (version) => {
  test('no election is needed where there is a leader; what does not exist is unknown', async () => {
    const { errorCode, replicaElectionResults } = await elect([['orders', [0, 2]], ['nope', [0]]], version)
    expect(errorCode).toBe(0)
    expect(replicaElectionResults).toEqual([
      { topic: 'orders', partitionResult: [
        { partitionId: 0, errorCode: ErrorCode.ELECTION_NOT_NEEDED, errorMessage: expect.any(String) },
        { partitionId: 2, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: 'Topic "orders" has no partition 2.' },
      ] },
      { topic: 'nope', partitionResult: [{ partitionId: 0, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: 'Topic "nope" does not exist.' }] },
    ])
  })

  test('of all partitions those that need none are left out, their topics are not', async () => {
    expect(await elect(null, version)).toMatchObject({ errorCode: 0, replicaElectionResults: [{ topic: 'orders', partitionResult: [] }] })
  })
})

test('an unclean election is not needed either; another kind is INVALID_REQUEST', async () => {
  expect(await elect([['orders', [0]]], 2, 1)).toMatchObject({ errorCode: 0, replicaElectionResults: [{ partitionResult: [{ errorCode: ErrorCode.ELECTION_NOT_NEEDED }] }] })
  const refused = { errorCode: ErrorCode.INVALID_REQUEST, errorMessage: 'Election type 2 is unknown; 0 (preferred) and 1 (unclean) are not.' }
  expect(await elect([['orders', [0]]], 2, 2)).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST, replicaElectionResults: [{ partitionResult: [refused] }] })
})

test('a client that may not alter the cluster is refused as a whole and for every partition', async () => {
  refuseEverything(t)
  expect(await elect(null)).toMatchObject({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, replicaElectionResults: [] })
  expect(await elect([['orders', [0]]])).toMatchObject({
    errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
    replicaElectionResults: [{ topic: 'orders', partitionResult: [{ partitionId: 0, errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED }] }],
  })
})
