import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ClassicConsumer, classicGroup } from '../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(async () => {
  groups = new TestGroups()
  groups.topics.set('returns', { topicId: 'returns-id-00000000000', partitionCount: 2 })
  for (const topic of ['orders', 'returns']) await groups.commit([{ offset: 5 }, { partition: 1, offset: 6 }], { topic })
})

async function remove(topic: string, ...partitions: number[]): Promise<number[]> {
  const { errorCode, topics } = await groups.coordinator.offsetDelete({ groupId: 'billing', topics: [{ name: topic, partitions: partitions.map((partitionIndex) => ({ partitionIndex })) }] })
  return errorCode === 0 ? topics[0]!.partitions.map((partition) => partition.errorCode) : [errorCode]
}
const offsets = () => groups.fetchAll().topics.map(({ name, partitions }) => `${name}: ${partitions.map(({ partitionIndex }) => partitionIndex).join(' ')}`)

test('deletes what was committed, for good; what was not counts as deleted, what does not exist is unknown', async () => {
  expect(await remove('orders', 0, 2, 7, -1)).toEqual([0, 0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
  for (let i = 0; i < 2; i++) {
    expect(offsets()).toEqual(['orders: 1', 'returns: 0 1'])
    groups.restart()
  }
})

test('a group of which nothing is left is no more', async () => {
  await remove('orders', 0, 1)
  await remove('returns', 0, 1)
  expect(await remove('orders', 0)).toEqual([ErrorCode.GROUP_ID_NOT_FOUND])
})

describe('what members are subscribed to stays:', () => {
  test('of a classic group of consumers', async () => {
    await classicGroup(groups, [new ClassicConsumer(groups, 'c')], [['orders/0']])
    expect([await remove('orders', 0, 1), await remove('returns', 0)]).toEqual([[ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC, ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC], [0]])
  })

  test('of a consumer group, also by pattern', async () => {
    await new TestConsumer(groups, 'a', { regex: 'ret.*' }).join()
    expect([await remove('orders', 0), await remove('returns', 0)]).toEqual([[0], [ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC]])
  })

  test('of consumers whose subscription cannot be read, everything', async () => {
    await groups.stable(groups.member('odd', { protocols: { own: 'x' } }))
    expect(await remove('returns', 0)).toEqual([ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC])
  })

  test('of members that are no consumers nobody knows it', async () => {
    await groups.stable(groups.member('connect', { protocolType: 'connect' }))
    expect(await remove('returns', 0)).toEqual([ErrorCode.NON_EMPTY_GROUP])
  })
})

test('says so when it cannot be written, and then nothing is deleted', async () => {
  groups.memory.fail()
  expect(await remove('orders', 0)).toEqual([ErrorCode.COORDINATOR_NOT_AVAILABLE])
  groups.memory.recover()
  expect(offsets()).toEqual(['orders: 0 1', 'returns: 0 1'])
})

test('a commit that comes right behind a deletion counts', async () => {
  const [deleted] = await Promise.all([remove('orders', 0), groups.commit([{ offset: 9 }])])
  expect([deleted, groups.fetch().committedOffset]).toEqual([[0], 9])
})
