import { expect, it } from 'vitest'
import { offeredMechanisms } from '../../../core/client/sasl-probe.ts'
import { SaslHandshake } from '../../../core/protocol/messages/sasl-handshake.ts'
import { socketOptions } from '../../../core/client/cluster-connection.ts'
import { startTestBroker } from '../../support/broker.ts'
import { clusterOptions } from '../../support/cluster.ts'
import { startSaslFront } from '../../support/sasl-front.ts'
import { closedPort, on, startScriptedBroker } from '../../support/scripted-broker.ts'
import type { Address } from '../../support/tls-proxy.ts'

const offered = async (address: Address) => offeredMechanisms(address, socketOptions(clusterOptions(address)))

it('tells what a listener with SASL offers, in order, and sends it no credentials', async () => {
  const { address } = await startTestBroker()
  expect(await offered(await startSaslFront(address, { users: {}, mechanisms: ['SCRAM-SHA-512', 'PLAIN'] }))).toEqual(['PLAIN', 'SCRAM-SHA-512'])
})

it('knows a listener without SASL by its answer', async () => {
  const broker = await startScriptedBroker([on(SaslHandshake, () => ({ errorCode: 34, mechanisms: [] }))])
  expect(await offered(broker.address)).toBeNull()
})

it('knows nothing of one that does not answer, or that knows no SaslHandshake', async () => {
  expect(await offered({ host: '127.0.0.1', port: await closedPort() })).toBeNull()
  expect(await offered((await startTestBroker()).address)).toBeNull()
})
