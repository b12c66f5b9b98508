import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { consumerMembersTable, groupOffsetsTable, groupsTable, pendingOffsetsTable } from '../../../core/storage/tables.ts'
import { TestGroups } from '../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

describe('after a restart', () => {
  test('a Stable group goes on: members, generation, leader, assignments', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.stable(a, b)
    const before = groups.describe()
    groups.restart()
    expect(groups.describe()).toEqual(before)
    expect([a.heartbeat(), b.heartbeat()]).toEqual([0, 0])
    expect((await b.sync().promise).assignment.toString()).toBe('to b')
    expect((await b.join().promise).generationId).toBe(1)
  })

  test('members get a fresh session', async () => {
    const a = groups.member('a', { sessionTimeoutMs: 6000 })
    await groups.stable(a)
    await groups.time.advance(5000)
    groups.restart()
    await groups.time.advance(5999)
    expect(groups.state).toBe('Stable')
    await groups.time.advance(1)
    expect(groups.state).toBe('Empty')
  })

  test('a member with several protocols that joins again unchanged is recognised', async () => {
    const [a, b] = [groups.member('a', { protocols: { range: '1', sticky: '2' } }), groups.member('b', { protocols: { range: '1', sticky: '2' } })]
    await groups.stable(a, b)
    groups.restart()
    await b.join().promise
    expect(groups.state).toBe('Stable')
  })

  test('a rebalance that was under way is forgotten: the last stored generation counts', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.stable(a)
    await b.obtainId()
    b.join()
    groups.restart()
    expect([groups.state, a.heartbeat()]).toEqual(['Stable', 0])
    expect((await b.join().promise).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('a group that is larger than it may be now rebalances', async () => {
    await groups.stable(groups.member('a'), groups.member('b'))
    groups.restart(undefined, { 'group.max.size': '1' })
    expect(groups.state).toBe('PreparingRebalance')
  })
})

describe('a failed commit', () => {
  test('reloads once for all commits that fail together, and answers whoever waits COORDINATOR_NOT_AVAILABLE', async () => {
    const [a, b] = [groups.member('a'), groups.member('b', { groupId: 'other' })]
    await groups.stable(a)
    await groups.joinAll(b)
    groups.memory.hold()
    const reads = vi.spyOn(groups.memory, 'entries')
    const sync = b.sync([b])
    const codes = [groups.commitCode({ member: a }), groups.commitCode({ groupId: 'simple' })]
    groups.memory.fail()
    expect(await Promise.all(codes)).toEqual([ErrorCode.NOT_COORDINATOR, ErrorCode.NOT_COORDINATOR])
    expect(reads.mock.calls.map(([table]) => table)).toEqual([consumerMembersTable, groupsTable, groupOffsetsTable, pendingOffsetsTable])
    expect(sync.answer?.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect([a.heartbeat(), groups.describe(6, 'simple').errorCode]).toEqual([0, ErrorCode.GROUP_ID_NOT_FOUND])
  })

  test('and what was not durable is gone, but no generation is used twice', async () => {
    const [a, b] = [groups.member('a'), groups.member('b', { version: 3 })]
    await groups.stable(a)
    const joins = [b.join(), a.join()]
    await groups.time.advance(0)
    expect(joins.map(({ answer }) => answer?.generationId)).toEqual([2, 2])
    groups.memory.fail()
    const sync = a.sync([a, b])
    await groups.time.advance(0)
    expect(sync.answer?.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    groups.memory.recover()
    expect([groups.state, a.heartbeat(), b.heartbeat()]).toEqual(['PreparingRebalance', ErrorCode.REBALANCE_IN_PROGRESS, ErrorCode.UNKNOWN_MEMBER_ID])
    await groups.stable(a)
    expect(a.generationId).toBe(3)
  })
})

test('a group that never reached the disk keeps counting its generations over a reload', async () => {
  const a = groups.member('a')
  await groups.joinAll(a)
  groups.coordinator.reload()
  const b = groups.member('b')
  await groups.joinAll(b)
  expect([a.generationId, b.generationId]).toEqual([1, 2])
})

test('reload answers parked requests and goes on with what is on disk', async () => {
  const [a, b] = [groups.member('a'), groups.member('b')]
  await groups.stable(a, b)
  const rejoin = a.join()
  await groups.time.advance(0)
  groups.coordinator.reload()
  expect((await rejoin.promise).errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  expect([groups.state, a.heartbeat(), b.heartbeat()]).toEqual(['Stable', 0, 0])
})

describe('close', () => {
  test('answers parked requests, leaves no timer, and none is started afterwards', async () => {
    const [a, b] = [groups.member('a'), groups.member('b')]
    await groups.stable(a, b)
    const rejoin = a.join()
    await groups.member('c').obtainId()
    groups.coordinator.close()
    expect((await rejoin.promise).errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    await groups.member('d').obtainId()
    expect(groups.time.pending).toBe(0)
  })

  test('a commit that fails after it reads nothing again', async () => {
    groups.memory.hold()
    const code = groups.commitCode()
    groups.coordinator.close()
    groups.memory.fail()
    expect(await code).toBe(ErrorCode.NOT_COORDINATOR)
  })
})

test('a JoinGroup that comes to nothing leaves no group behind', async () => {
  await groups.member('a', { protocols: {} }).join().promise
  expect(groups.describe().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
})
