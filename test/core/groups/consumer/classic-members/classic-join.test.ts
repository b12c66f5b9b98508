import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../../core/protocol/error-codes.ts'
import { ClassicConsumer } from '../../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../../support/consumer-member.ts'
import { TestGroups } from '../../../../support/group-coordinator.ts'

let groups: TestGroups
let a: TestConsumer
beforeEach(async () => {
  groups = new TestGroups()
  a = new TestConsumer(groups, 'a')
  await a.join()
})

const memberCount = async () => (await groups.coordinator.describeConsumerGroup('billing')).members.length

test('the answer comes at once: the generation is the epoch, and nobody leads', async () => {
  const c = new ClassicConsumer(groups, 'c')
  await c.obtainId()
  expect(c.memberId).toMatch(/^c-[\da-f-]{36}$/)
  expect(await memberCount(), 'the id alone makes no member').toBe(1)
  expect(await c.join().promise).toEqual({
    errorCode: 0, generationId: 3, protocolType: 'consumer', protocolName: 'cooperative-sticky', leader: '', skipAssignment: false, memberId: c.memberId, members: [],
  })
})

test('a version that knows no MEMBER_ID_REQUIRED joins directly, and one timeout is both', async () => {
  const c = new ClassicConsumer(groups, 'c', { version: 0 })
  expect((await c.join().promise).errorCode).toBe(0)
  expect(await memberCount()).toBe(2)
})

test('a member that joins again changes its subscription', async () => {
  groups.topics.set('returns', { topicId: 'returns-id-00000000000', partitionCount: 1 })
  const c = new ClassicConsumer(groups, 'c')
  await c.rejoin()
  c.topics = ['returns']
  await c.rejoin()
  expect([c.owned, c.generationId]).toEqual([['returns/0'], 4])
})

test('what it still owns is not given away', async () => {
  const c = new ClassicConsumer(groups, 'c')
  for (let i = 0; i < 2; i++) {
    await c.rejoin()
    await a.beat()
  }
  await c.rejoin()
  expect([c.owned.length, a.owned.length]).toEqual([2, 2])
  const b = new TestConsumer(groups, 'b')
  await b.join()
  for (let round = 0; round < 2; round++) {
    await a.beat()
    await b.beat()
  }
  const kept = [...c.owned]
  await c.rejoin()
  await b.beat()
  expect(b.owned.map((name) => name.replace('orders-id-000000000000', 'orders')).filter((name) => c.owned.includes(name)), 'told to give up is not given up').toEqual([])
  expect(kept).toEqual(expect.arrayContaining(c.owned))
})

describe('is refused', () => {
  test.each([
    ['with another protocol type', { protocolType: 'connect' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
    ['with bytes that are no subscription', { protocols: { range: 'x' } }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
    ['with no protocol', { protocols: {} }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
    ['with a session that is too short', { sessionTimeoutMs: 1 }, ErrorCode.INVALID_SESSION_TIMEOUT],
  ])('%s', async (_title, changes, code) => {
    const c = Object.assign(new ClassicConsumer(groups, 'c', { version: 3 }), changes)
    expect((await c.join().promise).errorCode).toBe(code)
    expect(await memberCount()).toBe(1)
  })

  test('without a protocol that the other members of the classic protocol know', async () => {
    await new ClassicConsumer(groups, 'c').rejoin()
    const d = new ClassicConsumer(groups, 'd', { version: 3 })
    d.protocols = { range: d.protocols['cooperative-sticky']! }
    expect((await d.join().promise).errorCode).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  })

  test('by a full group', async () => {
    groups.restart(undefined, { 'group.consumer.max.size': '1' })
    expect((await new ClassicConsumer(groups, 'c').join().promise).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
  })

  test('as a static member whose instance has another member by now', async () => {
    const c = new ClassicConsumer(groups, 'c', { groupInstanceId: 'i1' })
    await c.rejoin()
    await new ClassicConsumer(groups, 'd', { groupInstanceId: 'i1' }).rejoin()
    expect(await c.rejoin()).toBe(ErrorCode.FENCED_INSTANCE_ID)
  })

  test('when it cannot be written', async () => {
    const c = new ClassicConsumer(groups, 'c', { version: 3 })
    groups.memory.fail()
    const join = c.join()
    await groups.time.advance(0)
    expect(join.answer?.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  })
})

test('a static member takes the place of its instance, of whichever protocol that was', async () => {
  const s = new TestConsumer(groups, 's', { instanceId: 'i1' })
  await s.join()
  const c = new ClassicConsumer(groups, 'c', { groupInstanceId: 'i1' })
  expect(await c.rejoin()).toBe(0)
  expect([await memberCount(), await s.code(s.send())]).toEqual([2, ErrorCode.FENCED_INSTANCE_ID])
})

test('a member that does not sync in time is removed', async () => {
  const c = new ClassicConsumer(groups, 'c', { rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 300_000 })
  await c.obtainId()
  await c.join().promise
  await groups.time.advance(20_000)
  expect(c.heartbeat()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})
