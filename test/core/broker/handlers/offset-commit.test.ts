import { beforeEach, describe, expect, test } from 'vitest'
import { offsetCommit } from '../../../../core/broker/handlers/offset-commit.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { OffsetCommit } from '../../../../core/protocol/messages/offset-commit.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAABA'
const UNKNOWN_ID = 'AAAAAAAAAAAAAAAAAAAABQ'

let broker: GroupHandlers
beforeEach(() => {
  broker = new GroupHandlers()
  broker.groups.topics.set('orders', { topicId: TOPIC_ID, partitionCount: 2 })
})

describe.each(versions(OffsetCommit))('OffsetCommit v%i', (version) => {
  const topicOf = (name: string, topicId: string) => (version < 10 ? { name } : { topicId })
  const commit = (name: string, topicId: string) => {
    const partitions = [0, 5].map((partitionIndex) => ({ partitionIndex, committedOffset: 12, committedLeaderEpoch: 3, committedMetadata: 'note' }))
    return broker.call(OffsetCommit, offsetCommit, version, { groupId: 'billing', memberId: '', topics: [{ ...topicOf(name, topicId), partitions }] })
  }

  test('stores offset, metadata and, since v6, leader epoch', async () => {
    const { topics } = await commit('orders', TOPIC_ID)
    expect(topics).toMatchObject([
      { ...topicOf('orders', TOPIC_ID), partitions: [{ partitionIndex: 0, errorCode: 0 }, { partitionIndex: 5, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }] },
    ])
    expect(broker.groups.fetch()).toMatchObject({ committedOffset: 12, committedLeaderEpoch: version < 6 ? -1 : 3, metadata: 'note' })
  })

  test('answers for a topic that does not exist', async () => {
    const { topics } = await commit('nothing', UNKNOWN_ID)
    const errorCode = version < 10 ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.UNKNOWN_TOPIC_ID
    expect(topics).toMatchObject([{ ...topicOf('nothing', UNKNOWN_ID), partitions: [{ errorCode }, { errorCode }] }])
  })
})

test.each(versions(OffsetCommit, 2, 4))('v%i: the retention time of the request is ignored', async (version) => {
  const partitions = [{ partitionIndex: 0, committedOffset: 1, committedMetadata: null }]
  await broker.call(OffsetCommit, offsetCommit, version, { groupId: 'billing', memberId: '', retentionTimeMs: 1, topics: [{ name: 'orders', partitions }] })
  await broker.groups.time.advance(1000)
  expect(broker.groups.fetch().committedOffset).toBe(1)
})
