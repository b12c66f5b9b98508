import { beforeEach, expect, test } from 'vitest'
import { offsetDelete } from '../../../../core/broker/handlers/offset-delete.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { OffsetDelete } from '../../../../core/protocol/messages/offset-delete.ts'
import { TestConsumer } from '../../../support/consumer-member.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'

let broker: GroupHandlers
beforeEach(async () => {
  broker = new GroupHandlers()
  await broker.groups.commit([{ offset: 1 }])
})

const remove = (...names: string[]) =>
  broker.call(OffsetDelete, offsetDelete, 0, { groupId: 'billing', topics: names.map((name) => ({ name, partitions: [{ partitionIndex: 0 }] })) })
const answered = (name: string, errorCode: number) => ({ name, partitions: [{ partitionIndex: 0, errorCode }] })

test('deletes offsets; a topic that does not exist has none', async () => {
  expect(await remove('orders', 'nothing')).toEqual({ errorCode: 0, throttleTimeMs: 0, topics: [answered('orders', 0), answered('nothing', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)] })
  expect(broker.groups.fetch().committedOffset).toBe(-1)
})

test('what members read stays', async () => {
  await new TestConsumer(broker.groups, 'a').join()
  expect((await remove('orders')).topics).toEqual([answered('orders', ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC)])
})

test('a group that does not exist is one error for all', async () => {
  await remove('orders')
  expect(await remove('orders')).toEqual({ errorCode: ErrorCode.GROUP_ID_NOT_FOUND, throttleTimeMs: 0, topics: [] })
})

test('the client must be allowed to delete the group, and to read each topic', async () => {
  broker.isAllowed = (operation, type) => `${operation} ${type}` !== 'READ TOPIC'
  expect((await remove('orders')).topics).toEqual([answered('orders', ErrorCode.TOPIC_AUTHORIZATION_FAILED)])
  broker.isAllowed = (operation) => operation !== 'DELETE'
  expect(await remove('orders')).toEqual({ errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED, throttleTimeMs: 0, topics: [] })
  expect(broker.groups.fetch().committedOffset).toBe(1)
})
