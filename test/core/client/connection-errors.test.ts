import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { checkCluster } from '../../../core/client/cluster-check.ts'
import type { BrokerAddress } from '../../../core/client/bootstrap-address.ts'
import { ConnectionFailed } from '../../../core/client/connection-errors.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { clusterOptions, connectTo } from '../../support/cluster.ts'
import { closedPort, on, startRawServer, startScriptedBroker } from '../../support/scripted-broker.ts'

async function failureOf(address: BrokerAddress, connectTimeoutMs = 2_000): Promise<ConnectionFailed> {
  const { failure } = await checkCluster(clusterOptions(address, { connectTimeoutMs }))
  expect(failure).toBeInstanceOf(ConnectionFailed)
  return failure!
}

it('says that a host name cannot be resolved', async () => {
  const failure = await failureOf({ host: 'no-such-host.invalid', port: 9092 })
  expect([failure.step, failure.address]).toEqual(['resolve', 'no-such-host.invalid:9092'])
  expect(failure.message).toMatch(/^The host name "no-such-host\.invalid" cannot be resolved \(E\w+\)\.$/)
  expect(failure.remedy).toBe('Check the spelling, and whether this computer is in the network (VPN) that knows the name.')
})

it('says that nothing listens', async () => {
  const port = await closedPort()
  const failure = await failureOf({ host: '127.0.0.1', port })
  expect([failure.step, failure.message, failure.remedy]).toEqual([
    'connect',
    `Nothing listens on 127.0.0.1:${port} (ECONNREFUSED).`,
    'Check the port, and whether the broker is running.',
  ])
})

it('says that the port speaks TLS', async () => {
  const alert = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0a])
  const address = await startRawServer((socket) => socket.on('data', () => socket.end(alert)))
  const failure = await failureOf(address)
  expect([failure.step, failure.message]).toEqual(['tls', `127.0.0.1:${address.port} speaks TLS, and the connection was opened without it.`])
})

it.each([
  ['closes the connection', () => (socket: Socket) => void socket.on('data', () => socket.destroy()), 'closed the connection at the first request'],
  ['never answers', () => () => {}, 'did not answer the first request'],
  [
    'answers with something else',
    () => (socket: Socket) => void socket.on('data', (chunk: Buffer) => socket.write(Buffer.concat([Buffer.from([0, 0, 0, 8]), chunk.subarray(8, 12), Buffer.from([0, 0, 255, 255])]))),
    'gave an answer that is not of the Kafka protocol',
  ],
])('says that the port is not one of a Kafka broker when it %s', async (_what, behave, words) => {
  const address = await startRawServer(behave())
  const failure = await failureOf(address, 300)
  expect([failure.step, failure.message]).toEqual(['api-versions', `127.0.0.1:${address.port} accepted the connection but ${words} (ApiVersions).`])
})

it('names the advertised address that cannot be reached, and its broker', async () => {
  const port = await closedPort()
  const bootstrap = await startScriptedBroker([on(Metadata, () => ({ brokers: [{ nodeId: 7, host: '127.0.0.1', port }], topics: [] }))])
  const failure = await failureOf(bootstrap.address)
  expect([failure.step, failure.address, failure.message, failure.remedy]).toEqual([
    'advertised',
    `127.0.0.1:${port}`,
    `Broker 7 says that clients reach it at 127.0.0.1:${port}, and that does not work from here: Nothing listens on 127.0.0.1:${port} (ECONNREFUSED).`,
    `Make 127.0.0.1:${port} reachable from this computer, or change advertised.listeners of broker 7.`,
  ])
})

it('says that a request was not answered in time', async () => {
  const silent = await startScriptedBroker([on(Metadata, () => new Promise<never>(() => {}))])
  const cluster = connectTo(silent.address, { requestTimeoutMs: 200 })
  const failure = (await cluster.metadata([]).catch((error: unknown) => error)) as ConnectionFailed
  expect([failure.step, failure.message]).toEqual(['request', `127.0.0.1:${silent.address.port}: Metadata was not answered in time.`])
})

it('says that the connection broke before the answer', async () => {
  const broker = await startScriptedBroker([on(Metadata, () => (broker.dropConnections(), new Promise<never>(() => {})))])
  const failure = (await connectTo(broker.address).metadata([]).catch((error: unknown) => error)) as ConnectionFailed
  expect(failure.step).toBe('request')
  expect(failure.message).toMatch(/: the connection broke before Metadata was answered: /)
})

it('keeps what the operating system said as the cause', async () => {
  const failure = await failureOf({ host: '127.0.0.1', port: await closedPort() })
  expect((failure.cause as Error & { cause: Error }).cause).toMatchObject({ code: 'ECONNREFUSED' })
})

it('does not take a refusal by error code for a broken connection', async () => {
  const broker = await startScriptedBroker([on(ApiVersions, () => ({ errorCode: 58, apiKeys: [] }))])
  expect((await failureOf(broker.address)).step).toBe('api-versions')
})
