import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ClassicConsumer, classicGroup } from '../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

const MINUTE_MS = 60_000
const RETENTION_MS = 60 * MINUTE_MS

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups({ settings: { 'offsets.retention.minutes': '60', 'group.max.session.timeout.ms': '100000000', 'group.consumer.session.timeout.ms': '100000000' } })
  groups.topics.set('returns', { topicId: 'returns-id-00000000000', partitionCount: 2 })
})

const expire = async () => {
  const expiring = groups.coordinator.expireOffsets()
  await groups.time.advance(0)
  await expiring
}
const left = () => groups.fetchAll().topics.map(({ name }) => name)
const listed = () => groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups.map(({ groupType, groupState }) => `${groupType} ${groupState}`)
const patient = { sessionTimeoutMs: 100_000_000, rebalanceTimeoutMs: 100_000_000 }

describe('offsets of a group that never had members', () => {
  test('expire with their commit, and the group with the last of them, for good', async () => {
    await groups.commit([{ offset: 1 }])
    await groups.time.advance(RETENTION_MS / 2)
    await groups.commit([{ offset: 1 }], { topic: 'returns' })
    await groups.time.advance(RETENTION_MS / 2 - 1)
    await expire()
    expect(left()).toEqual(['orders', 'returns'])
    await groups.time.advance(1)
    await expire()
    expect(left()).toEqual(['returns'])
    await groups.time.advance(RETENTION_MS / 2)
    await expire()
    groups.restart()
    expect([left(), listed()]).toEqual([[], []])
  })

  test('start again with every commit', async () => {
    await groups.commit([{ offset: 1 }])
    await groups.time.advance(RETENTION_MS - 1)
    await groups.commit([{ offset: 1 }])
    await groups.time.advance(RETENTION_MS - 1)
    await expire()
    expect(left()).toEqual(['orders'])
  })
})

describe('offsets of a classic group', () => {
  test('are kept while members read the topic, and expire when no member does', async () => {
    await groups.commit([{ offset: 1 }])
    await groups.commit([{ offset: 1 }], { topic: 'returns' })
    await classicGroup(groups, [new ClassicConsumer(groups, 'c', patient)], [['orders/0']])
    await groups.time.advance(RETENTION_MS)
    await expire()
    expect([left(), listed()]).toEqual([['orders'], ['classic Stable']])
  })

  test('are all kept while it rebalances', async () => {
    await groups.commit([{ offset: 1 }], { topic: 'returns' })
    await groups.joinAll(new ClassicConsumer(groups, 'c', patient))
    await groups.time.advance(RETENTION_MS)
    await expire()
    expect(left()).toEqual(['returns'])
  })

  test('are all kept of members whose protocol is not the consumers\'', async () => {
    await groups.commit([{ offset: 1 }])
    await groups.stable(groups.member('connect', { protocolType: 'connect', ...patient }))
    await groups.time.advance(RETENTION_MS)
    await expire()
    expect(left()).toEqual(['orders'])
  })

  test('expire counting from when the last member left, and the group goes with them', async () => {
    const c = new ClassicConsumer(groups, 'c', patient)
    await classicGroup(groups, [c], [['orders/0']])
    await groups.commit([{ offset: 1 }], { member: c })
    await groups.time.advance(RETENTION_MS)
    await c.leave()
    await groups.time.advance(RETENTION_MS - 1)
    await expire()
    groups.restart()
    expect(left()).toEqual(['orders'])
    await groups.time.advance(1)
    await expire()
    expect([left(), listed()]).toEqual([[], []])
  })
})

describe('offsets of a consumer group', () => {
  test('are kept of what members read, and expire with their commit otherwise', async () => {
    await groups.commit([{ offset: 1 }])
    await groups.commit([{ offset: 1 }], { topic: 'returns' })
    const a = new TestConsumer(groups, 'a')
    await a.join()
    await groups.time.advance(RETENTION_MS)
    await expire()
    expect([left(), listed()]).toEqual([['orders'], ['consumer Stable']])
    await a.leave()
    await expire()
    groups.restart()
    expect([left(), listed()]).toEqual([[], []])
  })
})

describe('never expires', () => {
  test('what a transaction is about to renew', async () => {
    await groups.commit([{ offset: 1 }])
    await groups.time.advance(RETENTION_MS)
    const unit = { writes: [] }
    const request = { transactionalId: 't', groupId: 'billing', producerId: 7, producerEpoch: 0, generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null, topics: [{ name: 'orders', topicId: '', partitions: [{ partitionIndex: 0, committedOffset: 2, committedLeaderEpoch: -1, committedMetadata: null }] }] }
    expect(groups.coordinator.txnOffsetCommit(request, 5, unit).topics[0]!.partitions[0]!.errorCode).toBe(ErrorCode.NONE)
    await expire()
    expect(left()).toEqual(['orders'])
  })

  test('what is being committed', async () => {
    await groups.commit([{ offset: 1 }])
    await groups.time.advance(RETENTION_MS)
    groups.memory.hold()
    const commit = groups.commit([{ offset: 2 }])
    const expiring = groups.coordinator.expireOffsets()
    groups.memory.release()
    await Promise.all([commit, expiring])
    expect(groups.fetch().committedOffset).toBe(2)
  })
})

test('a group without members and offsets is forgotten, unless an id was given out', async () => {
  const [c, d] = [new ClassicConsumer(groups, 'c', patient), new ClassicConsumer(groups, 'd', { ...patient, groupId: 'other' })]
  await classicGroup(groups, [c], [['orders/0']])
  await c.leave()
  await d.obtainId()
  await expire()
  expect(listed()).toEqual(['classic Empty'])
  expect(await d.rejoin().catch(() => 'waits for its leader')).toBeDefined()
})
