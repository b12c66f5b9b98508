import { beforeEach, describe, expect, test } from 'vitest'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
let a: TestConsumer
beforeEach(async () => {
  groups = new TestGroups()
  a = new TestConsumer(groups, 'a', { serverAssignor: 'uniform' })
  await a.join()
})

const epochs = async () => {
  const { groupEpoch, assignmentEpoch } = await groups.coordinator.describeConsumerGroup('billing')
  return [groupEpoch, assignmentEpoch]
}

describe('the group epoch, which begins with 2,', () => {
  test.each([
    ['a heartbeat that says nothing', {}, 2],
    ['the same subscription again', { subscribedTopicNames: ['orders'] }, 2],
    ['another client id or rack', { rackId: 'r' }, 2],
    ['another rebalance timeout', { rebalanceTimeoutMs: 1000 }, 2],
    ['another assignor, which counts from the next epoch on', { serverAssignor: 'range' }, 2],
    ['another subscription', { subscribedTopicNames: ['orders', 'later'] }, 3],
    ['a pattern', { subscribedTopicRegex: 'x' }, 3],
  ])('after %s', async (_title, changes, epoch) => {
    await a.send(changes)
    expect(await epochs()).toEqual([epoch, epoch])
  })

  test('stays where it was when the topics only look again', async () => {
    groups.coordinator.topicChanged('orders')
    await a.beat()
    expect(await epochs()).toEqual([2, 2])
  })

  test('goes on with a member that leaves; the targets follow with the next heartbeat', async () => {
    const b = new TestConsumer(groups, 'b')
    await b.join()
    await a.leave()
    expect(await epochs()).toEqual([4, 3])
    await b.beat()
    expect(await epochs()).toEqual([4, 4])
  })

  test('and everything else survives a restart; topics are looked at anew then', async () => {
    await a.send({ subscribedTopicRegex: 'ret.*', rackId: 'r' })
    const before = await groups.coordinator.describeConsumerGroup('billing')
    groups.restart()
    expect(await groups.coordinator.describeConsumerGroup('billing')).toEqual(before)
    groups.topics.set('returns', { topicId: 'returns-id-00000000000', partitionCount: 1 })
    groups.restart()
    a.epoch = 3
    await a.beat()
    await a.beat()
    expect([a.owned.length, await epochs()]).toEqual([5, [4, 4]])
  })
})
