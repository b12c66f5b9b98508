import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { context, GROUP, TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(async () => {
  groups = new TestGroups()
  groups.topics.set('payments', { topicId: 'payments-id-0000000000', partitionCount: 1 })
  await groups.commit([{ offset: 5, leaderEpoch: 2, metadata: 'm' }, { partition: 2, offset: 7 }])
  await groups.commit([{ offset: 9 }], { topic: 'payments' })
})

const none = (partitionIndex: number, errorCode = 0) => ({ partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode })
const five = { partitionIndex: 0, committedOffset: 5, committedLeaderEpoch: 2, metadata: 'm', errorCode: 0 }

type Asked = { name?: string; topicId?: string; partitionIndexes: number[] }[] | null
const complete = (topics: Asked) => topics?.map((topic) => ({ name: '', topicId: '', ...topic })) ?? null

const fetchMany = (asked: Record<string, Asked>, version = 9, requireStable = false) => {
  const wanted = Object.entries(asked).map(([groupId, topics]) => ({ groupId, memberId: null, memberEpoch: -1, topics: complete(topics) }))
  return groups.coordinator.offsetFetch({ groupId: '', topics: [], groups: wanted, requireStable }, context(version))
}

const fetchOne = (groupId: string, topics: Asked, version: number) =>
  groups.coordinator.offsetFetch({ groupId, topics: complete(topics), groups: [], requireStable: false }, context(version))

describe.each([1, 2, 5, 7])('v%i asks for one group', (version) => {
  test('and gets what was committed, and -1 without an error for the rest', () => {
    expect(fetchOne(GROUP, [{ name: 'orders', partitionIndexes: [0, 1] }, { name: 'nothing', partitionIndexes: [0] }], version)).toEqual({
      errorCode: 0,
      topics: [{ name: 'orders', partitions: [five, none(1)] }, { name: 'nothing', partitions: [none(0)] }],
    })
  })

  test('that does not exist, and gets -1 without an error', () => {
    expect(fetchOne('nobody', [{ name: 'orders', partitionIndexes: [0] }], version)).toEqual({ errorCode: 0, topics: [{ name: 'orders', partitions: [none(0)] }] })
  })
})

test('v2+ null topics mean all', () => {
  const { topics } = fetchOne(GROUP, null, 2)
  expect(topics!.map(({ name, partitions }) => [name, partitions.map(({ committedOffset }) => committedOffset)])).toEqual([['orders', [5, 7]], ['payments', [9]]])
  expect(fetchOne('nobody', null, 2)).toEqual({ topics: [], errorCode: 0 })
})

test('v8+ asks for many groups, each with its own answer', () => {
  const { groups: answers } = fetchMany({ [GROUP]: [{ name: 'orders', partitionIndexes: [0] }], nobody: null, [`${GROUP}2`]: [{ name: 'orders', partitionIndexes: [3] }] }, 8)
  expect(answers).toEqual([
    { groupId: GROUP, errorCode: 0, topics: [{ name: 'orders', topicId: '', partitions: [five] }] },
    { groupId: 'nobody', errorCode: 0, topics: [] },
    { groupId: `${GROUP}2`, errorCode: 0, topics: [{ name: 'orders', topicId: '', partitions: [none(3)] }] },
  ])
})

describe('v10 names topics by id', () => {
  const { topicId } = new TestGroups().topics.get('orders')!

  test('in questions and answers', () => {
    expect(fetchMany({ [GROUP]: [{ topicId, partitionIndexes: [0, 1] }] }, 10).groups![0]!.topics).toEqual([{ name: '', topicId, partitions: [five, none(1)] }])
    expect(fetchMany({ [GROUP]: null }, 10).groups![0]!.topics.map((topic) => topic.topicId)).toEqual([topicId, 'payments-id-0000000000'])
  })

  test('and an id that nobody has is UNKNOWN_TOPIC_ID', () => {
    const asked = [{ topicId: 'unknown-00000000000000', partitionIndexes: [0] }]
    expect(fetchMany({ [GROUP]: asked }, 10).groups![0]!.topics[0]!.partitions).toEqual([none(0, ErrorCode.UNKNOWN_TOPIC_ID)])
  })
})

describe('offsets of a topic that was deleted', () => {
  test('are not shown', () => {
    groups.topics.delete('orders')
    expect(groups.fetch().committedOffset).toBe(-1)
    expect(groups.fetchAll().topics.map(({ name }) => name)).toEqual(['payments'])
  })

  test('never come back with a new topic of the same name, not even after a restart', async () => {
    groups.topics.set('orders', { topicId: 'orders-id-2-0000000000', partitionCount: 4 })
    for (const _ of ['now', 'after a restart']) {
      expect([groups.fetch().committedOffset, groups.fetchAll().topics.length]).toEqual([-1, 1])
      groups.restart()
    }
    await groups.commit([{ offset: 1 }])
    expect(groups.fetch().committedOffset).toBe(1)
  })
})

test('requireStable is accepted', () => {
  expect(fetchMany({ [GROUP]: [{ name: 'orders', partitionIndexes: [0] }] }, 7 + 1, true).groups![0]!.topics[0]!.partitions).toEqual([five])
})
