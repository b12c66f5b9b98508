import { beforeEach, expect, test } from 'vitest'
import { ErrorCode } from '../../../../../core/protocol/error-codes.ts'
import { ClassicConsumer } from '../../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../../support/consumer-member.ts'
import { TestGroups } from '../../../../support/group-coordinator.ts'

let groups: TestGroups
let a: TestConsumer
let c: ClassicConsumer
beforeEach(async () => {
  groups = new TestGroups()
  a = new TestConsumer(groups, 'a')
  c = new ClassicConsumer(groups, 'c', { sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 30_000 })
  await a.join()
  await c.rejoin()
})

test('a member that waits for what others have is left in peace until it is free', async () => {
  expect([c.owned, c.heartbeat()]).toEqual([[], 0])
  await a.beat()
  expect(c.heartbeat(), 'told, not given up').toBe(0)
  await a.beat()
  expect(c.heartbeat(), 'given up').toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  await c.rejoin()
  expect([c.owned.length, c.heartbeat()]).toEqual([2, 0])
})

test('a newer epoch tells it to join again', async () => {
  await new TestConsumer(groups, 'b').join()
  expect(c.heartbeat()).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
})

test('who does not join again within its rebalance timeout is removed, though it sends heartbeats', async () => {
  await new TestConsumer(groups, 'b').join()
  for (let i = 0; i < 3; i++) {
    expect(c.heartbeat()).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    await groups.time.advance(9_999)
  }
  await groups.time.advance(100)
  expect(c.heartbeat()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test('its own session timeout holds, not the group\'s', async () => {
  await groups.time.advance(9_999)
  expect(c.heartbeat()).toBe(0)
  await groups.time.advance(10_000)
  expect(c.heartbeat()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test.each([
  ['another generation', { generationId: 9 }, ErrorCode.ILLEGAL_GENERATION],
  ['a member of the new protocol', { memberId: 'id of a' }, ErrorCode.UNKNOWN_MEMBER_ID],
])('%s is refused', (_title, changes, code) => {
  const request = { groupId: 'billing', generationId: c.generationId, memberId: c.memberId, groupInstanceId: null, ...changes }
  expect(groups.coordinator.heartbeat(request).errorCode).toBe(code)
})
