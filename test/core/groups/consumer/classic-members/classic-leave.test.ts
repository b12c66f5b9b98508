import { beforeEach, expect, test } from 'vitest'
import { ErrorCode } from '../../../../../core/protocol/error-codes.ts'
import { ClassicConsumer } from '../../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../../support/consumer-member.ts'
import { context, TestGroups } from '../../../../support/group-coordinator.ts'

let groups: TestGroups
let a: TestConsumer
beforeEach(async () => {
  groups = new TestGroups()
  a = new TestConsumer(groups, 'a')
  await a.join()
})

const leave = async (...members: { memberId?: string; groupInstanceId?: string | null }[]) => {
  const filled = members.map((member) => ({ memberId: '', groupInstanceId: null, reason: null, ...member }))
  const response = groups.coordinator.leaveGroup({ groupId: 'billing', memberId: '', members: filled }, context(5))
  await groups.time.advance(0)
  return response
}
const memberIds = async () => (await groups.coordinator.describeConsumerGroup('billing')).members.map(({ memberId }) => memberId)

test.each([2, 5])('v%i: a member leaves, and the others share out anew', async (version) => {
  const c = new ClassicConsumer(groups, 'c')
  await c.rejoin()
  expect(await c.leave(version)).toBe(0)
  await a.beat()
  expect([a.owned.length, a.epoch, c.heartbeat()]).toEqual([4, 4, ErrorCode.UNKNOWN_MEMBER_ID])
})

test('several leave at once, each with its own answer, and the epoch goes up once', async () => {
  const s = new ClassicConsumer(groups, 's', { groupInstanceId: 'i1' })
  await s.rejoin()
  const c = new ClassicConsumer(groups, 'c')
  await c.rejoin()
  const before = (await groups.coordinator.describeConsumerGroup('billing')).groupEpoch
  const { members } = await leave({ groupInstanceId: 'i1' }, { memberId: c.memberId }, { memberId: 'nobody' }, { groupInstanceId: 'i9' }, {})
  expect(members!.map(({ errorCode }) => errorCode)).toEqual([0, 0, ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.UNKNOWN_MEMBER_ID])
  const { groupEpoch, members: left } = await groups.coordinator.describeConsumerGroup('billing')
  expect([groupEpoch - before, left.map(({ memberId }) => memberId)]).toEqual([1, ['id of a']])
})

test('an administrator may remove members of the new protocol, and a wrong id for an instance is fenced', async () => {
  await new TestConsumer(groups, 's', { instanceId: 'i1' }).join()
  expect((await leave({ memberId: 'x', groupInstanceId: 'i1' })).members![0]!.errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
  await leave({ memberId: 'id of a' })
  expect(await memberIds()).toEqual(['id of s'])
})

test('nobody leaves when it cannot be written', async () => {
  groups.memory.fail()
  expect((await leave({ memberId: 'id of a' })).errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  groups.memory.recover()
  expect(await memberIds()).toEqual(['id of a'])
})
