import { beforeEach, describe, expect, test } from 'vitest'
import { failOffsetCommit, refuseOffsetCommit } from '../../../../core/groups/offsets/offset-commit.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { groupOffsetsTable } from '../../../../core/storage/tables.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

describe('without a generation', () => {
  test('a group that does not exist becomes a simple group', async () => {
    expect(await groups.commitCode()).toBe(ErrorCode.NONE)
    expect(groups.describe()).toMatchObject({ groupState: 'Empty', protocolType: '', members: [] })
  })

  test('an Empty group takes it, with a member id too', async () => {
    const a = groups.member('a')
    await groups.stable(a)
    await a.leave()
    expect([await groups.commitCode(), await groups.commitCode({ memberId: 'tool' })]).toEqual([0, 0])
  })

  test('a group with members does not: UNKNOWN_MEMBER_ID', async () => {
    await groups.stable(groups.member('a'))
    expect(await groups.commitCode()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })
})

test('without a generation a group whose members left in its first rebalance is not Empty yet', async () => {
  groups = new TestGroups({ settings: { 'group.initial.rebalance.delay.ms': '3000' } })
  const a = groups.member('a')
  await a.obtainId()
  a.join()
  await a.leave()
  expect([groups.state, await groups.commitCode()]).toEqual(['PreparingRebalance', ErrorCode.UNKNOWN_MEMBER_ID])
})

describe('with a generation', () => {
  test.each([[2, ErrorCode.ILLEGAL_GENERATION], [8, ErrorCode.ILLEGAL_GENERATION], [9, ErrorCode.GROUP_ID_NOT_FOUND], [10, ErrorCode.GROUP_ID_NOT_FOUND]])('v%i of a group that does not exist is %i', async (version, errorCode) => {
    expect(await groups.commitCode({ version, generationId: 0, memberId: 'm' })).toBe(errorCode)
    expect(groups.describe().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('member and generation must be those of the group', async () => {
    const a = groups.member('a')
    await groups.stable(a)
    const codes = [
      await groups.commitCode({ member: a }),
      await groups.commitCode({ member: a, generationId: 0 }),
      await groups.commitCode({ member: a, generationId: 2 }),
      await groups.commitCode({ memberId: 'ghost', generationId: 1 }),
      await groups.commitCode({ memberId: a.memberId, generationId: 1, groupInstanceId: 'i1' }),
      await groups.commitCode({ member: a, generationId: -1 }),
    ]
    expect(codes).toEqual([0, ErrorCode.ILLEGAL_GENERATION, ErrorCode.ILLEGAL_GENERATION, ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.ILLEGAL_GENERATION])
  })

  test('during PreparingRebalance the old generation still commits', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.stable(a, b)
    a.join()
    expect([groups.state, await groups.commitCode({ member: b })]).toEqual(['PreparingRebalance', ErrorCode.NONE])
  })

  test('in CompletingRebalance it is REBALANCE_IN_PROGRESS', async () => {
    const a = groups.member('a')
    await groups.joinAll(a)
    expect(await groups.commitCode({ member: a })).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    expect(groups.fetch().committedOffset).toBe(-1)
  })

  test('it refreshes the session, in Stable and in PreparingRebalance', async () => {
    const [a, b] = [groups.member('a', { sessionTimeoutMs: 6000 }), groups.member('b', { sessionTimeoutMs: 60_000 })]
    await groups.stable(a, b)
    for (let i = 0; i < 3; i++) {
      await groups.time.advance(5999)
      expect(await groups.commitCode({ member: a })).toBe(ErrorCode.NONE)
    }
    b.protocols = { range: 'new' }
    b.join()
    await groups.time.advance(5999)
    expect(await groups.commitCode({ member: a })).toBe(ErrorCode.NONE)
    await groups.time.advance(5999)
    expect(groups.describe().members).toHaveLength(2)
  })
})

describe('per partition', () => {
  test('metadata longer than offset.metadata.max.bytes is OFFSET_METADATA_TOO_LARGE, the rest is stored', async () => {
    const { topics } = await groups.commit([{ offset: 1, metadata: 'x'.repeat(4096) }, { partition: 1, offset: 2, metadata: 'x'.repeat(4097) }])
    expect(topics[0]!.partitions).toEqual([{ partitionIndex: 0, errorCode: 0 }, { partitionIndex: 1, errorCode: ErrorCode.OFFSET_METADATA_TOO_LARGE }])
    expect([groups.fetch('orders', 0).committedOffset, groups.fetch('orders', 1).committedOffset]).toEqual([1, -1])
  })

  test('a partition that does not exist is UNKNOWN_TOPIC_OR_PARTITION', async () => {
    const { topics } = await groups.commit([{ partition: 3, offset: 1 }, { partition: 4, offset: 1 }, { partition: -1, offset: 1 }])
    expect(topics[0]!.partitions.map(({ errorCode }) => errorCode)).toEqual([0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
  })

  test('a topic that does not exist is UNKNOWN_TOPIC_OR_PARTITION, and creates no group', async () => {
    expect(await groups.commitCode({ topic: 'nothing' })).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    expect(groups.describe().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('v10 finds the topic by id, and an unknown id is UNKNOWN_TOPIC_ID', async () => {
    const topicId = groups.topics.get('orders')!.topicId
    expect(await groups.commitCode({ version: 10, topic: '', topicId })).toBe(ErrorCode.NONE)
    expect(await groups.commitCode({ version: 10, topic: '', topicId: 'unknown-00000000000000' })).toBe(ErrorCode.UNKNOWN_TOPIC_ID)
    expect(groups.fetch().committedOffset).toBe(1)
  })
})

test('null metadata comes back as none', async () => {
  await groups.commit([{ offset: 1, metadata: null }])
  expect(groups.fetch()).toEqual({ partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: -1, metadata: '', errorCode: 0 })
})

test('the last of several commits counts, and knows when it was made', async () => {
  await groups.commit([{ offset: 9 }])
  await groups.time.advance(1000)
  await groups.commit([{ offset: 3 }])
  expect(groups.fetch().committedOffset).toBe(3)
  expect(groups.memory.get(groupOffsetsTable, { groupId: 'billing', topic: 'orders', partition: 0 })).toEqual({
    offset: 3, leaderEpoch: -1, metadata: '', commitTimestampMs: groups.time.now(), topicId: groups.topics.get('orders')!.topicId,
  })
})

describe('durability', () => {
  test('a commit is answered, and readable, once it is durable', async () => {
    groups.memory.hold()
    let isAnswered = false
    const commit = groups.commitCode().then((errorCode) => ((isAnswered = true), errorCode))
    await groups.time.advance(0)
    expect([isAnswered, groups.fetch().committedOffset]).toEqual([false, -1])
    groups.memory.release()
    expect([await commit, groups.fetch().committedOffset]).toEqual([0, 1])
  })

  test('many commits are on their way at once', async () => {
    groups.memory.hold()
    const commits = [1, 2, 3].map((offset) => groups.commit([{ offset }]))
    groups.memory.release()
    await Promise.all(commits)
    expect(groups.fetch().committedOffset).toBe(3)
  })

  test('a failed write is NOT_COORDINATOR for what would have been stored, and nothing is', async () => {
    await groups.commit([{ offset: 1 }])
    groups.memory.fail()
    const { topics } = await groups.commit([{ offset: 2 }, { partition: 9, offset: 2 }])
    expect(topics[0]!.partitions.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.NOT_COORDINATOR, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
    expect(groups.fetch().committedOffset).toBe(1)
  })

  test('a simple group whose only commit fails is none', async () => {
    groups.memory.fail()
    await groups.commitCode()
    expect(groups.describe().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })
})

test('a group id that cannot be stored is INVALID_GROUP_ID', async () => {
  expect(await groups.commitCode({ groupId: 'x'.repeat(1025) })).toBe(ErrorCode.INVALID_GROUP_ID)
})

test('a topic without partitions is not answered, and nothing is written', async () => {
  expect(await groups.commit([])).toEqual({ topics: [] })
  expect([groups.memory.commits, groups.describe().errorCode]).toEqual([0, ErrorCode.GROUP_ID_NOT_FOUND])
})

test('refusing answers every partition, failing only those that were accepted', () => {
  const partition = { committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: '' }
  const topics = [{ name: 't', topicId: 'i', partitions: [{ partitionIndex: 0, ...partition }, { partitionIndex: 1, ...partition }] }]
  const request = { groupId: 'g', generationIdOrMemberEpoch: 1, memberId: 'm', groupInstanceId: null, retentionTimeMs: -1, topics }
  const codes = (response: { topics: readonly { partitions: readonly { errorCode: number }[] }[] }) => response.topics[0]!.partitions.map(({ errorCode }) => errorCode)
  expect(codes(refuseOffsetCommit(request, 25))).toEqual([25, 25])
  const mixed = { topics: [{ partitions: [{ partitionIndex: 0, errorCode: 0 }, { partitionIndex: 1, errorCode: 12 }] }] }
  expect(codes(failOffsetCommit(mixed, 16))).toEqual([16, 12])
})
