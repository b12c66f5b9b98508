import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { converge, flat, TestConsumer } from '../../../support/consumer-member.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

const ORDERS = 'orders-id-000000000000'
const orders = (...partitions: number[]): string[] => partitions.map((partition) => `${ORDERS}/${partition}`)

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

const consumer = (name: string, options: Partial<TestConsumer> = {}): TestConsumer => new TestConsumer(groups, name, options)
const state = async (): Promise<string> => (await groups.coordinator.describeConsumerGroup('billing')).groupState

describe('joining', () => {
  test('the first member gets everything at once, in epoch 2, and is told when to come back', async () => {
    const a = consumer('a')
    expect(await a.join()).toEqual({
      errorCode: 0,
      memberId: 'id of a',
      memberEpoch: 2,
      heartbeatIntervalMs: 5000,
      assignment: { topicPartitions: [{ topicId: ORDERS, partitions: [0, 1, 2, 3] }] },
    })
  })

  test('a member of version 0 without an id is given one', async () => {
    const a = consumer('a', { version: 0 })
    a.memberId = ''
    expect((await a.join()).memberId).toMatch(/^[\w-]{22}$/)
  })

  test('a topic that does not exist yet is assigned when it does', async () => {
    const a = consumer('a', { topics: ['later'] })
    expect((await a.join()).assignment).toEqual({ topicPartitions: [] })
    groups.topics.set('later', { topicId: 'later-id-0000000000000', partitionCount: 1 })
    groups.coordinator.topicChanged('later')
    await a.beat()
    expect([a.owned, a.epoch]).toEqual([['later-id-0000000000000/0'], 3])
  })

  test('a join whose answer was lost gets the same answer again', async () => {
    const a = consumer('a')
    const first = await a.join()
    expect(await a.join()).toEqual(first)
  })

  test.each([0, 1])('the group is full (%i members more than may be)', async (more) => {
    groups.restart(undefined, { 'group.consumer.max.size': String(2 - more) })
    const [a, b] = [consumer('a'), consumer('b')]
    await a.join()
    expect(await b.code(b.join())).toBe(more ? ErrorCode.GROUP_MAX_SIZE_REACHED : ErrorCode.NONE)
    expect((await a.beat()).errorCode).toBe(0)
  })
})

describe('staying', () => {
  test('the answer carries the assignment only when there is something new in it, or when the member asked for everything', async () => {
    const a = consumer('a')
    await a.join()
    expect((await a.quietBeat()).assignment).toBeNull()
    expect((await a.beat()).assignment).toBeNull()
    const full = { rebalanceTimeoutMs: 60_000, subscribedTopicNames: ['orders'], topicPartitions: [] }
    expect(flat((await a.send(full)).assignment!.topicPartitions)).toEqual(orders(0, 1, 2, 3))
  })

  test('what a request leaves out stays as it was, and writes nothing', async () => {
    const a = consumer('a', { serverAssignor: 'range' })
    await a.join()
    const { commits } = groups.memory
    await a.quietBeat()
    expect(groups.memory.commits).toBe(commits)
    expect((await groups.coordinator.describeConsumerGroup('billing')).assignorName).toBe('range')
  })

  test('a member that is not in the group is unknown, as is a group that does not exist', async () => {
    const [a, b] = [consumer('a'), consumer('b')]
    expect(await a.code(a.send({ memberEpoch: 1 }))).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
    await a.join()
    expect(await b.code(b.send({ memberEpoch: 1 }))).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('an answer waits for the disk, and says so when that fails', async () => {
    const a = consumer('a')
    groups.memory.fail()
    expect(await a.code(a.join())).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    groups.memory.recover()
    expect(await a.code(a.send({ memberEpoch: 1 }))).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
    expect((await a.join()).memberEpoch).toBe(2)
  })

  test('also an answer that changes nothing waits for what was decided before it', async () => {
    const a = consumer('a')
    await a.join()
    groups.memory.hold()
    let isAnswered = false
    const change = a.send({ subscribedTopicNames: ['nothing'] })
    const retry = a.send().then(() => (isAnswered = true))
    await groups.time.advance(0)
    expect(isAnswered).toBe(false)
    groups.memory.release()
    await Promise.all([change, retry])
  })
})

describe('epochs', () => {
  test('an epoch that the group has not reached is fenced', async () => {
    const a = consumer('a')
    await a.join()
    expect(await a.code(a.send({ memberEpoch: 7, topicPartitions: [] }))).toBe(ErrorCode.FENCED_MEMBER_EPOCH)
  })

  /** `a` is in epoch 3 with two partitions, and was in epoch 2 with all of them. */
  async function inSecondEpoch(): Promise<TestConsumer> {
    const [a, b] = [consumer('a'), consumer('b')]
    await a.join()
    await b.join()
    await converge(a, b)
    expect([a.epoch, a.owned.length]).toEqual([3, 2])
    return a
  }

  test('the epoch before is accepted from a member that owns no more than it should: the answer may have been lost', async () => {
    const a = await inSecondEpoch()
    expect(await a.code(a.send({ memberEpoch: 2, topicPartitions: [] }))).toBe(ErrorCode.NONE)
    expect(await a.code(a.send({ memberEpoch: 2, topicPartitions: [{ topicId: ORDERS, partitions: [0, 1, 2, 3] }] }))).toBe(ErrorCode.FENCED_MEMBER_EPOCH)
    expect(await a.code(a.send({ memberEpoch: 2 })), 'who does not say what it owns').toBe(ErrorCode.FENCED_MEMBER_EPOCH)
  })

  test('a fenced member gives up its partitions, joins again and goes on', async () => {
    const a = await inSecondEpoch()
    expect(await a.code(a.send({ memberEpoch: 9 }))).toBe(ErrorCode.FENCED_MEMBER_EPOCH)
    await a.join()
    expect([a.epoch, a.owned.length]).toEqual([3, 2])
  })
})

describe('sharing out', () => {
  test('a partition goes to the second member only after the first has said that it has it no more', async () => {
    const [a, b] = [consumer('a'), consumer('b')]
    await a.join()
    await b.join()
    expect([b.epoch, b.owned, await state()]).toEqual([3, [], 'Reconciling'])

    await a.quietBeat()
    expect(a.owned, 'it is told what it keeps').toHaveLength(2)
    expect(a.epoch, 'and stays in its epoch until then').toBe(2)
    await b.beat()
    await a.quietBeat()
    await b.beat()
    expect(b.owned, 'silence acknowledges nothing').toEqual([])

    await a.beat()
    expect(a.epoch).toBe(3)
    await b.beat()
    expect([...a.owned, ...b.owned].sort()).toEqual(orders(0, 1, 2, 3))
    expect(await state()).toBe('Stable')
  })

  test('a member that leaves hands over at once', async () => {
    const [a, b] = [consumer('a'), consumer('b')]
    await a.join()
    await b.join()
    await converge(a, b)
    expect(await a.leave()).toMatchObject({ errorCode: 0, memberEpoch: -1, heartbeatIntervalMs: 0 })
    await b.beat()
    expect([b.owned, b.epoch]).toEqual([orders(0, 1, 2, 3), 4])
  })

  test('more members than partitions: some own nothing, and take over', async () => {
    const members = Array.from({ length: 6 }, (_, i) => consumer(`m${i}`))
    for (const member of members) await member.join()
    await converge(...members)
    expect(members.map(({ owned }) => owned.length).toSorted((a, b) => a - b)).toEqual([0, 0, 1, 1, 1, 1])
    const [gone, ...rest] = members.filter(({ owned }) => owned.length > 0).concat(members.filter(({ owned }) => owned.length === 0))
    await gone!.leave()
    await converge(...rest)
    expect(rest.flatMap(({ owned }) => owned).sort()).toEqual(orders(0, 1, 2, 3))
  })

  test('a topic that grows is shared out in the next epoch', async () => {
    const a = consumer('a')
    await a.join()
    groups.topics.set('orders', { topicId: ORDERS, partitionCount: 6 })
    groups.coordinator.topicChanged('orders')
    await a.beat()
    expect([a.epoch, a.owned]).toEqual([3, orders(0, 1, 2, 3, 4, 5)])
  })

  test('a topic that is deleted is taken away, and one of the same name is another', async () => {
    const a = consumer('a')
    await a.join()
    groups.topics.delete('orders')
    groups.coordinator.topicChanged('orders')
    await a.quietBeat()
    expect([a.epoch, a.owned]).toEqual([2, []])
    groups.topics.set('orders', { topicId: 'new-orders-id-00000000', partitionCount: 1 })
    groups.coordinator.topicChanged('orders')
    await a.beat()
    expect([a.epoch, a.owned]).toEqual([4, ['new-orders-id-00000000/0']])
  })

  test('topics that the group does not read leave it in peace', async () => {
    const a = consumer('a')
    await a.join()
    groups.topics.set('other', { topicId: 'other-id-0000000000000', partitionCount: 1 })
    groups.coordinator.topicChanged('other')
    await a.beat()
    expect(a.epoch).toBe(2)
  })

  test('a changed subscription changes what the member has', async () => {
    groups.topics.set('returns', { topicId: 'returns-id-00000000000', partitionCount: 1 })
    const a = consumer('a')
    await a.join()
    await a.subscribe(['returns'])
    await a.beat()
    expect([a.owned, a.epoch]).toEqual([['returns-id-00000000000/0'], 3])
    await a.subscribe([])
    await a.beat()
    expect([a.owned, a.epoch]).toEqual([[], 4])
  })
})

describe('patterns', () => {
  beforeEach(() => {
    groups.topics.set('returns', { topicId: 'returns-id-00000000000', partitionCount: 1 })
  })

  test('match whole names of the topics that there are, and of those that come later', async () => {
    const a = consumer('a', { regex: 'ret.*|ord' })
    await a.join()
    expect(a.owned).toEqual(['returns-id-00000000000/0'])
    groups.topics.set('retail', { topicId: 'retail-id-000000000000', partitionCount: 1 })
    groups.coordinator.topicChanged('retail')
    await a.beat()
    expect(a.owned).toEqual(['retail-id-000000000000/0', 'returns-id-00000000000/0'])
    groups.topics.delete('returns')
    groups.coordinator.topicChanged('returns')
    await converge(a)
    expect(a.owned).toEqual(['retail-id-000000000000/0'])
  })

  test('add to the names that a member is subscribed to', async () => {
    const a = consumer('a', { regex: 'ret.*', topics: ['orders'] })
    await a.join()
    expect(a.owned).toEqual([...orders(0, 1, 2, 3), 'returns-id-00000000000/0'])
    await a.beat({ subscribedTopicRegex: '' })
    await a.beat()
    expect(a.owned).toEqual(orders(0, 1, 2, 3))
  })

  test.each(['(?=a)', '(a)\\1', 'a**', '[', '('])('`%s` is no pattern, and changes nothing', async (regex) => {
    const a = consumer('a', { regex })
    expect(await a.code(a.join())).toBe(ErrorCode.INVALID_REGULAR_EXPRESSION)
    expect((await groups.coordinator.describeConsumerGroup('billing')).errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })
})

describe('static members', () => {
  const instance = { instanceId: 'i1' }

  test('leave for a while and find everything as it was, under a new id', async () => {
    const [a, b] = [consumer('a', instance), consumer('b')]
    await a.join()
    await b.join()
    await converge(a, b)
    const { owned } = a
    expect(await a.leave(-2)).toMatchObject({ errorCode: 0, memberEpoch: -2 })
    await b.beat()
    expect(b.owned, 'nobody takes over').toHaveLength(2)
    const again = consumer('again', instance)
    await again.join()
    expect([again.owned, again.epoch]).toEqual([owned, 3])
    expect(await a.code(a.send({ memberEpoch: 3 })), 'the old id is fenced').toBe(ErrorCode.FENCED_INSTANCE_ID)
    await b.beat()
    expect(b.epoch, 'and nobody was disturbed').toBe(3)
  })

  test('are not replaced while they are there', async () => {
    const [a, other] = [consumer('a', instance), consumer('other', instance)]
    await a.join()
    expect(await other.code(other.join())).toBe(ErrorCode.UNRELEASED_INSTANCE_ID)
  })

  test('are removed when they do not come back in time', async () => {
    const [a, b] = [consumer('a', instance), consumer('b')]
    await a.join()
    await b.join()
    await converge(a, b)
    await a.leave(-2)
    await groups.time.advance(30_000)
    await b.beat()
    await groups.time.advance(20_000)
    await b.beat()
    expect(b.owned).toEqual(orders(0, 1, 2, 3))
    const again = consumer('again', instance)
    await again.join()
    expect(again.owned, 'then they begin as new members').toEqual([])
  })

  test('of an unknown instance are unknown', async () => {
    await consumer('a').join()
    const b = consumer('b', { instanceId: 'i9' })
    expect(await b.code(b.send({ memberEpoch: 1 }))).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(await b.code(b.leave(-2))).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })
})

describe('deadlines', () => {
  test('a member that is silent for the session timeout is removed', async () => {
    const [a, b] = [consumer('a'), consumer('b')]
    await a.join()
    await groups.time.advance(30_000)
    await b.join()
    await groups.time.advance(20_000)
    expect(await a.code(a.beat())).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    await b.beat()
    expect(b.owned).toEqual(orders(0, 1, 2, 3))
  })

  test('heartbeats keep a member alive', async () => {
    const a = consumer('a')
    await a.join()
    for (let i = 0; i < 10; i++) {
      await groups.time.advance(40_000)
      expect((await a.beat()).errorCode).toBe(0)
    }
  })

  test('a member that does not give up its partitions within its rebalance timeout is removed, however alive it is', async () => {
    const [a, b] = [consumer('a', { rebalanceTimeoutMs: 20_000 }), consumer('b')]
    await a.join()
    await b.join()
    await a.quietBeat()
    for (let i = 0; i < 5; i++) {
      await groups.time.advance(4_999)
      if (i < 4) expect(await a.code(a.send()), `after ${i + 1} heartbeats`).toBe(0)
    }
    expect(await a.code(a.send())).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    await b.beat()
    expect(b.owned).toEqual(orders(0, 1, 2, 3))
  })

  test('no timer is left of a group without members', async () => {
    const a = consumer('a')
    await a.join()
    await a.leave()
    expect([groups.time.pending, await state()]).toEqual([0, 'Empty'])
  })
})
