import { expect, test } from 'vitest'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { UpdateFeatures } from '../../../core/protocol/messages/update-features.ts'
import { startWithOrders, TestProducer } from '../../support/transactions.ts'

test.each([[2, 3], [1, 2]])('what the broker aborts by itself follows transaction.version (%i): the next epoch is %i', async (level, epoch) => {
  const { client } = await startWithOrders()
  const update = { feature: 'transaction.version', maxVersionLevel: level, upgradeType: 2 }
  expect((await client.send(UpdateFeatures, 1, { timeoutMs: 5000, featureUpdates: [update], validateOnly: false })).errorCode).toBe(ErrorCode.NONE)
  const producer = await TestProducer.start(client, 't')
  await producer.addPartitions('orders', [0])
  expect([await producer.init(), producer.producerEpoch]).toEqual([0, epoch])
})
