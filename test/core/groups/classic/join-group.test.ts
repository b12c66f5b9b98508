import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { GROUP, TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

describe('the first JoinGroup of a dynamic member', () => {
  test.each([4, 5, 6, 7, 8, 9])('v%i gets MEMBER_ID_REQUIRED and an id made of its client id', async (version) => {
    const { promise } = groups.member('app', { version }).join()
    const response = await promise
    expect(response).toMatchObject({ errorCode: ErrorCode.MEMBER_ID_REQUIRED, generationId: -1, members: [] })
    expect(response.memberId).toMatch(/^app-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  test.each([0, 1, 2, 3])('v%i joins directly', async (version) => {
    const a = groups.member('app', { version })
    const join = a.join()
    await groups.time.advance(0)
    expect(join.answer).toMatchObject({ errorCode: ErrorCode.NONE, generationId: 1, leader: a.memberId, protocolName: 'range' })
  })

  test('an id that was given out never comes twice', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await groups.member('app').join().promise).memberId))
    expect(new Set(ids).size).toBe(20)
  })
})

describe('an id that was given out', () => {
  test('joins when it comes back', async () => {
    const a = groups.member('a')
    await a.obtainId()
    const join = a.join()
    await groups.time.advance(0)
    expect(join.answer).toMatchObject({ errorCode: ErrorCode.NONE, memberId: a.memberId, leader: a.memberId })
  })

  test('is unknown after the session timeout', async () => {
    const a = groups.member('a', { sessionTimeoutMs: 6000 })
    await a.obtainId()
    await groups.time.advance(6000)
    expect((await a.join().promise).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('counts as not yet joined: a rebalance waits for it', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.stable(a)
    await b.obtainId()
    const rejoin = a.join()
    await groups.time.advance(0)
    expect(rejoin.answer).toBeUndefined()
    const join = b.join()
    await groups.time.advance(0)
    expect([rejoin.answer?.generationId, join.answer?.generationId]).toEqual([2, 2])
  })

  test('does not become a static member', async () => {
    const a = groups.member('a')
    await a.obtainId()
    const stranger = groups.member('a', { groupInstanceId: 'i1' })
    expect((await stranger.join({ memberId: a.memberId }).promise).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })
})

describe('refusals', () => {
  test.each([
    ['an empty group id', { groupId: '' }, ErrorCode.INVALID_GROUP_ID],
    ['a group id that cannot be stored', { groupId: 'x'.repeat(1025) }, ErrorCode.INVALID_GROUP_ID],
    ['a session timeout below the minimum', { sessionTimeoutMs: 5999 }, ErrorCode.INVALID_SESSION_TIMEOUT],
    ['a session timeout above the maximum', { sessionTimeoutMs: 1_800_001 }, ErrorCode.INVALID_SESSION_TIMEOUT],
    ['no protocol type', { protocolType: '' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
    ['no protocols', { protocols: {} }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  ])('%s', async (_what, options, errorCode) => {
    const response = await groups.member('a', options).join().promise
    expect(response).toMatchObject({ errorCode, generationId: -1, members: [] })
    expect(groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups).toEqual([])
  })

  test.each([6000, 1_800_000])('a session timeout of %i is within the limits', async (sessionTimeoutMs) => {
    expect((await groups.member('a', { sessionTimeoutMs }).join().promise).errorCode).toBe(ErrorCode.MEMBER_ID_REQUIRED)
  })

  test('a member id in a group that does not exist is UNKNOWN_MEMBER_ID and creates nothing', async () => {
    expect((await groups.member('a').join({ memberId: 'a-1' }).promise).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(groups.describe().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('a member id that the group does not know is UNKNOWN_MEMBER_ID', async () => {
    await groups.stable(groups.member('a'))
    const response = await groups.member('b').join({ memberId: 'b-1' }).promise
    expect(response).toMatchObject({ errorCode: ErrorCode.UNKNOWN_MEMBER_ID, memberId: 'b-1' })
  })

  test.each([
    ['another protocol type', { protocolType: 'connect' }],
    ['no protocol that all members support', { protocols: { roundrobin: '' } }],
  ])('%s than the group has is INCONSISTENT_GROUP_PROTOCOL', async (_what, options) => {
    await groups.stable(groups.member('a'))
    expect((await groups.member('b', options).join().promise).errorCode).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
    expect(groups.state).toBe('Stable')
  })
})

describe('group.max.size', () => {
  test('turns away a new member of a full group', async () => {
    groups = new TestGroups({ settings: { 'group.max.size': '2' } })
    await groups.stable(groups.member('a'), groups.member('b'))
    const response = await groups.member('c').join().promise
    expect(response).toMatchObject({ errorCode: ErrorCode.GROUP_MAX_SIZE_REACHED, memberId: '' })
    expect(groups.state).toBe('Stable')
  })

  test('turns away who comes last to a rebalance of a group that has become too large, and goes on without it', async () => {
    const members = ['a', 'b', 'c'].map((name) => groups.member(name))
    await groups.stable(...members)
    groups.restart(undefined, { 'group.max.size': '2' })
    const joins = members.map((member) => member.join())
    await groups.time.advance(0)
    expect(joins.map(({ answer }) => answer?.errorCode)).toEqual([0, 0, ErrorCode.GROUP_MAX_SIZE_REACHED])
    expect(groups.describe().members).toHaveLength(2)
  })
})

describe('group.max.size in a rebalance', () => {
  test('lets a member that waits already try again', async () => {
    groups = new TestGroups({ settings: { 'group.max.size': '2', 'group.initial.rebalance.delay.ms': '1000' } })
    const [a, b] = [groups.member('a'), groups.member('b')]
    await a.obtainId()
    await b.obtainId()
    const joins = [a.join(), b.join(), a.join()]
    await groups.time.advance(2000)
    expect(joins.map(({ answer }) => answer?.errorCode)).toEqual([0, 0, 0])
  })

  test('does not wait for an id that it has turned away', async () => {
    groups = new TestGroups({ settings: { 'group.max.size': '1' } })
    const [a, b] = [groups.member('a'), groups.member('b')]
    await a.obtainId()
    await b.obtainId()
    a.join()
    await groups.time.advance(0)
    expect((await b.join().promise).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
    await groups.syncAll(a)
    const rejoin = a.join()
    await groups.time.advance(0)
    expect(rejoin.answer?.generationId).toBe(2)
  })
})

describe('the leader', () => {
  test('is the first to join, and alone gets the members and their metadata', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.joinAll(a, b)
    expect(a.joined).toMatchObject({
      leader: a.memberId,
      protocolType: 'consumer',
      protocolName: 'range',
      members: [
        { memberId: a.memberId, groupInstanceId: null, metadata: Buffer.from('a') },
        { memberId: b.memberId, groupInstanceId: null, metadata: Buffer.from('b') },
      ],
    })
    expect(b.joined).toMatchObject({ leader: a.memberId, generationId: 1, members: [] })
  })

  test('of a Stable group that joins again rebalances it, with the same metadata too', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.stable(a, b)
    const rejoin = a.join()
    await groups.time.advance(0)
    expect([rejoin.answer, groups.state, b.heartbeat()]).toEqual([undefined, 'PreparingRebalance', ErrorCode.REBALANCE_IN_PROGRESS])
  })
})

describe('a follower that joins again', () => {
  test('in a Stable group with the same metadata gets the current generation', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.stable(a, b)
    expect(await b.join().promise).toMatchObject({ errorCode: 0, generationId: 1, leader: a.memberId, members: [], protocolName: 'range' })
    expect(groups.state).toBe('Stable')
  })

  test.each([
    ['other metadata', { range: 'b2' }],
    ['another protocol beside', { range: 'b', roundrobin: 'b' }],
  ])('in a Stable group with %s rebalances', async (_what, protocols) => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.stable(a, b)
    b.protocols = protocols
    b.join()
    await groups.time.advance(0)
    expect(groups.state).toBe('PreparingRebalance')
  })
})

describe('in CompletingRebalance', () => {
  test('joining again with the same metadata gets the same answer again', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.joinAll(a, b)
    const before = [a.joined, b.joined]
    expect([await a.join().promise, await b.join().promise]).toEqual(before)
    expect(groups.state).toBe('CompletingRebalance')
  })

  test('joining again with other metadata rebalances, and parked SyncGroups get REBALANCE_IN_PROGRESS', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.joinAll(a, b)
    const sync = b.sync()
    a.protocols = { range: 'new' }
    a.join()
    await groups.time.advance(0)
    expect([sync.answer?.errorCode, groups.state]).toEqual([ErrorCode.REBALANCE_IN_PROGRESS, 'PreparingRebalance'])
  })
})

test('a retry of a parked JoinGroup is answered together with the first try', async () => {
  const [a, b] = [groups.member('a'), groups.member('b')]
  await groups.stable(a, b)
  const tries = [a.join(), a.join()]
  await groups.time.advance(0)
  expect(tries.map(({ answer }) => answer)).toEqual([undefined, undefined])
  const join = b.join()
  await groups.time.advance(0)
  expect([...tries, join].map(({ answer }) => answer?.generationId)).toEqual([2, 2, 2])
})

test('metadata is kept as a copy of the request', async () => {
  const metadata = Buffer.from('before')
  const request = { groupId: GROUP, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId: '', groupInstanceId: 'i', protocolType: 'consumer', protocols: [{ name: 'range', metadata }], reason: null }
  const joining = groups.coordinator.joinGroup(request, { apiVersion: 5, clientId: 'c', clientHost: '/h', connectionId: 1, mayDescribeTopic: () => true })
  metadata.fill('x')
  await groups.time.advance(0)
  expect((await joining).members[0]!.metadata.toString()).toBe('before')
})
