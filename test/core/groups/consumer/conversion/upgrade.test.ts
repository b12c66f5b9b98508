import { beforeEach, describe, expect, test } from 'vitest'
import { encodeAssignment } from '../../../../../core/groups/consumer-protocol.ts'
import { ErrorCode } from '../../../../../core/protocol/error-codes.ts'
import { ClassicConsumer, classicGroup, subscriptionText } from '../../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../../support/consumer-member.ts'
import { TestGroups } from '../../../../support/group-coordinator.ts'

const SHARES = [['orders/0', 'orders/1'], ['orders/2', 'orders/3']]

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

const listed = () => groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups.map(({ groupType, groupState }) => `${groupType} ${groupState}`)
const described = async () => groups.coordinator.describeConsumerGroup('billing')

async function twoClassic(): Promise<[ClassicConsumer, ClassicConsumer]> {
  const members: [ClassicConsumer, ClassicConsumer] = [new ClassicConsumer(groups, 'c1'), new ClassicConsumer(groups, 'c2')]
  await classicGroup(groups, members, SHARES)
  return members
}

test('a member of the new protocol makes a classic group a consumer group; the others keep what they have until they join again', async () => {
  const [c1, c2] = await twoClassic()
  const a = new TestConsumer(groups, 'a')
  await a.join()
  expect([listed(), a.epoch, a.owned]).toEqual([['consumer Reconciling'], 2, []])
  expect((await described()).members.map(({ memberType, memberEpoch, assignment }) => [memberType, memberEpoch, assignment.topicPartitions.flatMap(({ partitions }) => partitions)])).toEqual([
    [0, 1, [0, 1]],
    [0, 1, [2, 3]],
    [1, 2, []],
  ])
  expect([c1.heartbeat(), c2.heartbeat()]).toEqual([ErrorCode.REBALANCE_IN_PROGRESS, ErrorCode.REBALANCE_IN_PROGRESS])
})

test('cooperative members join again without a pause in what they keep, and the new member gets its share', async () => {
  const [c1, c2] = await twoClassic()
  const a = new TestConsumer(groups, 'a')
  await a.join()
  for (let round = 0; round < 4; round++) {
    for (const member of [c1, c2]) if (member.heartbeat() === ErrorCode.REBALANCE_IN_PROGRESS) expect(await member.rejoin()).toBe(0)
    await a.beat()
  }
  const shares = [c1.owned, c2.owned, a.owned.map((name) => name.replace('orders-id-000000000000', 'orders'))]
  expect(shares.flat().sort()).toEqual(SHARES.flat())
  expect(shares.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([1, 1, 2])
  expect([c1.heartbeat(), c2.heartbeat(), listed()]).toEqual([0, 0, ['consumer Stable']])
  expect(SHARES[0], 'they kept some of theirs').toEqual(expect.arrayContaining(c1.owned))
})

test('eager members give everything up when they join, and get their share back', async () => {
  const [c1, c2] = await twoClassic()
  for (const member of [c1, c2]) member.isEager = true
  const a = new TestConsumer(groups, 'a')
  await a.join()
  for (let round = 0; round < 4; round++) {
    for (const member of [c1, c2]) if (member.heartbeat() === ErrorCode.REBALANCE_IN_PROGRESS) expect(await member.rejoin()).toBe(0)
    await a.beat()
  }
  expect([c1, c2, a].map(({ owned }) => owned.length).toSorted((a, b) => a - b)).toEqual([1, 1, 2])
  expect(listed()).toEqual(['consumer Stable'])
})

test('a group without members turns into a consumer group whatever the policy, and keeps its offsets', async () => {
  groups.restart(undefined, { 'group.consumer.migration.policy': 'disabled' })
  await groups.commit([{ offset: 5 }])
  const [c1] = await twoClassic()
  await c1.leave()
  await groups.time.advance(20_000)
  expect(listed()).toEqual(['classic Empty'])
  const a = new TestConsumer(groups, 'a')
  await a.join()
  expect([listed(), a.epoch, groups.fetch().committedOffset]).toEqual([['consumer Stable'], 2, 5])
})

test('the upgraded group is what a restart finds', async () => {
  const [c1] = await twoClassic()
  const a = new TestConsumer(groups, 'a')
  await a.join()
  const before = await described()
  groups.restart()
  expect(await described()).toEqual(before)
  expect(c1.heartbeat()).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
})

test('whoever waits in JoinGroup or SyncGroup is told to join again', async () => {
  const [c1, c2] = await twoClassic()
  c1.topics = ['orders', 'returns']
  c1.protocols = { 'cooperative-sticky': subscriptionText(c1.topics, []) }
  const waiting = c1.join()
  await groups.time.advance(0)
  expect(waiting.answer).toBeUndefined()
  await new TestConsumer(groups, 'a').join()
  expect((await waiting.promise).errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  expect([await c1.rejoin(), await c2.rejoin()]).toEqual([0, 0])
})

describe('the group stays classic, and the new member is sent away,', () => {
  async function refusal(): Promise<number> {
    const a = new TestConsumer(groups, 'a')
    const code = await a.code(a.join())
    expect(listed()[0]).toMatch(/^classic/)
    return code
  }

  test.each(['disabled', 'downgrade'])('by the policy %s', async (policy) => {
    groups.restart(undefined, { 'group.consumer.migration.policy': policy })
    const [c1] = await twoClassic()
    expect(await refusal()).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
    expect(c1.heartbeat()).toBe(0)
  })

  test('when it has another protocol type', async () => {
    await groups.stable(groups.member('connect', { protocolType: 'connect' }))
    expect(await refusal()).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('when somebody does not speak the consumer protocol', async () => {
    await groups.stable(groups.member('odd', { protocols: { own: 'x' } }))
    expect(await refusal()).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('when it is too large', async () => {
    groups.restart(undefined, { 'group.consumer.max.size': '1' })
    await twoClassic()
    expect(await refusal()).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
  })

  test('when its leader has given a partition to two', async () => {
    await classicGroup(groups, [new ClassicConsumer(groups, 'c1'), new ClassicConsumer(groups, 'c2')], [['orders/0'], ['orders/0']])
    expect(await refusal()).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('when its assignor keeps data of its own', async () => {
    const c1 = new ClassicConsumer(groups, 'c1')
    await groups.joinAll(c1)
    const assignment = Buffer.concat([encodeAssignment(1, []).subarray(0, -4), Buffer.from([0, 0, 0, 1, 7])])
    await c1.sync([], { assignments: [{ memberId: c1.memberId, assignment }] } as object).promise
    expect(await refusal()).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('when its pattern is none', async () => {
    await twoClassic()
    const a = new TestConsumer(groups, 'a', { regex: '(?=a)' })
    expect(await a.code(a.join())).toBe(ErrorCode.INVALID_REGULAR_EXPRESSION)
    expect(listed()).toEqual(['classic Stable'])
  })
})
