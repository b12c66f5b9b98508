// ListTransactions: transactions by state, producer, age and pattern.
import { describe, expect, it } from 'vitest'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { ListTransactions } from '../../../../core/protocol/messages/list-transactions.ts'
import { FakeTime } from '../../../support/fake-time.ts'
import { versions } from '../../../support/handler-context.ts'
import { startWithOrders, TestProducer } from '../../../support/transactions.ts'

async function setUp() {
  const time = new FakeTime()
  const { client } = await startWithOrders({}, { clock: time })
  const old = await TestProducer.start(client, 'billing-1')
  await old.addPartitions('orders', [0])
  await time.advance(5000)
  const young = await TestProducer.start(client, 'billing-2')
  await young.addPartitions('orders', [0])
  await TestProducer.start(client, 'shipping-1')
  const list = async (version: number, request: { stateFilters?: string[]; producerIdFilters?: number[]; durationFilter?: number; transactionalIdPattern?: string | null }) =>
    client.send(ListTransactions, version, { stateFilters: [], producerIdFilters: [], ...request })
  return { list, old, young }
}

describe.each(versions(ListTransactions))('ListTransactions v%i', (version) => {
  it('lists all, or those in some states or of some producers', async () => {
    const { list, old, young } = await setUp()
    expect(await list(version, {})).toMatchObject({
      errorCode: 0,
      unknownStateFilters: [],
      transactionStates: [
        { transactionalId: 'billing-1', producerId: old.producerId, transactionState: 'Ongoing' },
        { transactionalId: 'billing-2', producerId: young.producerId, transactionState: 'Ongoing' },
        { transactionalId: 'shipping-1', transactionState: 'Empty' },
      ],
    })
    expect((await list(version, { stateFilters: ['Empty', 'Nonsense'] })).unknownStateFilters).toEqual(['Nonsense'])
    expect((await list(version, { producerIdFilters: [young.producerId] })).transactionStates.length).toBe(1)
  })
})

it('v1+ lists what has been open for longer than asked', async () => {
  const { list } = await setUp()
  const { transactionStates } = await list(1, { durationFilter: 4999, stateFilters: ['Ongoing'] })
  expect(transactionStates.map(({ transactionalId }) => transactionalId)).toEqual(['billing-1'])
})

it.each([
  ['billing-.', ['billing-1', 'billing-2']],
  ['billing', []],
  ['', ['billing-1', 'billing-2', 'shipping-1']],
])('v2 lists ids that match the whole pattern %j', async (transactionalIdPattern, ids) => {
  const { list } = await setUp()
  expect((await list(2, { transactionalIdPattern })).transactionStates.map(({ transactionalId }) => transactionalId)).toEqual(ids)
})

it('v2 refuses what is no pattern', async () => {
  const { list } = await setUp()
  expect(await list(2, { transactionalIdPattern: '(' })).toMatchObject({ errorCode: ErrorCode.INVALID_REGULAR_EXPRESSION, transactionStates: [] })
})
