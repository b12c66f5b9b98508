import { beforeEach, describe, expect, test } from 'vitest'
import { failTxnOffsetCommit } from '../../../../core/groups/offsets/txn-offset-commit.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { groupOffsetsTable, pendingOffsetsTable, type Write } from '../../../../core/storage/tables.ts'
import { FakeTime } from '../../../support/fake-time.ts'
import { context, GROUP, TestGroups, type TestMember } from '../../../support/group-coordinator.ts'

const PRODUCER = 7

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

interface Sent {
  offset?: number
  partition?: number
  metadata?: string | null
  topic?: string
  groupId?: string
  producerId?: number
  member?: TestMember
  generationId?: number
  memberId?: string
  groupInstanceId?: string | null
  version?: number
}

/** One TxnOffsetCommit of one partition, made durable; its error code. */
async function commit({ offset = 5, partition = 0, metadata = 'm', topic = 'orders', groupId = GROUP, producerId = PRODUCER, member, version = 5, ...more }: Sent = {}, on = groups): Promise<number> {
  const unit: { writes: Write[] } = { writes: [] }
  const partitions = [{ partitionIndex: partition, committedOffset: offset, committedLeaderEpoch: 2, committedMetadata: metadata }]
  const request = {
    transactionalId: 't', groupId, producerId, producerEpoch: 0,
    generationIdOrMemberEpoch: more.generationId ?? member?.generationId ?? -1,
    memberId: more.memberId ?? member?.memberId ?? '',
    groupInstanceId: more.groupInstanceId ?? null,
    topics: [{ name: version < 6 ? topic : '', topicId: version < 6 ? '' : (on.topics.get(topic)?.topicId ?? topic), partitions }],
  }
  const response = on.coordinator.txnOffsetCommit(request, version, unit)
  await groups.memory.commit(unit)
  return response.topics[0]!.partitions[0]!.errorCode
}

async function end(isCommit: boolean, producerId = PRODUCER, on = groups): Promise<void> {
  const ending = on.coordinator.endPendingOffsets(producerId, isCommit)
  await groups.memory.commit({ writes: ending.writes })
  ending.ended(true)
}

function fetchStable(topics: string[] | null = ['orders'], groupId = GROUP) {
  const asked = topics?.map((name) => ({ name, topicId: '', partitionIndexes: [0] })) ?? null
  const request = { groupId: '', topics: [], groups: [{ groupId, memberId: null, memberEpoch: -1, topics: asked }], requireStable: true }
  return groups.coordinator.offsetFetch(request, context(9)).groups![0]!.topics.flatMap(({ partitions }) => partitions)
}

const stored = <K, V>(table: Parameters<typeof groups.memory.entries<K, V>>[0]): number => [...groups.memory.entries(table)].length

describe('offsets of an open transaction', () => {
  test('are not seen before it commits, and whoever wants stable ones has to wait', async () => {
    expect(await commit()).toBe(0)
    expect(groups.fetch().committedOffset).toBe(-1)
    expect(fetchStable()).toEqual([{ partitionIndex: 0, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT }])
    await end(true)
    expect(groups.fetch()).toMatchObject({ committedOffset: 5, committedLeaderEpoch: 2, metadata: 'm' })
    expect(fetchStable()).toMatchObject([{ committedOffset: 5, errorCode: 0 }])
    expect([stored(groupOffsetsTable), stored(pendingOffsetsTable)]).toEqual([1, 0])
  })

  test('are dropped when it aborts; what was committed before stays', async () => {
    await groups.commit([{ offset: 1 }])
    await commit()
    expect(fetchStable(null)).toMatchObject([{ committedOffset: -1, errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT }])
    await end(false)
    expect(groups.fetch().committedOffset).toBe(1)
    expect(fetchStable()).toMatchObject([{ committedOffset: 1, errorCode: 0 }])
    expect([stored(groupOffsetsTable), stored(pendingOffsetsTable)]).toEqual([1, 0])
  })

  test('survive a restart', async () => {
    await commit()
    groups.restart()
    expect(fetchStable()).toMatchObject([{ errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT }])
    await end(true)
    groups.restart()
    expect(groups.fetch().committedOffset).toBe(5)
  })

  test('of two transactions end on their own', async () => {
    await commit({ producerId: 1, offset: 5 })
    await commit({ producerId: 2, offset: 6 })
    await end(false, 1)
    expect(fetchStable()).toMatchObject([{ errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT }])
    await end(true, 2)
    expect(groups.fetch().committedOffset).toBe(6)
  })

  test('count as the transaction last said', async () => {
    await commit({ offset: 5 })
    await commit({ offset: 6 })
    await end(true)
    expect(groups.fetch().committedOffset).toBe(6)
  })

  test('do not take back what was committed outside of the transaction since', async () => {
    await commit({ offset: 5 })
    await groups.time.advance(10)
    await groups.commit([{ offset: 8 }])
    await end(true)
    expect(groups.fetch().committedOffset).toBe(8)
  })

  test('do not take it back after a restart either, nor when both came in the same millisecond', async () => {
    await commit({ offset: 5 })
    await groups.commit([{ offset: 8 }])
    groups.restart()
    expect(fetchStable()[0]!.errorCode).toBe(ErrorCode.UNSTABLE_OFFSET_COMMIT)
    await end(true)
    expect(groups.fetch().committedOffset).toBe(8)
    expect(stored(pendingOffsetsTable)).toBe(0)
  })

  test('count although the clock was set back since the last commit', async () => {
    await groups.commit([{ offset: 5 }])
    const earlier = new TestGroups({ store: groups.memory, time: new FakeTime(groups.time.now() - 60_000) })
    await commit({ offset: 6 }, earlier)
    await end(true, PRODUCER, earlier)
    expect(earlier.fetch().committedOffset).toBe(6)
  })

  test('that end while the partition is committed leave nothing behind', async () => {
    await commit({ offset: 5 })
    const ending = groups.coordinator.endPendingOffsets(PRODUCER, true)
    const ended = groups.memory.commit({ writes: ending.writes })
    const committed = groups.commit([{ offset: 8 }])
    await ended
    ending.ended(true)
    await committed
    expect(groups.fetch().committedOffset).toBe(8)
    expect(stored(pendingOffsetsTable)).toBe(0)
  })

  test('still hold readers of stable offsets while the end of the transaction is on its way to disk, and remain when it does not get there', async () => {
    await commit()
    const ending = groups.coordinator.endPendingOffsets(PRODUCER, true)
    expect([fetchStable()[0]!.errorCode, groups.fetch().committedOffset]).toEqual([ErrorCode.UNSTABLE_OFFSET_COMMIT, -1])
    groups.coordinator.reload()
    ending.ended(false)
    expect([fetchStable()[0]!.errorCode, groups.fetch().committedOffset]).toEqual([ErrorCode.UNSTABLE_OFFSET_COMMIT, -1])
    await end(true)
    expect(groups.fetch().committedOffset).toBe(5)
  })
})

describe('pending offsets die', () => {
  test('with their group', async () => {
    await commit()
    expect((await groups.coordinator.deleteGroups({ groupsNames: [GROUP] })).results).toMatchObject([{ errorCode: 0 }])
    expect(stored(pendingOffsetsTable)).toBe(0)
    await end(true)
    expect([groups.fetch().committedOffset, stored(groupOffsetsTable)]).toEqual([-1, 0])
  })

  test('with their topic, also one of the same name that came after it', async () => {
    await commit()
    await commit({ partition: 1 })
    const deletion = groups.coordinator.topicDeletion({ name: 'orders' })
    await commit({ partition: 2 }) // the deletion is not durable yet: the topic is still there
    await groups.memory.commit({ writes: deletion.writes })
    deletion.apply()
    groups.topics.set('orders', { topicId: 'another-id-00000000000', partitionCount: 4 })
    await end(true)
    expect([stored(groupOffsetsTable), stored(pendingOffsetsTable)]).toEqual([0, 0])
  })
})

describe('a group that is only known by pending offsets', () => {
  test('exists until they are dropped', async () => {
    await commit({ groupId: 'simple' })
    expect(groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups.map(({ groupId }) => groupId)).toEqual(['simple'])
    groups.restart()
    expect(groups.describe(6, 'simple').groupState).toBe('Empty')
    await end(false)
    expect(groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups).toEqual([])
  })
})

describe('who may commit (KIP-447)', () => {
  test('whoever names no member, also while the group has members', async () => {
    await groups.stable(groups.member('a'))
    expect(await commit()).toBe(0)
  })

  test('a member with its generation, also while a rebalance completes', async () => {
    const a = groups.member('a')
    await groups.joinAll(a)
    expect([groups.state, await commit({ member: a })]).toEqual(['CompletingRebalance', 0])
  })

  test.each<[string, Sent, number]>([
    ['an old generation', { generationId: 0 }, ErrorCode.ILLEGAL_GENERATION],
    ['an unknown member', { memberId: 'nobody' }, ErrorCode.UNKNOWN_MEMBER_ID],
    ['an unknown instance', { groupInstanceId: 'nobody' }, ErrorCode.UNKNOWN_MEMBER_ID],
  ])('not %s', async (_who, changes, errorCode) => {
    const a = groups.member('a')
    await groups.stable(a)
    expect(await commit({ member: a, ...changes })).toBe(errorCode)
    expect(stored(pendingOffsetsTable)).toBe(0)
  })

  test('not an instance that was replaced', async () => {
    const a = groups.member('a', { groupInstanceId: 'i' })
    await groups.stable(a)
    expect(await commit({ member: a, groupInstanceId: 'i', memberId: 'older' })).toBe(ErrorCode.FENCED_INSTANCE_ID)
  })

  test('not a generation of a group that does not exist', async () => {
    expect(await commit({ generationId: 3, memberId: 'a' })).toBe(ErrorCode.ILLEGAL_GENERATION)
    expect(await commit({ generationId: 3, memberId: 'a', version: 6 })).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })
})

test.each([
  ['an unknown topic', { topic: 'nothing' }, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
  ['an unknown partition', { partition: 9 }, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
  ['metadata that are too long', { metadata: 'x'.repeat(4097) }, ErrorCode.OFFSET_METADATA_TOO_LARGE],
  ['the empty group id', { groupId: '' }, ErrorCode.INVALID_GROUP_ID],
  ['a group id that no key can hold', { groupId: 'x'.repeat(1025) }, ErrorCode.INVALID_GROUP_ID],
])('%s is refused', async (_what, sent, errorCode) => {
  expect(await commit(sent)).toBe(errorCode)
  expect(stored(pendingOffsetsTable)).toBe(0)
})

test('v6 names topics by id', async () => {
  expect([await commit({ version: 6 }), await commit({ version: 6, topic: 'no-such-id' })]).toEqual([0, ErrorCode.UNKNOWN_TOPIC_ID])
  await end(true)
  expect(groups.fetch().committedOffset).toBe(5)
})

test('a failed write leaves the errors that were there and answers COORDINATOR_NOT_AVAILABLE for the rest', () => {
  const partitions = [{ partitionIndex: 0, errorCode: 0 }, { partitionIndex: 1, errorCode: 3 }]
  expect(failTxnOffsetCommit({ topics: [{ name: 'orders', topicId: '', partitions }] }).topics[0]!.partitions).toEqual([
    { partitionIndex: 0, errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE },
    { partitionIndex: 1, errorCode: 3 },
  ])
})
