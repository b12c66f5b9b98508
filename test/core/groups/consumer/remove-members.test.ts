import { beforeEach, expect, test } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

test('a member that leaves is gone for good, also after a restart, with the patterns that only it had', async () => {
  const [a, b] = [new TestConsumer(groups, 'a', { regex: 'o.*' }), new TestConsumer(groups, 'b', { topics: [] })]
  await a.join()
  await b.join()
  await a.leave()
  for (let i = 0; i < 2; i++) {
    expect((await groups.coordinator.describeConsumerGroup('billing')).members.map(({ memberId }) => memberId)).toEqual(['id of b'])
    groups.restart()
  }
  groups.topics.set('other', { topicId: 'other-id-0000000000000', partitionCount: 1 })
  groups.coordinator.topicChanged('other')
  const { groupEpoch } = await groups.coordinator.describeConsumerGroup('billing')
  await b.beat()
  expect((await groups.coordinator.describeConsumerGroup('billing')).groupEpoch).toBe(groupEpoch)
})

test('who is away for a while keeps what it has, and gives up what it was told to', async () => {
  const [a, b] = [new TestConsumer(groups, 'a', { instanceId: 'i1' }), new TestConsumer(groups, 'b')]
  await a.join()
  await b.join()
  await a.quietBeat()
  const kept = [...a.owned]
  await a.leave(-2)
  await b.beat()
  expect([kept.length, b.owned.length]).toEqual([2, 2])
  expect((await groups.coordinator.describeConsumerGroup('billing')).members.find(({ instanceId }) => instanceId === 'i1')!.memberEpoch).toBe(-2)
  await groups.time.advance(44_000)
  groups.restart()
  await groups.time.advance(44_000)
  expect((await groups.coordinator.describeConsumerGroup('billing')).members, 'its session began anew with the restart').toHaveLength(2)
})

test('nothing is removed when it cannot be written', async () => {
  const a = new TestConsumer(groups, 'a')
  await a.join()
  groups.memory.fail()
  expect(await a.code(a.leave())).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  groups.memory.recover()
  expect((await a.send({ memberEpoch: 2 })).errorCode).toBe(0)
})
