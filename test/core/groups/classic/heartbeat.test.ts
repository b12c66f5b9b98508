import { beforeEach, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestGroups, type TestMember } from '../../../support/group-coordinator.ts'

let groups: TestGroups
let a: TestMember
let b: TestMember
beforeEach(() => {
  groups = new TestGroups()
  a = groups.member('a')
  b = groups.member('b')
})

test('in CompletingRebalance and in Stable there is nothing to do', async () => {
  await groups.joinAll(a, b)
  expect([groups.state, b.heartbeat()]).toEqual(['CompletingRebalance', ErrorCode.NONE])
  await groups.syncAll(a, b)
  expect([groups.state, b.heartbeat()]).toEqual(['Stable', ErrorCode.NONE])
})

test('in PreparingRebalance it is REBALANCE_IN_PROGRESS and still refreshes the session', async () => {
  await groups.stable(a, b)
  a.join()
  for (let i = 0; i < 5; i++) {
    await groups.time.advance(9999)
    expect(b.heartbeat()).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  }
  expect(groups.describe().members).toHaveLength(2)
})

test('another generation is ILLEGAL_GENERATION', async () => {
  await groups.stable(a, b)
  expect([b.heartbeat(0), b.heartbeat(2)]).toEqual([ErrorCode.ILLEGAL_GENERATION, ErrorCode.ILLEGAL_GENERATION])
})

test.each([
  ['a member that the group does not know', 'billing', ErrorCode.UNKNOWN_MEMBER_ID],
  ['a group that does not exist', 'nobody', ErrorCode.UNKNOWN_MEMBER_ID],
  ['an empty group id', '', ErrorCode.INVALID_GROUP_ID],
])('%s', async (_what, groupId, errorCode) => {
  await groups.stable(a)
  expect(groups.member('x', { groupId }).heartbeat(1)).toBe(errorCode)
})

test('an Empty group knows no member', async () => {
  await groups.stable(a)
  await a.leave()
  expect(a.heartbeat()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})
