import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../../core/protocol/error-codes.ts'
import { ClassicConsumer } from '../../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../../support/consumer-member.ts'
import { TestGroups } from '../../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

const listed = () => groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups.map(({ groupType, groupState }) => `${groupType} ${groupState}`)

/** A consumer group of one member of each protocol, at rest. */
async function mixed(options: { instanceId?: string } = {}): Promise<[TestConsumer, ClassicConsumer]> {
  const [a, c] = [new TestConsumer(groups, 'a', options), new ClassicConsumer(groups, 'c')]
  await a.join()
  expect(await c.rejoin()).toBe(0)
  for (let round = 0; round < 3; round++) {
    await a.beat()
    if (c.heartbeat() === ErrorCode.REBALANCE_IN_PROGRESS) expect(await c.rejoin()).toBe(0)
  }
  expect([listed(), a.owned.length, c.owned.length]).toEqual([['consumer Stable'], 2, 2])
  return [a, c]
}

describe('when the last member of the new protocol is gone', () => {
  test.each([
    ['leaves', async (a: TestConsumer) => void (await a.leave())],
    ['is silent', async () => groups.time.advance(46_000)],
  ])('because it %s, the group is a classic one that rebalances', async (_title, go) => {
    const [a, c] = await mixed()
    if (_title === 'is silent') c.sessionTimeoutMs = 100_000
    await c.rejoin()
    await go(a)
    expect(listed()).toEqual(['classic PreparingRebalance'])
    expect(c.heartbeat(), 'its generation goes on until it has joined again').toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    const { generationId } = c
    const join = c.join()
    await groups.time.advance(0)
    expect(join.answer).toMatchObject({ errorCode: 0, leader: c.memberId, generationId: generationId + 1 })
    expect(groups.describe()).toMatchObject({ errorCode: 0, groupState: 'CompletingRebalance', protocolType: 'consumer' })
  })

  test('the classic group is what a restart finds: without a member of the other kind, and still about to share out what that had', async () => {
    const [a, c] = await mixed()
    await a.leave()
    groups.restart()
    expect(groups.describe()).toMatchObject({ groupState: 'PreparingRebalance', members: [{ memberId: c.memberId }] })
    expect(c.heartbeat()).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    expect((await groups.coordinator.describeConsumerGroup('billing')).errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('an offset can be committed in the generation that goes on', async () => {
    const [a, c] = await mixed()
    await a.leave()
    expect(await groups.commitCode({ member: c })).toBe(0)
  })

  test.each(['disabled', 'upgrade'])('the policy %s keeps it a consumer group', async (policy) => {
    groups.restart(undefined, { 'group.consumer.migration.policy': policy })
    const [a, c] = await mixed()
    await a.leave()
    expect(listed()).toEqual(['consumer Assigning'])
    expect([c.heartbeat(), await c.rejoin(), c.owned.length]).toEqual([ErrorCode.REBALANCE_IN_PROGRESS, 0, 4])
  })

  test('a group that is too large for a classic one stays', async () => {
    const [a] = await mixed()
    groups.restart(undefined, { 'group.max.size': '1' })
    const c2 = new ClassicConsumer(groups, 'c2')
    await c2.rejoin()
    await a.leave()
    expect(listed()).toEqual(['consumer Assigning'])
  })

  test('and nobody else is there, it stays a consumer group without members', async () => {
    const a = new TestConsumer(groups, 'a')
    await a.join()
    await a.leave()
    expect(listed()).toEqual(['consumer Empty'])
  })
})

describe('a static member of the new protocol that comes back with the classic one', () => {
  test('takes its place without a rebalance, and the group is a classic one', async () => {
    const [a, c] = await mixed({ instanceId: 'i1' })
    const owned = a.owned.map((name) => name.replace('orders-id-000000000000', 'orders'))
    await a.leave(-2)
    const back = new ClassicConsumer(groups, 'back', { groupInstanceId: 'i1' })
    expect(await back.rejoin()).toBe(0)
    expect([listed(), back.owned]).toEqual([['classic Stable'], owned])
    expect([c.heartbeat(), back.heartbeat()]).toEqual([0, 0])
  })

  test('to other topics makes the classic group rebalance', async () => {
    groups.topics.set('returns', { topicId: 'returns-id-00000000000', partitionCount: 1 })
    await mixed({ instanceId: 'i1' })
    const back = new ClassicConsumer(groups, 'back', { groupInstanceId: 'i1', topics: ['returns'] })
    await back.join().promise
    expect(listed()).toEqual(['classic PreparingRebalance'])
  })
})

test('a consumer group without members makes room for a classic one', async () => {
  const a = new TestConsumer(groups, 'a')
  await a.join()
  await a.leave()
  const c = new ClassicConsumer(groups, 'c')
  expect((await c.join({ memberId: 'unknown' }).promise).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  expect(await c.rejoin()).toBe(0)
  expect(listed()).toEqual(['classic Stable'])
  groups.restart()
  expect(listed()).toEqual(['classic Stable'])
})
