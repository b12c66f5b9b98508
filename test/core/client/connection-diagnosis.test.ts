import { createServer } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { checkCluster } from '../../../core/client/cluster-check.ts'
import type { ClusterSecurity, SaslSettings } from '../../../core/client/cluster-security.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { startTestBroker } from '../../support/broker.ts'
import { clusterOptions } from '../../support/cluster.ts'
import { startSaslFront } from '../../support/sasl-front.ts'
import { on, startScriptedBroker } from '../../support/scripted-broker.ts'
import { testAuthority } from '../../support/tls-certificates.ts'
import { type Address, startTlsProxy } from '../../support/tls-proxy.ts'

const tls = { ca: null, certificate: null, key: null, serverName: null, acceptAnyCertificate: false }

async function failureAt(address: Address, security: Partial<ClusterSecurity> = {}): Promise<[step: string, message: string, remedy: string]> {
  const { failure } = await checkCluster(clusterOptions(address, { security: { tls: null, sasl: null, ...security }, connectTimeoutMs: 1_000 }))
  return [failure?.step ?? 'none', (failure?.message ?? '').replaceAll(`:${address.port}`, ':PORT'), failure?.remedy ?? '']
}

async function httpServer(): Promise<Address> {
  const server = createServer((_request, response) => response.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port }
}

it.each([
  ['in plain', {}, 'api-versions'],
  ['with TLS', { tls }, 'tls'],
])('says that an HTTP server answers, %s', async (_how, security, step) => {
  expect(await failureAt(await httpServer(), security)).toEqual([step, '127.0.0.1:PORT is not a Kafka broker: an HTTP server answers there.', 'Use the port of a Kafka listener.'])
})

it('says that a port speaks TLS which was spoken to in plain', async () => {
  const broker = await startTestBroker()
  const proxy = await startTlsProxy(broker.address, { shows: testAuthority().issue({ commonName: 'x', names: ['127.0.0.1'] }) })
  expect(await failureAt(proxy)).toEqual(['tls', '127.0.0.1:PORT speaks TLS, and the connection was opened without it.', 'Switch TLS on, or use the port of a plaintext listener.'])
})

it('says that a port speaks plain Kafka which was spoken to with TLS', async () => {
  const { address } = await startTestBroker()
  expect(await failureAt(address, { tls })).toEqual(['tls', '127.0.0.1:PORT is a Kafka listener without TLS.', 'Switch TLS off, or use the port of a TLS listener.'])
})

it('says that a port is that of a KRaft controller', async () => {
  const apiKeys = [Fetch.key, ApiVersions.key, 52, 60].map((apiKey) => ({ apiKey, minVersion: 0, maxVersion: 1 }))
  const controller = await startScriptedBroker([on(ApiVersions, () => ({ errorCode: 0, apiKeys }))])
  expect(await failureAt(controller.address)).toEqual([
    'api-versions',
    '127.0.0.1:PORT is the port of a KRaft controller, not of a broker.',
    'Use the port of a broker listener: see advertised.listeners of the brokers.',
  ])
})

it('says that a sign-in is wanted, and which mechanisms are offered', async () => {
  const { address } = await startTestBroker()
  const front = await startSaslFront(address, { users: {}, mechanisms: ['PLAIN', 'SCRAM-SHA-512'] })
  expect(await failureAt(front)).toEqual([
    'sasl',
    '127.0.0.1:PORT wants clients to sign in (SASL); it offers PLAIN, SCRAM-SHA-512.',
    'Choose PLAIN or SCRAM-SHA-512, and enter user name and password.',
  ])
})

it('says that a sign-in is wanted behind TLS, too', async () => {
  const { address } = await startTestBroker()
  const front = await startSaslFront(address, { users: {} })
  const proxy = await startTlsProxy(front, { shows: testAuthority().issue({ commonName: 'x' }) })
  expect((await failureAt(proxy, { tls: { ...tls, acceptAnyCertificate: true } })).slice(0, 2)).toEqual([
    'sasl',
    '127.0.0.1:PORT wants clients to sign in (SASL); it offers PLAIN, SCRAM-SHA-256, SCRAM-SHA-512.',
  ])
})

it('does not look closer where the failure says enough', async () => {
  const sasl: SaslSettings = { mechanism: 'PLAIN', username: 'a', password: 'b' }
  const broker = await startScriptedBroker([])
  await failureAt(broker.address, { sasl })
  expect(broker.asked.filter((name) => name.startsWith('ApiVersions'))).toHaveLength(1)
})
