import { inspect } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { systemTimers } from '../../../core/base/timers.ts'
import type { BrokerAddress } from '../../../core/client/bootstrap-address.ts'
import { BrokerSocket, type SocketOptions } from '../../../core/client/broker-socket.ts'
import { type ClusterSecurity, PLAINTEXT } from '../../../core/client/cluster-security.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { startTestBroker } from '../../support/broker.ts'
import { testIdentity } from '../../support/cluster.ts'
import { startFullBacklog } from '../../support/full-backlog.ts'
import { startSaslFront } from '../../support/sasl-front.ts'
import { on, startScriptedBroker } from '../../support/scripted-broker.ts'
import { selfSigned } from '../../support/tls-certificates.ts'
import { startTlsProxy } from '../../support/tls-proxy.ts'

function socketTo(to: BrokerAddress, security: ClusterSecurity = PLAINTEXT, options: Partial<SocketOptions> = {}, onClosed?: () => void): BrokerSocket {
  const socket = new BrokerSocket(
    to,
    { identity: testIdentity, security, timers: systemTimers, random: seededRandom(1), connectTimeoutMs: 2_000, requestTimeoutMs: 2_000, ...options },
    onClosed,
  )
  onTestFinished(async () => socket.destroy())
  return socket
}

it('tells each step that is passed, once and in order', async () => {
  const { address } = await startTestBroker()
  const front = await startSaslFront(address, { users: { alice: 'open sesame' } })
  const proxy = await startTlsProxy(front, { shows: selfSigned({ commonName: 'x' }) })
  const tls = { ca: null, certificate: null, key: null, serverName: null, acceptAnyCertificate: true }
  const passed: string[] = []
  const security: ClusterSecurity = { tls, sasl: { mechanism: 'SCRAM-SHA-256', username: 'alice', password: 'open sesame' } }
  const socket = socketTo({ host: 'localhost', port: proxy.port }, security, { onStep: (step, _to, found) => passed.push(`${step}: ${found}`) })
  await socket.open()
  expect(passed).toEqual([
    expect.stringMatching(/^resolve: "localhost" is \S+\.$/),
    `connect: localhost:${proxy.port} accepts connections.`,
    expect.stringMatching(/^tls: TLSv1\.3; the certificate is for x, issued by "x", valid until \S+\. It was not verified\.$/),
    'sasl: Signed in as "alice" with SCRAM-SHA-256.',
    expect.stringMatching(/^api-versions: A Kafka broker that knows \d+ APIs\.$/),
  ])
})

it('works without anybody who listens to its steps, and knows the versions', async () => {
  const { address } = await startTestBroker()
  const socket = await socketTo(address).open()
  expect(socket.versions.get(Metadata.key)).toMatchObject({ max: 13 })
})

it('says that a connection timed out, to the address that does not answer', async () => {
  const address = await startFullBacklog()
  await expect(socketTo(address, PLAINTEXT, { connectTimeoutMs: 300 }).open()).rejects.toMatchObject({
    step: 'connect',
    message: `127.0.0.1:${address.port} does not answer: the connection timed out.`,
    remedy: 'Check host and port, and whether a firewall or a missing VPN drops the packets.',
  })
})

it('says once that it was closed by the other side', async () => {
  const broker = await startScriptedBroker([on(Metadata, () => ({ brokers: [], topics: [] }))])
  let closed = 0
  await socketTo(broker.address, PLAINTEXT, {}, () => closed++).open()
  broker.dropConnections()
  await expect.poll(() => closed).toBeGreaterThan(0)
})

it('does not dial with TLS settings that cannot be used', async () => {
  const tls = { ca: 'not PEM', certificate: null, key: null, serverName: null, acceptAnyCertificate: false }
  expect(() => socketTo({ host: '127.0.0.1', port: 1 }, { tls, sasl: null })).toThrow(expect.objectContaining({ name: 'ConnectionFailed', step: 'tls', message: 'The certificate authority (CA) is not a certificate in PEM.' }) as Error)
})

it('has no secret in a failure, however deep one looks', async () => {
  const { address } = await startTestBroker()
  const front = await startSaslFront(address, { users: { alice: 'another' } })
  for (const mechanism of ['PLAIN', 'SCRAM-SHA-512'] as const) {
    const failure: unknown = await socketTo(front, { tls: null, sasl: { mechanism, username: 'alice', password: 'open sesame' } }).open().catch((error: unknown) => error)
    expect(failure).toMatchObject({ step: 'sasl' })
    const seen = inspect(failure, { depth: Infinity, showHidden: true })
    expect(seen).not.toContain('open sesame')
    expect(seen).not.toContain(Buffer.from('open sesame').toString('base64').slice(0, 12))
  }
})
