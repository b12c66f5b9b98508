import { beforeEach, describe, expect, test } from 'vitest'
import { offsetFetch } from '../../../../core/broker/handlers/offset-fetch.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { OffsetFetch } from '../../../../core/protocol/messages/offset-fetch.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAABA'
const UNKNOWN_ID = 'AAAAAAAAAAAAAAAAAAAABQ'

let broker: GroupHandlers
beforeEach(async () => {
  broker = new GroupHandlers()
  broker.groups.topics.set('orders', { topicId: TOPIC_ID, partitionCount: 2 })
  await broker.groups.commit([{ offset: 12, leaderEpoch: 3, metadata: 'note' }])
})

describe.each(versions(OffsetFetch, 1, 7))('OffsetFetch v%i', (version) => {
  test('reads one group', async () => {
    const request = { groupId: 'billing', topics: [{ name: 'orders', partitionIndexes: [0, 1] }], requireStable: true }
    const committedLeaderEpoch = version < 5 ? -1 : 3
    expect(await broker.call(OffsetFetch, offsetFetch, version, request)).toMatchObject({
      errorCode: 0,
      topics: [
        {
          name: 'orders',
          partitions: [
            { partitionIndex: 0, committedOffset: 12, committedLeaderEpoch, metadata: 'note', errorCode: 0 },
            { partitionIndex: 1, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode: 0 },
          ],
        },
      ],
    })
  })
})

test.each(versions(OffsetFetch, 2, 7))('v%i reads all topics for null', async (version) => {
  const { topics } = await broker.call(OffsetFetch, offsetFetch, version, { groupId: 'billing', topics: null })
  expect(topics).toMatchObject([{ name: 'orders', partitions: [{ committedOffset: 12 }] }])
})

describe.each(versions(OffsetFetch, 8))('OffsetFetch v%i', (version) => {
  const topicOf = (name: string, topicId: string) => (version < 10 ? { name } : { topicId })

  test('reads many groups', async () => {
    const topics = [{ ...topicOf('orders', TOPIC_ID), partitionIndexes: [0] }]
    const request = { groups: [{ groupId: 'billing', topics }, { groupId: 'nobody', topics }, { groupId: 'billing', topics: null }], requireStable: true }
    const { groups } = await broker.call(OffsetFetch, offsetFetch, version, request)
    const answers = (committedOffset: number) => [{ ...topicOf('orders', TOPIC_ID), partitions: [{ committedOffset, errorCode: 0 }] }]
    expect(groups).toMatchObject([
      { groupId: 'billing', errorCode: 0, topics: answers(12) },
      { groupId: 'nobody', errorCode: 0, topics: answers(-1) },
      { groupId: 'billing', errorCode: 0, topics: answers(12) },
    ])
  })

  test('a topic that does not exist', async () => {
    const request = { groups: [{ groupId: 'billing', topics: [{ ...topicOf('nothing', UNKNOWN_ID), partitionIndexes: [0] }] }] }
    const { groups } = await broker.call(OffsetFetch, offsetFetch, version, request)
    expect(groups[0]!.topics[0]!.partitions).toMatchObject([{ committedOffset: -1, errorCode: version < 10 ? 0 : ErrorCode.UNKNOWN_TOPIC_ID }])
  })
})
