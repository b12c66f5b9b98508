import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { context, GROUP, TestGroups, type TestMember } from '../../../support/group-coordinator.ts'

let groups: TestGroups
let a: TestMember
let b: TestMember
beforeEach(() => {
  groups = new TestGroups()
  a = groups.member('a')
  b = groups.member('b')
})

const leave = (members: { memberId?: string; groupInstanceId?: string | null }[], groupId = GROUP, version = 5) =>
  groups.coordinator.leaveGroup(
    { groupId, memberId: members[0]?.memberId ?? '', members: members.map((member) => ({ memberId: '', groupInstanceId: null, reason: null, ...member })) },
    context(version),
  )

test('a member that leaves is gone at once, and the rest rebalances', async () => {
  await groups.stable(a, b)
  expect(await a.leave()).toBe(ErrorCode.NONE)
  expect([groups.state, a.heartbeat(), b.heartbeat()]).toEqual(['PreparingRebalance', ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.REBALANCE_IN_PROGRESS])
})

test('the last one leaves the group Empty', async () => {
  await groups.stable(a)
  expect(await a.leave()).toBe(ErrorCode.NONE)
  expect(groups.state).toBe('Empty')
})

test('leaving during a rebalance completes it if only that member was missing', async () => {
  await groups.stable(a, b)
  const rejoin = a.join()
  await groups.time.advance(0)
  await b.leave()
  await groups.time.advance(0)
  expect(rejoin.answer?.generationId).toBe(2)
})

test('a member that leaves while it waits is answered UNKNOWN_MEMBER_ID', async () => {
  await groups.joinAll(a, b)
  const sync = b.sync()
  await b.leave()
  const rejoin = a.join()
  await groups.time.advance(0)
  expect(sync.answer?.errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  await a.obtainId()
  expect(rejoin.answer?.generationId).toBe(2)
})

describe('v3+ in one request', () => {
  test('every member has its own answer', async () => {
    const s = groups.member('s', { groupInstanceId: 'i1' })
    await groups.stable(a, s)
    const response = await leave([{ memberId: a.memberId }, { memberId: 'ghost' }, { groupInstanceId: 'nobody' }, { memberId: 'wrong', groupInstanceId: 'i1' }, {}])
    expect(response).toEqual({
      errorCode: ErrorCode.NONE,
      members: [
        { memberId: a.memberId, groupInstanceId: null, errorCode: ErrorCode.NONE },
        { memberId: 'ghost', groupInstanceId: null, errorCode: ErrorCode.UNKNOWN_MEMBER_ID },
        { memberId: '', groupInstanceId: 'nobody', errorCode: ErrorCode.UNKNOWN_MEMBER_ID },
        { memberId: 'wrong', groupInstanceId: 'i1', errorCode: ErrorCode.FENCED_INSTANCE_ID },
        { memberId: '', groupInstanceId: null, errorCode: ErrorCode.UNKNOWN_MEMBER_ID },
      ],
    })
    expect(groups.describe().members).toHaveLength(1)
  })

  test('an administrator removes static members by their instance ids', async () => {
    const [s1, s2] = [groups.member('s', { groupInstanceId: 'i1' }), groups.member('s', { groupInstanceId: 'i2' })]
    await groups.stable(s1, s2)
    const { members } = await leave([{ groupInstanceId: 'i1' }, { groupInstanceId: 'i2' }])
    expect(members!.map(({ memberId, errorCode }) => [memberId, errorCode])).toEqual([['', 0], ['', 0]])
    expect(groups.state).toBe('Empty')
  })

  test('members of a group that does not exist are UNKNOWN_MEMBER_ID, each', async () => {
    expect(await leave([{ memberId: 'm' }], 'nobody')).toMatchObject({ errorCode: 0, members: [{ memberId: 'm', errorCode: ErrorCode.UNKNOWN_MEMBER_ID }] })
  })

  test('an empty group id is INVALID_GROUP_ID', async () => {
    expect(await leave([{ memberId: 'm' }], '')).toMatchObject({ errorCode: ErrorCode.INVALID_GROUP_ID, members: [] })
  })
})

describe.each([0, 1, 2])('v%i has one member and one error', (version) => {
  test('none', async () => {
    await groups.stable(a)
    expect(await leave([{ memberId: a.memberId }], GROUP, version)).toEqual({ errorCode: ErrorCode.NONE })
  })

  test.each([['billing', ErrorCode.UNKNOWN_MEMBER_ID], ['nobody', ErrorCode.UNKNOWN_MEMBER_ID], ['', ErrorCode.INVALID_GROUP_ID]])('in group "%s"', async (groupId, errorCode) => {
    await groups.stable(a)
    expect(await leave([{ memberId: 'ghost' }], groupId, version)).toMatchObject({ errorCode })
  })
})

test('an id that was given out leaves, and a rebalance need not wait for it', async () => {
  await groups.stable(a)
  await b.obtainId()
  const rejoin = a.join()
  await groups.time.advance(0)
  expect(await b.leave()).toBe(ErrorCode.NONE)
  await groups.time.advance(0)
  expect(rejoin.answer?.generationId).toBe(2)
})

describe('the Empty generation', () => {
  test('is durable before the last member is told that it left', async () => {
    await groups.stable(a)
    groups.memory.hold()
    let isAnswered = false
    const left = a.leave().then((errorCode) => ((isAnswered = true), errorCode))
    await groups.time.advance(0)
    expect(isAnswered).toBe(false)
    groups.memory.release()
    expect(await left).toBe(ErrorCode.NONE)
    groups.restart()
    expect(groups.describe()).toMatchObject({ groupState: 'Empty', members: [] })
  })

  test('that cannot be written is COORDINATOR_NOT_AVAILABLE, and the member is still there', async () => {
    await groups.stable(a)
    groups.memory.fail()
    expect(await a.leave()).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(groups.describe().members).toHaveLength(1)
  })
})
