import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deleteTopics } from '../../../../core/broker/handlers/delete-topics.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DeleteTopics } from '../../../../core/protocol/messages/delete-topics.ts'
import { ZERO_UUID } from '../../../../core/protocol/schema.ts'
import { groupOffsetsTable, topicsTable } from '../../../../core/storage/tables.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

const UNKNOWN_ID = 'AAAAAAAAQACAAAAAAAAAAQ'

let broker: TestContext
let ordersId: string
beforeEach(async () => {
  broker = await openTestContext()
  ordersId = (await broker.topics.create({ name: 'orders', partitionCount: 2, configs: {} })).topicId
  await broker.topics.create({ name: 'alerts', partitionCount: 1, configs: {} })
})
afterEach(() => broker.close())

type Wanted = { name?: string | null; topicId?: string }
const byName = (version: number, ...topicNames: string[]) => {
  const topics = topicNames.map((name) => ({ name, topicId: ZERO_UUID }))
  return broker.call(DeleteTopics, deleteTopics, version, { ...(version >= 6 ? { topics } : { topicNames }), timeoutMs: 1000 })
}
const delete6 = async (...wanted: Wanted[]) => {
  const topics = wanted.map(({ name = null, topicId = ZERO_UUID }) => ({ name, topicId }))
  const { responses } = await broker.call(DeleteTopics, deleteTopics, 6, { topics, timeoutMs: 1000 })
  return responses
}

describe.each(versions(DeleteTopics))('DeleteTopics v%i', (version) => {
  test('deletes topics by name, and says so of each', async () => {
    const { responses } = await byName(version, 'orders', 'nope')
    expect(responses).toEqual([
      { name: 'orders', topicId: version >= 6 ? ordersId : ZERO_UUID, errorCode: ErrorCode.NONE, errorMessage: null },
      {
        name: 'nope',
        topicId: ZERO_UUID,
        errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
        errorMessage: version >= 5 ? 'Topic "nope" does not exist.' : null,
      },
    ])
    expect([...broker.topics.all()].map(({ name }) => name)).toEqual(['alerts'])
  })

  test('refuses when delete.topic.enable is false', async () => {
    const strict = await openTestContext({ 'delete.topic.enable': 'false' })
    await strict.topics.create({ name: 'orders', partitionCount: 1, configs: {} })
    const request = version >= 6 ? { topics: [{ name: 'orders', topicId: ZERO_UUID }] } : { topicNames: ['orders'] }
    const { responses } = await strict.call(DeleteTopics, deleteTopics, version, { ...request, timeoutMs: 1000 })
    expect(responses.map(({ errorCode }) => errorCode)).toEqual([version < 3 ? ErrorCode.INVALID_REQUEST : ErrorCode.TOPIC_DELETION_DISABLED])
    expect(strict.topics.get('orders')).toBeDefined()
    await strict.close()
  })
})

describe('deletion by id', () => {
  test('answers with name and id', async () => {
    expect(await delete6({ topicId: ordersId })).toEqual([{ name: 'orders', topicId: ordersId, errorCode: ErrorCode.NONE, errorMessage: null }])
    expect(broker.topics.get('orders')).toBeUndefined()
  })

  test('of an unknown id is UNKNOWN_TOPIC_ID with a null name', async () => {
    expect(await delete6({ topicId: UNKNOWN_ID })).toEqual([
      { name: null, topicId: UNKNOWN_ID, errorCode: ErrorCode.UNKNOWN_TOPIC_ID, errorMessage: `Topic id ${UNKNOWN_ID} does not exist.` },
    ])
  })
})

describe('INVALID_REQUEST is what one gets', () => {
  test.each<[string, Wanted[], string]>([
    ['for a name with an id', [{ name: 'orders', topicId: UNKNOWN_ID }], 'Topic "orders" has an id too.'],
    ['for neither name nor id', [{}], 'A topic has neither name nor id.'],
    ['for a name given twice', [{ name: 'orders' }, { name: 'orders' }], 'Topic "orders" appears twice in the request.'],
    ['for an unknown name given twice', [{ name: 'nope' }, { name: 'nope' }], 'Topic "nope" appears twice in the request.'],
  ])('%s', async (_, wanted, errorMessage) => {
    expect(await delete6(...wanted)).toMatchObject([{ errorCode: ErrorCode.INVALID_REQUEST, errorMessage }])
    expect(broker.topics.get('orders')).toBeDefined()
  })

  test('for a topic given by name and by id, while the rest of the request is served', async () => {
    const responses = await delete6({ name: 'orders' }, { name: 'alerts' }, { topicId: ordersId })
    expect(responses.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['orders', ErrorCode.INVALID_REQUEST],
      ['alerts', ErrorCode.NONE],
    ])
    expect([...broker.topics.all()].map(({ name }) => name)).toEqual(['orders'])
  })
})

test('the groups\' offsets go with the topic, in the same commit', async () => {
  const { storage } = broker.store
  const offset = { offset: 5, leaderEpoch: 0, metadata: '', commitTimestampMs: 0, topicId: ordersId }
  const key = { groupId: 'billing', topic: 'orders', partition: 1 }
  await storage.commit({ writes: [groupOffsetsTable.put(key, offset)] })
  await byName(5, 'orders')
  expect(broker.groupLog).toEqual(['orders'])
  const reopened = await broker.store.reopen()
  expect(reopened.get(groupOffsetsTable, key)).toBeUndefined()
  expect(reopened.get(topicsTable, 'orders')).toBeUndefined()
})

test('whoever waits for the topic\'s records hears of the deletion', async () => {
  const heard: [string, readonly number[]][] = []
  broker.topics.deleted.on(({ name, partitions }) => heard.push([name, partitions]))
  await byName(6, 'orders')
  expect(heard).toEqual([['orders', [0, 1]]])
})

test('two deletions at the same time: one succeeds, the other finds nothing', async () => {
  const [first, second] = await Promise.all([byName(6, 'orders'), byName(6, 'orders')])
  expect([first.responses[0]!.errorCode, second.responses[0]!.errorCode]).toEqual([ErrorCode.NONE, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
})

test('a topic created again under the same name has a new id', async () => {
  await byName(6, 'orders')
  const again = await broker.topics.create({ name: 'orders', partitionCount: 1, configs: {} })
  expect(again.topicId).not.toBe(ordersId)
  expect(await delete6({ topicId: ordersId })).toMatchObject([{ errorCode: ErrorCode.UNKNOWN_TOPIC_ID }])
})
