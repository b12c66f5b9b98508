import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

describe('a session that ends', () => {
  test('rebalances a Stable group', async () => {
    const [a, b] = [groups.member('a', { sessionTimeoutMs: 6000 }), groups.member('b', { sessionTimeoutMs: 60_000 })]
    await groups.stable(a, b)
    await groups.time.advance(6000)
    expect([groups.state, groups.describe().members.map(({ memberId }) => memberId)]).toEqual(['PreparingRebalance', [b.memberId]])
  })

  test('completes a rebalance that waited for that member only', async () => {
    const [a, b] = [groups.member('a'), groups.member('b', { sessionTimeoutMs: 6000 })]
    await groups.stable(a, b)
    const rejoin = a.join()
    await groups.time.advance(5999)
    expect(rejoin.answer).toBeUndefined()
    await groups.time.advance(1)
    expect(rejoin.answer?.generationId).toBe(2)
  })

  test('of the last member leaves the group Empty, one generation on', async () => {
    const a = groups.member('a', { sessionTimeoutMs: 6000 })
    await groups.stable(a)
    await groups.time.advance(6000)
    expect(groups.state).toBe('Empty')
    const b = groups.member('b')
    await groups.joinAll(b)
    expect(b.generationId).toBe(3)
  })

  test('of a static member removes it too', async () => {
    const s = groups.member('s', { groupInstanceId: 's', sessionTimeoutMs: 6000 })
    await groups.stable(s)
    await groups.time.advance(6000)
    expect(groups.state).toBe('Empty')
  })
})

describe('a member that waits is alive', () => {
  test('in a JoinGroup longer than its session', async () => {
    const [a, b] = [groups.member('a', { sessionTimeoutMs: 6000 }), groups.member('b', { sessionTimeoutMs: 50_000 })]
    await groups.stable(a, b)
    const rejoin = a.join()
    await groups.time.advance(49_000)
    expect(rejoin.answer).toBeUndefined()
    b.join()
    await groups.time.advance(0)
    expect(rejoin.answer?.errorCode).toBe(ErrorCode.NONE)
  })

  test('in a SyncGroup longer than its session', async () => {
    const [a, b] = [groups.member('a', { sessionTimeoutMs: 50_000 }), groups.member('b', { sessionTimeoutMs: 6000 })]
    await groups.joinAll(a, b)
    const sync = b.sync()
    await groups.time.advance(40_000)
    await groups.syncAll(a)
    expect(sync.answer?.errorCode).toBe(ErrorCode.NONE)
  })

  test('also when its connection is gone: only its timers decide', async () => {
    const [a, b] = [groups.member('a', { sessionTimeoutMs: 6000, connectionId: 7 }), groups.member('b')]
    await groups.stable(a, b)
    const rejoin = a.join()
    groups.coordinator.connectionClosed(7)
    b.join()
    await groups.time.advance(0)
    expect(rejoin.answer).toBeUndefined()
    expect(groups.describe().members).toHaveLength(2)
    await groups.time.advance(6000)
    expect(groups.describe().members.map(({ memberId }) => memberId)).toEqual([b.memberId])
  })
})

test('an id that was given out and expires leaves nothing of a group that never was', async () => {
  await groups.member('a').obtainId()
  expect(groups.describe().groupState).toBe('Empty')
  await groups.time.advance(10_000)
  expect(groups.describe().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  expect(groups.time.pending).toBe(0)
})
