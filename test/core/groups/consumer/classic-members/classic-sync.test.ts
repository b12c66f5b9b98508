import { beforeEach, expect, test } from 'vitest'
import { decodeAssignment } from '../../../../../core/groups/consumer-protocol.ts'
import { ErrorCode } from '../../../../../core/protocol/error-codes.ts'
import { ClassicConsumer } from '../../../../support/classic-consumer.ts'
import { TestConsumer } from '../../../../support/consumer-member.ts'
import { TestGroups } from '../../../../support/group-coordinator.ts'

let groups: TestGroups
let a: TestConsumer
let c: ClassicConsumer
beforeEach(async () => {
  groups = new TestGroups()
  a = new TestConsumer(groups, 'a')
  c = new ClassicConsumer(groups, 'c')
  await a.join()
  await a.leave()
  await a.join()
  await c.obtainId()
  await c.join().promise
})

test('every member gets its own share, and a retry gets it again', async () => {
  for (let i = 0; i < 2; i++) await a.beat()
  await c.join().promise
  const names = { protocolType: 'consumer', protocolName: 'cooperative-sticky' }
  for (let i = 0; i < 2; i++) {
    const answer = await c.sync([], names).promise
    expect(answer).toMatchObject({ errorCode: 0, ...names })
    expect(decodeAssignment(answer.assignment as Buffer).partitions.map(({ topic, partitions }) => [topic, partitions.length])).toEqual([['orders', 2]])
  }
})

test.each([
  ['of another generation', { generationId: 99 }, ErrorCode.ILLEGAL_GENERATION],
  ['of another member', { memberId: 'x' }, ErrorCode.UNKNOWN_MEMBER_ID],
  ['of a member of the new protocol', { memberId: 'id of a' }, ErrorCode.UNKNOWN_MEMBER_ID],
  ['with another protocol type', { protocolType: 'connect' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  ['with another protocol', { protocolName: 'range' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
])('a request %s is refused', async (_title, changes, code) => {
  expect((await c.sync([], changes).promise).errorCode).toBe(code)
})

test('in a newer epoch it has to join again', async () => {
  await new TestConsumer(groups, 'b').join()
  expect((await c.sync().promise).errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
})

test('a member of a group that is not there is unknown', async () => {
  const d = new ClassicConsumer(groups, 'd', { groupId: 'other' })
  expect((await d.sync().promise).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
})
