import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestGroups, type TestMember } from '../../../support/group-coordinator.ts'

let groups: TestGroups
let leader: TestMember
let follower: TestMember
beforeEach(async () => {
  groups = new TestGroups()
  leader = groups.member('a', { groupInstanceId: 'i1' })
  follower = groups.member('b', { groupInstanceId: 'i2' })
  await groups.stable(leader, follower)
})

/** The same instance after a restart: it knows its instance id only. */
const restarted = (member: TestMember, changes = {}): TestMember => groups.member(member.name, { groupInstanceId: member.groupInstanceId, ...changes })

test('a static member joins directly and its id is made of its instance id', () => {
  expect(leader.memberId).toMatch(/^i1-[0-9a-f]{8}-/)
})

describe('coming back to a Stable group with the selected protocol unchanged', () => {
  test('keeps generation and assignment, without a rebalance', async () => {
    const again = restarted(follower)
    const join = again.join()
    await groups.time.advance(0)
    expect(join.answer).toMatchObject({ errorCode: 0, generationId: 1, leader: leader.memberId, members: [], skipAssignment: false })
    expect(again.memberId).not.toBe(follower.memberId)
    const sync = again.sync()
    await groups.time.advance(0)
    expect([groups.state, sync.answer?.assignment.toString()]).toEqual(['Stable', 'to b'])
  })

  test('v9 tells a leader that it leads, who the members are, and to skip the assignment', async () => {
    const again = restarted(leader)
    const join = again.join()
    await groups.time.advance(0)
    expect(join.answer).toMatchObject({ skipAssignment: true, leader: again.memberId, memberId: again.memberId, generationId: 1 })
    expect(join.answer!.members.map(({ groupInstanceId }) => groupInstanceId)).toEqual(expect.arrayContaining(['i1', 'i2']))
  })

  test.each([5, 6, 7, 8])('v%i names the old leader, so that the client behaves as a follower', async (version) => {
    const oldId = leader.memberId
    const again = restarted(leader, { version })
    const join = again.join()
    await groups.time.advance(0)
    expect(join.answer).toMatchObject({ errorCode: 0, skipAssignment: false, leader: oldId, members: [] })
    expect(again.memberId).not.toBe(oldId)
  })

  test('is answered once the new id is durable, and the new id survives a restart of the broker', async () => {
    groups.memory.hold()
    const again = restarted(follower)
    const join = again.join()
    await groups.time.advance(0)
    expect(join.answer).toBeUndefined()
    groups.memory.release()
    await groups.time.advance(0)
    expect(join.answer?.errorCode).toBe(ErrorCode.NONE)
    groups.restart()
    expect([again.heartbeat(), follower.heartbeat()]).toEqual([ErrorCode.NONE, ErrorCode.FENCED_INSTANCE_ID])
  })

  test('that cannot be written gets COORDINATOR_NOT_AVAILABLE, and the old id stays good', async () => {
    groups.memory.fail()
    const join = restarted(follower).join()
    await groups.time.advance(0)
    expect(join.answer?.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(follower.heartbeat()).toBe(ErrorCode.NONE)
  })

  test('while a rebalance begins before the new id is durable takes part in the rebalance', async () => {
    groups.memory.hold()
    const join = restarted(follower).join()
    const rejoin = leader.join()
    await groups.time.advance(0)
    groups.memory.release()
    await groups.time.advance(0)
    expect([join.answer, rejoin.answer].map((answer) => answer?.generationId)).toEqual([2, 2])
  })
})

test('coming back is not answered with a generation that ends before the new id is durable', async () => {
  const third = groups.member('c')
  await third.obtainId()
  const rejoins = [third.join(), leader.join(), follower.join()]
  await groups.time.advance(0)
  await groups.syncAll(leader, follower, third)
  groups.memory.hold()
  rejoins.push(restarted(follower).join(), leader.join())
  groups.memory.release()
  await groups.time.advance(0)
  expect(rejoins.slice(3).map(({ answer }) => answer)).toEqual([undefined, undefined])
  rejoins.push(third.join())
  await groups.time.advance(0)
  expect(rejoins.slice(3).map(({ answer }) => answer?.generationId)).toEqual([3, 3, 3])
})

test('coming back with protocols that change the selection rebalances', async () => {
  const [a, b] = [groups.member('c', { groupInstanceId: 'j1', groupId: 'other', protocols: { range: '', sticky: '' } }), groups.member('d', { groupInstanceId: 'j2', groupId: 'other', protocols: { range: '', sticky: '' } })]
  await groups.stable(a, b)
  const again = groups.member('d', { groupInstanceId: 'j2', groupId: 'other', protocols: { sticky: '' } })
  again.join()
  await groups.time.advance(0)
  expect(groups.describe(6, 'other').groupState).toBe('PreparingRebalance')
  const rejoin = a.join()
  await groups.time.advance(0)
  expect(rejoin.answer?.protocolName).toBe('sticky')
})

test('coming back in CompletingRebalance rebalances, since the leader may have assigned to the old id', async () => {
  const rejoins = [leader.join(), follower.join()]
  await groups.time.advance(0)
  expect(rejoins.map(({ answer }) => answer?.generationId)).toEqual([2, 2])
  expect(groups.state).toBe('CompletingRebalance')
  restarted(follower).join()
  await groups.time.advance(0)
  expect(groups.state).toBe('PreparingRebalance')
})

test('coming back in PreparingRebalance counts as having joined', async () => {
  const rejoin = leader.join()
  await groups.time.advance(0)
  expect(rejoin.answer).toBeUndefined()
  const join = restarted(follower).join()
  await groups.time.advance(0)
  expect([rejoin.answer?.generationId, join.answer?.generationId]).toEqual([2, 2])
})

describe('the old id', () => {
  test('is fenced in every call from then on', async () => {
    restarted(follower).join()
    await groups.time.advance(0)
    const sync = follower.sync()
    const join = follower.join()
    await groups.time.advance(0)
    expect([follower.heartbeat(), sync.answer?.errorCode, join.answer?.errorCode, await follower.leave(), await groups.commitCode({ member: follower })]).toEqual(
      Array.from({ length: 5 }, () => ErrorCode.FENCED_INSTANCE_ID),
    )
  })

  test('is fenced where it waits', async () => {
    const rejoin = leader.join()
    await groups.time.advance(0)
    restarted(leader).join()
    await groups.time.advance(0)
    expect(rejoin.answer?.errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
  })
})

test('an instance id that the group does not know is UNKNOWN_MEMBER_ID', () => {
  const stranger = groups.member('x', { groupInstanceId: 'i9' })
  stranger.memberId = leader.memberId
  expect(stranger.heartbeat(1)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test('the session of the new id ends like any other', async () => {
  const again = restarted(follower, { sessionTimeoutMs: 6000 })
  again.join()
  await groups.time.advance(5999)
  leader.heartbeat()
  expect(groups.describe().members).toHaveLength(2)
  await groups.time.advance(1)
  expect(groups.describe().members).toHaveLength(1)
})
