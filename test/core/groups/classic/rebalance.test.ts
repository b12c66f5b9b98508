import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

describe('the initial rebalance', () => {
  const withDelay = (delayMs: number): TestGroups => new TestGroups({ settings: { 'group.initial.rebalance.delay.ms': String(delayMs) } })

  test('ends at once by default', async () => {
    const a = groups.member('a')
    await a.obtainId()
    const join = a.join()
    expect(groups.state).toBe('PreparingRebalance')
    await groups.time.advance(0)
    expect([join.answer?.generationId, groups.state]).toEqual([1, 'CompletingRebalance'])
  })

  test('waits for group.initial.rebalance.delay.ms', async () => {
    groups = withDelay(3000)
    const a = groups.member('a')
    await a.obtainId()
    const join = a.join()
    await groups.time.advance(2999)
    expect(join.answer).toBeUndefined()
    await groups.time.advance(1)
    expect(join.answer?.generationId).toBe(1)
  })

  test('is extended by whoever joins meanwhile', async () => {
    groups = withDelay(3000)
    const [a, b] = [groups.member('a', { version: 3 }), groups.member('b', { version: 3 })]
    const joins = [a.join()]
    await groups.time.advance(2000)
    joins.push(b.join())
    await groups.time.advance(3999)
    expect(joins.map(({ answer }) => answer)).toEqual([undefined, undefined])
    await groups.time.advance(1)
    expect(joins.map(({ answer }) => answer?.generationId)).toEqual([1, 1])
  })

  test('is not extended beyond the rebalance timeout', async () => {
    groups = withDelay(3000)
    const joins = [groups.member('m', { version: 3, rebalanceTimeoutMs: 8000 }).join()]
    for (let i = 0; i < 7; i++) {
      await groups.time.advance(1000)
      joins.push(groups.member('m', { version: 3, rebalanceTimeoutMs: 8000 }).join())
    }
    await groups.time.advance(999)
    expect(joins.every(({ answer }) => answer === undefined)).toBe(true)
    await groups.time.advance(1)
    expect(joins.map(({ answer }) => answer?.generationId)).toEqual(joins.map(() => 1))
  })

  test('is not extended for somebody who joined an earlier one', async () => {
    groups = withDelay(3000)
    const options = { version: 3, rebalanceTimeoutMs: 3000 }
    const [a, b] = [groups.member('a', options), groups.member('b', options)]
    a.join()
    b.join()
    await groups.time.advance(3000)
    await a.leave()
    await b.leave()
    const join = groups.member('c', { ...options, rebalanceTimeoutMs: 20_000 }).join()
    await groups.time.advance(3000)
    expect(join.answer?.errorCode).toBe(ErrorCode.NONE)
  })

  test('ends Empty, one generation on, if everybody left before it was over', async () => {
    groups = withDelay(3000)
    const a = groups.member('a')
    await a.obtainId()
    a.join()
    await a.leave()
    await groups.time.advance(3000)
    expect(groups.state).toBe('Empty')
  })
})

describe('a later rebalance', () => {
  test('ends as soon as all members have joined again', async () => {
    const [a, b, c] = [groups.member('a'), groups.member('b'), groups.member('c', { version: 3 })]
    await groups.stable(a, b)
    const joins = [c.join(), a.join()]
    await groups.time.advance(0)
    expect(joins.map(({ answer }) => answer)).toEqual([undefined, undefined])
    joins.push(b.join())
    await groups.time.advance(0)
    expect(joins.map(({ answer }) => [answer?.generationId, answer?.leader])).toEqual(joins.map(() => [2, a.memberId]))
  })

  test('ends at the longest rebalance timeout of the members, without those that did not join', async () => {
    const [a, b] = [groups.member('a', { sessionTimeoutMs: 100_000 }), groups.member('b', { sessionTimeoutMs: 100_000, rebalanceTimeoutMs: 80_000 })]
    await groups.stable(a, b)
    const rejoin = a.join()
    await groups.time.advance(79_999)
    expect(rejoin.answer).toBeUndefined()
    await groups.time.advance(1)
    expect(rejoin.answer).toMatchObject({ errorCode: 0, generationId: 2 })
    expect(rejoin.answer!.members.map(({ memberId }) => memberId)).toEqual([a.memberId])
    expect(b.heartbeat()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('elects another leader if the leader does not join', async () => {
    const [a, b] = [groups.member('a', { sessionTimeoutMs: 100_000 }), groups.member('b')]
    await groups.stable(a, b)
    b.protocols = { range: 'changed' }
    const rejoin = b.join()
    await groups.time.advance(60_000)
    expect(rejoin.answer).toMatchObject({ leader: b.memberId, generationId: 2 })
    expect(rejoin.answer!.members).toHaveLength(1)
  })

  test('keeps static members that did not join', async () => {
    const a = groups.member('a', { sessionTimeoutMs: 100_000 })
    const s = groups.member('s', { groupInstanceId: 's', sessionTimeoutMs: 100_000 })
    await groups.stable(a, s)
    const rejoin = a.join()
    await groups.time.advance(60_000)
    expect(rejoin.answer!.members.map(({ groupInstanceId }) => groupInstanceId)).toEqual([null, 's'])
    expect(s.heartbeat(2)).toBe(ErrorCode.NONE)
  })

  test('waits on if only static members are left and none has joined', async () => {
    const s = groups.member('s', { groupInstanceId: 's', sessionTimeoutMs: 200_000 })
    const a = groups.member('a')
    await groups.stable(s, a)
    await a.leave()
    await groups.time.advance(60_000)
    expect([groups.state, groups.describe().members.length]).toEqual(['PreparingRebalance', 1])
    const rejoin = s.join()
    await groups.time.advance(0)
    expect(rejoin.answer?.generationId).toBe(2)
  })

  test('goes without an id that was given out and never came back', async () => {
    const a = groups.member('a', { sessionTimeoutMs: 30_000 })
    await groups.stable(a)
    await groups.member('b', { sessionTimeoutMs: 20_000 }).obtainId()
    const rejoin = a.join()
    await groups.time.advance(19_999)
    expect(rejoin.answer).toBeUndefined()
    await groups.time.advance(1)
    expect(rejoin.answer?.generationId).toBe(2)
  })
})

describe('the sync phase', () => {
  test('removes who sent no SyncGroup within the rebalance timeout, and rebalances', async () => {
    const [a, b] = [groups.member('a', { sessionTimeoutMs: 100_000 }), groups.member('b', { sessionTimeoutMs: 100_000 })]
    await groups.joinAll(a, b)
    const sync = b.sync()
    await groups.time.advance(59_999)
    expect(sync.answer).toBeUndefined()
    await groups.time.advance(1)
    expect(sync.answer?.errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    expect([a.heartbeat(), b.heartbeat()]).toEqual([ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.REBALANCE_IN_PROGRESS])
  })

  test('also of a group that is Stable without them', async () => {
    const [a, b] = [groups.member('a', { sessionTimeoutMs: 100_000 }), groups.member('b', { sessionTimeoutMs: 100_000 })]
    await groups.joinAll(a, b)
    await groups.syncAll(a)
    expect(groups.state).toBe('Stable')
    await groups.time.advance(60_000)
    expect([a.heartbeat(), b.heartbeat()]).toEqual([ErrorCode.REBALANCE_IN_PROGRESS, ErrorCode.UNKNOWN_MEMBER_ID])
  })

  test('has no deadline once all have synced', async () => {
    const a = groups.member('a', { sessionTimeoutMs: 100_000 })
    await groups.stable(a)
    await groups.time.advance(60_000)
    expect([groups.state, a.heartbeat()]).toEqual(['Stable', ErrorCode.NONE])
  })
})

test('a rebalance keeps the assignments of nobody until the next SyncGroup', async () => {
  const [a, b] = [groups.member('a'), groups.member('b')]
  await groups.joinAll(a, b)
  a.protocols = { range: 'new' }
  const joins = [a.join(), b.join()]
  await groups.time.advance(0)
  expect(joins.map(({ answer }) => answer?.generationId)).toEqual([2, 2])
  expect(groups.describe().members.map(({ memberAssignment }) => Buffer.from(memberAssignment).toString())).toEqual(['', ''])
})
