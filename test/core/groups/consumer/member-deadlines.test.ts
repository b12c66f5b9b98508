import { expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ClassicConsumer } from '../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

test('the session timeout is the group\'s setting', async () => {
  const groups = new TestGroups({ settings: { 'group.consumer.session.timeout.ms': '10000' } })
  const a = new TestConsumer(groups, 'a')
  await a.join()
  await groups.time.advance(9_999)
  await a.beat()
  await groups.time.advance(10_000)
  expect(await a.code(a.beat())).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test('a rebalance timeout begins anew with every step', async () => {
  const groups = new TestGroups()
  const [a, b] = [new TestConsumer(groups, 'a', { rebalanceTimeoutMs: 30_000 }), new TestConsumer(groups, 'b')]
  await a.join()
  await b.join()
  await a.quietBeat()
  await groups.time.advance(29_000)
  await a.beat()
  await groups.time.advance(29_000)
  expect(await a.code(a.beat())).toBe(0)
})

test('after a restart everybody has time again, also to give up partitions', async () => {
  const groups = new TestGroups()
  const [a, b] = [new TestConsumer(groups, 'a', { rebalanceTimeoutMs: 20_000 }), new TestConsumer(groups, 'b')]
  await a.join()
  await b.join()
  await a.quietBeat()
  await groups.time.advance(19_000)
  groups.restart()
  await groups.time.advance(19_000)
  expect(await a.code(a.quietBeat())).toBe(0)
  await groups.time.advance(1_100)
  expect(await a.code(a.quietBeat())).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})

test('members of the classic protocol have deadlines for joining and syncing instead', async () => {
  const groups = new TestGroups()
  const a = new TestConsumer(groups, 'a')
  await a.join()
  const c = new ClassicConsumer(groups, 'c', { rebalanceTimeoutMs: 5_000, sessionTimeoutMs: 300_000 })
  for (let i = 0; i < 3; i++) {
    await c.rejoin()
    await a.beat()
  }
  await c.rejoin()
  await groups.time.advance(40_000)
  expect(c.heartbeat()).toBe(0)
  await new TestConsumer(groups, 'b').join()
  expect(c.heartbeat()).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  await groups.time.advance(5_000)
  expect(c.heartbeat()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})
