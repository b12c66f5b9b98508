// A second Headwater as a remote cluster, spoken to in every way that the workbench knows.
import { expect, it } from 'vitest'
import type { SecurityInput } from '../../core/contract/connections.ts'
import type { AppServices } from '../../core/services/app-services.ts'
import { advertise } from '../support/advertise.ts'
import { startTestBroker } from '../support/broker.ts'
import { startTestServices } from '../support/core-services.ts'
import { remoteJourney } from '../support/remote-journey.ts'
import { startSaslFront } from '../support/sasl-front.ts'
import { closedPort } from '../support/scripted-broker.ts'
import { testAuthority } from '../support/tls-certificates.ts'
import { type Address, startTlsProxy } from '../support/tls-proxy.ts'

const authority = testAuthority()
const shows = authority.issue({ commonName: 'kafka', names: ['localhost', '127.0.0.1'] })
const mine = authority.issue({ commonName: 'alice' })
const users = { alice: 'open sesame' }
const tls = { ca: authority.certificate, certificate: null, serverName: null, acceptAnyCertificate: false }

type Front = (broker: Address) => Promise<Address>

const direct: Front = async (broker) => broker
const overTls: Front = async (broker) => startTlsProxy(broker, { shows })
const overMutualTls: Front = async (broker) => startTlsProxy(broker, { shows, clientAuthority: authority.certificate })
const signedIn: Front = async (broker) => startSaslFront(broker, { users })
const signedInOverTls: Front = async (broker) => overTls(await signedIn(broker))

function sasl(mechanism: NonNullable<SecurityInput['sasl']>['mechanism']): NonNullable<SecurityInput['sasl']> {
  return { mechanism, username: 'alice', password: users.alice }
}

it.each<[string, Front, SecurityInput]>([
  ['in plain', direct, { tls: null, sasl: null }],
  ['behind a TLS endpoint', overTls, { tls, sasl: null }],
  ['behind a TLS endpoint that wants a client certificate', overMutualTls, { tls: { ...tls, ...mine }, sasl: null }],
  ['signed in with SASL PLAIN', signedIn, { tls: null, sasl: sasl('PLAIN') }],
  ['signed in with SASL SCRAM-SHA-256', signedIn, { tls: null, sasl: sasl('SCRAM-SHA-256') }],
  ['signed in with SASL SCRAM-SHA-512 over TLS', signedInOverTls, { tls, sasl: sasl('SCRAM-SHA-512') }],
])('a second Headwater %s: try out, add, arm, send, read back equal, groups', async (_how, front, security) => {
  const { services, logger } = await startTestServices()
  const remote = await startTestBroker()
  const address = await front(remote.address)
  advertise(remote, address)
  await remoteJourney(services, { name: 'second', bootstrapServers: [`${address.host}:${address.port}`], hue: null, security }, 'orders')
  expect(logger.lines).toEqual([])
})

async function failure(services: AppServices, address: Address, security: SecurityInput): Promise<string> {
  const { steps } = await services.connections.test([`${address.host}:${address.port}`], security, null)
  const failed = steps.filter(({ outcome }) => outcome === 'failed')
  return failed.map(({ step, message, remedy }) => `${step} | ${message} | ${remedy}`.replaceAll(`:${address.port}`, ':PORT')).join('\n')
}

it('says which step failed and what to do: wrong port, TLS mismatch, bad password, unreachable advertised listener', async () => {
  const { services } = await startTestServices()
  const remote = await startTestBroker()
  const plain: SecurityInput = { tls: null, sasl: null }
  expect(await failure(services, { host: '127.0.0.1', port: await closedPort() }, plain)).toBe('connect | Nothing listens on 127.0.0.1:PORT (ECONNREFUSED). | Check the port, and whether the broker is running.')
  expect(await failure(services, await overTls(remote.address), plain)).toBe('tls | 127.0.0.1:PORT speaks TLS, and the connection was opened without it. | Switch TLS on, or use the port of a plaintext listener.')
  expect(await failure(services, remote.address, { tls, sasl: null })).toBe('tls | 127.0.0.1:PORT is a Kafka listener without TLS. | Switch TLS off, or use the port of a TLS listener.')
  expect(await failure(services, await signedIn(remote.address), { tls: null, sasl: { ...sasl('SCRAM-SHA-256'), password: 'wrong' } })).toBe(
    'sasl | 127.0.0.1:PORT refused the user "alice" (SCRAM-SHA-256): Authentication failed: Invalid username or password | Check user name, password and mechanism.',
  )
  const nowhere = { host: '127.0.0.1', port: await closedPort() }
  const { address } = remote
  advertise(remote, nowhere)
  const at = `127.0.0.1:${nowhere.port}`
  const nodeId = remote.context.nodeId
  expect(await failure(services, address, plain)).toBe(
    `advertised | Broker ${nodeId} says that clients reach it at ${at}, and that does not work from here: Nothing listens on ${at} (ECONNREFUSED). | Make ${at} reachable from this computer, or change advertised.listeners of broker ${nodeId}.`,
  )
})
