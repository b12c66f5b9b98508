import { expect, test } from 'vitest'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { UpdateFeatures } from '../../../core/protocol/messages/update-features.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { startWithOrders, TestProducer } from '../../support/transactions.ts'

test.each([
  [2, 'may go on', ErrorCode.NONE],
  [1, 'is fenced', ErrorCode.PRODUCER_FENCED],
])('with transaction.version %i a producer whose transaction has timed out %s', async (level, _what, errorCode) => {
  const time = new FakeTime()
  const { broker, client } = await startWithOrders({}, { clock: time })
  const update = { feature: 'transaction.version', maxVersionLevel: level, upgradeType: 2 }
  expect((await client.send(UpdateFeatures, 1, { timeoutMs: 5000, featureUpdates: [update], validateOnly: false })).errorCode).toBe(ErrorCode.NONE)
  const producer = await TestProducer.start(client, 't', 1000)
  await producer.produce('orders', 0, ['a'])
  await time.advance(1001)
  await broker.context.transactions.abortTimedOut()
  expect([await producer.produce('orders', 0, ['b']), await producer.end(false)]).toEqual([ErrorCode.INVALID_PRODUCER_EPOCH, errorCode])
})
