import { beforeEach, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

test('a session ends its timeout after the last sign of life, and each sign starts it again', async () => {
  const [a, b] = [groups.member('a', { sessionTimeoutMs: 6000 }), groups.member('b', { sessionTimeoutMs: 60_000 })]
  await groups.stable(a, b)
  await groups.time.advance(5999)
  expect(a.heartbeat()).toBe(ErrorCode.NONE)
  await groups.time.advance(5999)
  expect(groups.state).toBe('Stable')
  await groups.time.advance(1)
  expect([a.heartbeat(), b.heartbeat()]).toEqual([ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.REBALANCE_IN_PROGRESS])
})

test('the answer to a SyncGroup starts it again', async () => {
  const [a, b] = [groups.member('a', { sessionTimeoutMs: 6000 }), groups.member('b', { sessionTimeoutMs: 6000 })]
  await groups.joinAll(a, b)
  const sync = b.sync()
  await groups.time.advance(5000)
  a.heartbeat()
  await groups.time.advance(5000)
  await groups.syncAll(a)
  expect(sync.answer?.errorCode).toBe(ErrorCode.NONE)
  await groups.time.advance(5999)
  expect(groups.describe().members).toHaveLength(2)
})

test('REBALANCE_IN_PROGRESS to a SyncGroup starts it again, however long that was parked', async () => {
  const [a, b] = [groups.member('a', { sessionTimeoutMs: 60_000 }), groups.member('b', { sessionTimeoutMs: 6000 })]
  await groups.joinAll(a, b)
  b.sync()
  await groups.time.advance(7000)
  a.protocols = { range: 'new' }
  const rejoin = a.join()
  await groups.time.advance(5999)
  expect(rejoin.answer).toBeUndefined()
  await groups.time.advance(1)
  expect(rejoin.answer?.members).toHaveLength(1)
})

test('a new member may wait five minutes for its first answer, whatever its session timeout', async () => {
  groups = new TestGroups({ settings: { 'group.initial.rebalance.delay.ms': '400000' } })
  const join = groups.member('a', { version: 3, rebalanceTimeoutMs: 500_000 }).join()
  await groups.time.advance(299_999)
  expect(join.answer).toBeUndefined()
  await groups.time.advance(1)
  expect(join.answer).toMatchObject({ errorCode: ErrorCode.UNKNOWN_MEMBER_ID, memberId: '' })
})
