// DescribeQuorum: one voter, which leads.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeQuorum } from '../../../../core/broker/handlers/describe-quorum.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeQuorum } from '../../../../core/protocol/messages/describe-quorum.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
})
afterEach(() => t.close())

const ask = (topics: [topicName: string, partitions: number[]][], version = 2) =>
  t.call(DescribeQuorum, describeQuorum, version, {
    topics: topics.map(([topicName, partitions]) => ({ topicName, partitions: partitions.map((partitionIndex) => ({ partitionIndex })) })),
  })

describe.each(versions(DescribeQuorum))('version %i', (version) => {
  test('this node is the only voter and leads', async () => {
    const { errorCode, topics, nodes } = await ask([['__cluster_metadata', [0]]], version)
    const nowMs = t.context.clock.now()
    expect(errorCode).toBe(0)
    expect(topics).toMatchObject([
      {
        topicName: '__cluster_metadata',
        partitions: [
          {
            partitionIndex: 0,
            errorCode: 0,
            leaderId: 1,
            leaderEpoch: 1,
            currentVoters: [{ replicaId: 1, logEndOffset: 0, lastFetchTimestamp: version >= 1 ? nowMs : -1, lastCaughtUpTimestamp: version >= 1 ? nowMs : -1 }],
            observers: [],
          },
        ],
      },
    ])
    expect(nodes).toEqual(version >= 2 ? [{ nodeId: 1, listeners: [{ name: 'CONTROLLER', host: '127.0.0.1', port: 19092 }] }] : [])
  })
})

test.each<[string, [string, number[]][]]>([
  ['another topic', [['orders', [0]]]],
  ['another partition', [['__cluster_metadata', [1]]]],
  ['more partitions', [['__cluster_metadata', [0, 1]]]],
  ['more topics', [['__cluster_metadata', [0]], ['orders', [0]]]],
])('%s are unknown, and so is everything asked with them', async (_, wanted) => {
  const { errorCode, topics, nodes } = await ask(wanted)
  expect([errorCode, nodes]).toEqual([0, []])
  expect(topics.map(({ topicName, partitions }) => [topicName, partitions.map(({ partitionIndex }) => partitionIndex)])).toEqual(wanted)
  expect(topics.flatMap(({ partitions }) => partitions)).toEqual(
    topics.flatMap(({ partitions }) => partitions.map(() => expect.objectContaining({ errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: 'Only partition 0 of __cluster_metadata has a quorum.', currentVoters: [] }))),
  )
})

test('a client that may not see the cluster is refused', async () => {
  refuseEverything(t)
  expect(await ask([['__cluster_metadata', [0]]])).toMatchObject({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, topics: [] })
})
