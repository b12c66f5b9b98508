import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { checkCommittedPartition, checkCommitter } from '../../../../core/groups/offsets/check-committer.ts'
import { ConsumerGroup } from '../../../../core/groups/consumer/consumer-group.ts'
import { NEW_GROUP, withMember } from '../../../../core/groups/consumer/consumer-group-state.ts'
import { newConsumerMember } from '../../../../core/groups/consumer/consumer-member.ts'
import { ClassicConsumer } from '../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

const NONE = ErrorCode.NONE

describe('members of a consumer group, of which `a` is in epoch 2 and has orders-0 since 1, orders-1 since 2', () => {
  const owned = new Map([['id', new Map([[0, 1], [1, 2]])]])
  const member = { ...newConsumerMember('a'), memberEpoch: 2, assigned: owned, pendingRevocation: new Map([['id', new Map([[2, 1]])]]) }
  const classic = { ...newConsumerMember('c'), memberEpoch: 2, classic: { sessionTimeoutMs: 1, protocols: [] } }
  const group = new ConsumerGroup('g', withMember(withMember(NEW_GROUP, member), classic))
  const committer = (memberId: string, epoch: number) => ({ groupId: 'g', memberId, groupInstanceId: null, generationIdOrMemberEpoch: epoch })

  test.each([
    ['a', 2, 9, false, NONE],
    ['a', 1, 9, false, NONE],
    ['a', 3, 9, false, ErrorCode.STALE_MEMBER_EPOCH],
    ['a', 3, 8, true, ErrorCode.ILLEGAL_GENERATION],
    ['a', -1, 9, false, ErrorCode.STALE_MEMBER_EPOCH],
    ['a', 2, 8, false, ErrorCode.UNSUPPORTED_VERSION],
    ['a', 2, 8, true, NONE],
    ['x', 2, 9, false, ErrorCode.UNKNOWN_MEMBER_ID],
    ['', -1, 9, false, ErrorCode.UNKNOWN_MEMBER_ID],
    ['', -1, 8, true, NONE],
    ['c', 2, 5, false, NONE],
    ['c', 1, 9, false, ErrorCode.ILLEGAL_GENERATION],
  ])('%s in epoch %i by version %i, transactional %s: %i', (memberId, epoch, version, isTransactional, code) => {
    expect(checkCommitter(group, committer(memberId, epoch), version, isTransactional)).toBe(code)
  })

  test.each([
    [2, 9, NONE],
    [1, 0, NONE],
    [1, 1, ErrorCode.STALE_MEMBER_EPOCH],
    [1, 2, NONE],
    [0, 0, ErrorCode.STALE_MEMBER_EPOCH],
    [1, 9, ErrorCode.STALE_MEMBER_EPOCH],
    [-1, 9, NONE],
  ])('`a` that believes to be in epoch %i may commit partition %i: %i', (epoch, partition, code) => {
    expect(checkCommittedPartition(group, committer('a', epoch), 'id', partition)).toBe(code)
  })

  test('a transaction hears of it in its own words', () => {
    expect(checkCommittedPartition(group, committer('a', 1), 'id', 1, true)).toBe(ErrorCode.ILLEGAL_GENERATION)
  })

  test('without members it takes offsets from whoever names no epoch', () => {
    const empty = new ConsumerGroup('g', NEW_GROUP)
    expect([checkCommitter(empty, committer('', -1), 9), checkCommitter(empty, committer('a', 2), 9)]).toEqual([NONE, ErrorCode.UNKNOWN_MEMBER_ID])
  })
})

describe('in a coordinator', () => {
  let groups: TestGroups
  let a: TestConsumer
  beforeEach(async () => {
    groups = new TestGroups()
    a = new TestConsumer(groups, 'a')
    await a.join()
  })

  const commit = (memberId: string, generationId: number, version = 9) => groups.commitCode({ memberId, generationId, version })

  test('a member commits in its epoch, and in the one before what it has kept', async () => {
    expect(await commit(a.memberId, 2)).toBe(NONE)
    const b = new TestConsumer(groups, 'b')
    await b.join()
    for (let i = 0; i < 2; i++) await a.beat()
    await b.beat()
    const kept = a.owned.some((name) => name.endsWith('/0'))
    expect([a.epoch, await commit(a.memberId, 2)]).toEqual([3, kept ? NONE : ErrorCode.STALE_MEMBER_EPOCH])
    expect(await commit(b.memberId, 2)).toBe(ErrorCode.STALE_MEMBER_EPOCH)
    expect(await commit(a.memberId, 9)).toBe(ErrorCode.STALE_MEMBER_EPOCH)
  })

  test('a member of the classic protocol commits in its generation', async () => {
    const c = new ClassicConsumer(groups, 'c')
    await c.rejoin()
    expect([await groups.commitCode({ member: c }), await groups.commitCode({ member: c, generationId: 1 })]).toEqual([NONE, ErrorCode.ILLEGAL_GENERATION])
  })
})
