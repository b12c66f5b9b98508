// InitProducerId: fresh ids for idempotent producers, epochs that fence for transactional ones.
import { describe, expect, it } from 'vitest'
import { initProducerId } from '../../../../core/broker/handlers/init-producer-id.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { InitProducerId } from '../../../../core/protocol/messages/init-producer-id.ts'
import { openTestContext, versions } from '../../../support/handler-context.ts'
import { readCommitted, startWithOrders, TestProducer } from '../../../support/transactions.ts'

it.each([[7, -1], [-1, 0]])('half a producer (id %i, epoch %i) is an invalid request, a whole one gets a new id (KIP-360)', async (producerId, producerEpoch) => {
  const t = await openTestContext()
  const ask = async (more: { producerId: number; producerEpoch: number }) => t.call(InitProducerId, initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 60_000, ...more })
  expect(await ask({ producerId, producerEpoch })).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST, producerId: -1, producerEpoch: -1 })
  expect(await ask({ producerId: 7, producerEpoch: 0 })).toMatchObject({ errorCode: 0, producerId: 0, producerEpoch: 0 })
  await t.close()
})

describe.each(versions(InitProducerId))('InitProducerId v%i', (version) => {
  it('gives every producer an id of its own, and a transactional id its next epoch', async () => {
    const { client } = await startWithOrders()
    const ask = async (transactionalId: string | null, transactionTimeoutMs = 60_000) => {
      const { errorCode, producerId, producerEpoch } = await client.send(InitProducerId, version, { transactionalId, transactionTimeoutMs })
      return [errorCode, producerId, producerEpoch]
    }
    expect([await ask(null), await ask(null), await ask('t'), await ask('t')]).toEqual([[0, 0, 0], [0, 1, 0], [0, 2, 0], [0, 2, 1]])
    expect([await ask(''), await ask('t', 900_001)]).toEqual([[ErrorCode.INVALID_REQUEST, -1, -1], [ErrorCode.INVALID_TRANSACTION_TIMEOUT, -1, -1]])
  })
})

it.each([[3, ErrorCode.INVALID_PRODUCER_EPOCH], [4, ErrorCode.PRODUCER_FENCED], [5, ErrorCode.PRODUCER_FENCED]])('v%i tells a producer that was replaced by error %i', async (version, errorCode) => {
  const { client } = await startWithOrders()
  const zombie = await TestProducer.start(client, 't')
  await TestProducer.start(client, 't')
  expect(await zombie.init({ version, ...zombie.claim })).toBe(errorCode)
})

it('what the producer before left open is aborted, and readers go on', async () => {
  const { client } = await startWithOrders()
  const zombie = await TestProducer.start(client, 't')
  await zombie.produce('orders', 0, ['lost'])
  const successor = await TestProducer.start(client, 't')
  expect(successor.claim).toEqual({ producerId: zombie.producerId, producerEpoch: 2 })
  expect([await zombie.produce('orders', 0, ['late']), await zombie.end(true)]).toEqual([ErrorCode.INVALID_PRODUCER_EPOCH, ErrorCode.PRODUCER_FENCED])
  await successor.produce('orders', 0, ['kept'])
  await successor.end(true)
  expect(await readCommitted(client, 'orders', 0)).toEqual(['kept'])
})

it('a timeout of the broker’s choice is the longest that there is', async () => {
  const { client } = await startWithOrders({ 'transaction.max.timeout.ms': '5000' })
  const producer = new TestProducer(client, 't')
  expect([await producer.init({ transactionTimeoutMs: 5000 }), await producer.init({ transactionTimeoutMs: 5001 })]).toEqual([0, ErrorCode.INVALID_TRANSACTION_TIMEOUT])
})
