// InitProducerId: fresh ids for idempotent producers; transactions are refused by name, not by a wrong answer.
import { expect, it } from 'vitest'
import { initProducerId } from '../../../../core/broker/handlers/init-producer-id.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { InitProducerId } from '../../../../core/protocol/messages/init-producer-id.ts'
import { openTestContext, versions } from '../../../support/handler-context.ts'

it.each([[7, -1], [-1, 0]])('half a producer (id %i, epoch %i) is an invalid request, a whole one gets a new id (KIP-360)', async (producerId, producerEpoch) => {
  const t = await openTestContext()
  const ask = async (more: { producerId: number; producerEpoch: number }) => t.call(InitProducerId, initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 60_000, ...more })
  expect(await ask({ producerId, producerEpoch })).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST, producerId: -1, producerEpoch: -1 })
  expect(await ask({ producerId: 7, producerEpoch: 0 })).toMatchObject({ errorCode: 0, producerId: 0, producerEpoch: 0 })
  await t.close()
})

it.each(versions(InitProducerId))('version %i gives every producer an id of its own, and refuses transactional ids', async (version) => {
  const t = await openTestContext()
  const ask = async (transactionalId: string | null) => {
    const { errorCode, producerId, producerEpoch } = await t.call(InitProducerId, initProducerId, version, { transactionalId, transactionTimeoutMs: 60_000 })
    return [errorCode, producerId, producerEpoch]
  }
  expect([await ask(null), await ask(null)]).toEqual([[0, 0, 0], [0, 1, 0]])
  expect(await ask('')).toEqual([ErrorCode.INVALID_REQUEST, -1, -1])
  expect(await ask('tx')).toEqual([ErrorCode.UNSUPPORTED_VERSION, -1, -1])
  await t.close()
})
