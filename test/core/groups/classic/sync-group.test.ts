import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestGroups, type TestMember } from '../../../support/group-coordinator.ts'

let groups: TestGroups
let a: TestMember
let b: TestMember
beforeEach(async () => {
  groups = new TestGroups()
  a = groups.member('a')
  b = groups.member('b')
  await groups.joinAll(a, b)
})

test('a SyncGroup before the leader\'s is parked, and every member gets its assignment with the leader\'s', async () => {
  const first = b.sync()
  await groups.time.advance(0)
  expect([first.answer, groups.state]).toEqual([undefined, 'CompletingRebalance'])
  const second = a.sync([a, b])
  await groups.time.advance(0)
  expect([first, second].map(({ answer }) => [answer?.errorCode, answer?.assignment.toString()])).toEqual([[0, 'to b'], [0, 'to a']])
  expect(groups.state).toBe('Stable')
})

test('a member that the leader leaves out gets an empty assignment', async () => {
  const syncs = [b.sync(), a.sync([a])]
  await groups.time.advance(0)
  expect(syncs.map(({ answer }) => [answer?.errorCode, answer?.assignment.toString()])).toEqual([[0, ''], [0, 'to a']])
})

test('an assignment to somebody who is no member is dropped', async () => {
  const assignments = [{ memberId: 'ghost', assignment: Buffer.from('x') }]
  const sync = a.sync([], { assignments } as object)
  await groups.time.advance(0)
  expect(sync.answer).toMatchObject({ errorCode: 0, assignment: Buffer.alloc(0) })
  groups.restart()
  expect(groups.describe().members).toHaveLength(2)
})

test('assignments of a follower count for nothing', async () => {
  const sync = b.sync([], { assignments: [{ memberId: b.memberId, assignment: Buffer.from('mine') }] } as object)
  await groups.syncAll(a)
  expect(sync.answer?.assignment.toString()).toBe('')
})

test('in a Stable group a retry gets the stored assignment', async () => {
  await groups.syncAll(a, b)
  const retries = [a.sync([b]), b.sync()]
  await groups.time.advance(0)
  expect(retries.map(({ answer }) => answer?.assignment.toString())).toEqual(['to a', 'to b'])
})

test('in PreparingRebalance it is REBALANCE_IN_PROGRESS', async () => {
  await groups.syncAll(a, b)
  a.join()
  await groups.time.advance(0)
  expect((await b.sync().promise).errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
})

describe('refusals', () => {
  test.each([
    ['an unknown member', { memberId: 'x' }, ErrorCode.UNKNOWN_MEMBER_ID],
    ['an unknown instance', { groupInstanceId: 'x' }, ErrorCode.UNKNOWN_MEMBER_ID],
    ['an older generation', { generationId: 0 }, ErrorCode.ILLEGAL_GENERATION],
    ['a later generation', { generationId: 2 }, ErrorCode.ILLEGAL_GENERATION],
    ['another protocol type (KIP-559)', { protocolType: 'connect' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
    ['another protocol (KIP-559)', { protocolName: 'sticky' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  ])('%s', async (_what, changes, errorCode) => {
    expect(await b.sync([], changes).promise).toMatchObject({ errorCode, assignment: Buffer.alloc(0), protocolName: null })
  })

  test('the group\'s own protocol type and name are fine', async () => {
    const sync = b.sync([], { protocolType: 'consumer', protocolName: 'range' })
    await groups.syncAll(a)
    expect(sync.answer?.errorCode).toBe(ErrorCode.NONE)
  })

  test.each([['', ErrorCode.INVALID_GROUP_ID], ['nobody', ErrorCode.UNKNOWN_MEMBER_ID]])('group "%s"', async (groupId, errorCode) => {
    expect((await groups.member('x', { groupId }).sync().promise).errorCode).toBe(errorCode)
  })
})

describe('durability', () => {
  test('nobody is answered before the assignments are durable', async () => {
    groups.memory.hold()
    const syncs = [a.sync([a, b]), b.sync()]
    await groups.time.advance(0)
    expect([groups.state, ...syncs.map(({ answer }) => answer)]).toEqual(['CompletingRebalance', undefined, undefined])
    groups.memory.release()
    await groups.time.advance(0)
    expect([groups.state, ...syncs.map(({ answer }) => answer?.errorCode)]).toEqual(['Stable', 0, 0])
  })

  test('heartbeats do not wait for it', () => {
    groups.memory.hold()
    a.sync([a, b])
    expect([a.heartbeat(), b.heartbeat()]).toEqual([0, 0])
  })

  test('a retry of the leader meanwhile waits with the first, whose assignments count', async () => {
    groups.memory.hold()
    const first = a.sync([a, b])
    const retry = a.sync([])
    groups.memory.release()
    await groups.time.advance(0)
    expect([first, retry].map(({ answer }) => answer?.assignment.toString())).toEqual(['to a', 'to a'])
    expect(groups.memory.commits).toBe(1)
  })

  test('a rebalance that begins meanwhile makes the assignments void', async () => {
    groups.memory.hold()
    const syncs = [a.sync([a, b]), b.sync()]
    b.protocols = { range: 'new' }
    b.join()
    await groups.time.advance(0)
    groups.memory.release()
    await groups.time.advance(0)
    expect(syncs.map(({ answer }) => answer?.errorCode)).toEqual([ErrorCode.REBALANCE_IN_PROGRESS, ErrorCode.REBALANCE_IN_PROGRESS])
    expect(groups.state).toBe('PreparingRebalance')
  })

  test('when they cannot be written everybody gets COORDINATOR_NOT_AVAILABLE', async () => {
    groups.memory.fail()
    const syncs = [b.sync(), a.sync([a, b])]
    await groups.time.advance(0)
    expect(syncs.map(({ answer }) => answer?.errorCode)).toEqual([ErrorCode.COORDINATOR_NOT_AVAILABLE, ErrorCode.COORDINATOR_NOT_AVAILABLE])
    expect(a.heartbeat()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })
})

test('an assignment is kept as a copy of the request', async () => {
  const assignment = Buffer.from('before')
  a.sync([], { assignments: [{ memberId: a.memberId, assignment }] } as object)
  assignment.fill('x')
  await groups.time.advance(0)
  expect(groups.describe().members[0]!.memberAssignment.toString()).toBe('before')
})
