import { expect, it } from 'vitest'
import { initProducerId } from '../../../core/client/producer-id.ts'
import { FindCoordinator } from '../../../core/protocol/messages/find-coordinator.ts'
import { InitProducerId } from '../../../core/protocol/messages/init-producer-id.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { on, startScriptedTopic } from '../../support/scripted-broker.ts'

const options = { transactionalId: 'replay', transactionTimeoutMs: 60_000, deliveryTimeoutMs: 5_000 }
const coordinator = on(FindCoordinator, ({ coordinatorKeys }) => ({
  errorCode: 0,
  errorMessage: null,
  nodeId: 1,
  host: '',
  port: 0,
  coordinators: coordinatorKeys.map((key) => ({ key, nodeId: 1, host: '', port: 0, errorCode: 0, errorMessage: null })),
}))

it('gets another epoch of the same producer each time, and another producer without a transactional id', async () => {
  const cluster = connectTo((await startTestBroker()).address)
  const [first, second] = [await initProducerId(cluster, options), await initProducerId(cluster, options)]
  expect(second).toEqual({ producerId: first.producerId, producerEpoch: first.producerEpoch + 1 })
  const other = await initProducerId(cluster, { ...options, transactionalId: null })
  expect(other.producerId).not.toBe(first.producerId)
})

it('asks again while the transaction before is still ending', async () => {
  let asked = 0
  const answer = on(InitProducerId, () => (++asked < 4 ? { errorCode: 51, producerEpoch: -1 } : { errorCode: 0, producerId: 3, producerEpoch: 8 }))
  const broker = await startScriptedTopic([], [coordinator, answer])
  expect(await initProducerId(connectTo(broker.address), options)).toEqual({ producerId: 3, producerEpoch: 8 })
})

it('says whose id it could not get, and why', async () => {
  const broker = await startScriptedTopic([], [coordinator, on(InitProducerId, () => ({ errorCode: 53, producerEpoch: -1 }))])
  await expect(initProducerId(connectTo(broker.address), options)).rejects.toThrow('No producer id for transactional id "replay": The client may not use this transactional id.')
})
