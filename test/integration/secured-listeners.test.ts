// Real clients at a broker that asks who is there: every security protocol with every mechanism, and what access rules allow and deny.
import { describe, expect, it } from 'vitest'
import type { SecurityInput } from '../../core/contract/connections.ts'
import type { SecurityProtocol } from '../../core/broker/listeners.ts'
import { SASL_MECHANISMS, type SaslMechanism } from '../../core/security/sasl-mechanism.ts'
import { kcatMissing } from '../support/clients/kcat.ts'
import { ROUND_TRIPS } from '../support/clients/secured-round-trip.ts'
import { connectTo } from '../support/cluster.ts'
import { startTestServices } from '../support/core-services.ts'
import { remoteJourney } from '../support/remote-journey.ts'
import { ALICE, type ClientAccess, startSecuredBroker } from '../support/secured-broker.ts'

const AUTHORIZER = { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' }
const LISTENERS: readonly (readonly [SecurityProtocol, SaslMechanism | null])[] = [
  ['PLAINTEXT', null],
  ['SSL', null],
  ...SASL_MECHANISMS.map((mechanism) => ['SASL_PLAINTEXT', mechanism] as const),
  ...SASL_MECHANISMS.map((mechanism) => ['SASL_SSL', mechanism] as const),
]
const clients = ROUND_TRIPS.filter(([name]) => name !== 'kcat' || kcatMissing() === undefined)

/** Every library has words of its own for it. */
const isRefused = async (attempt: Promise<unknown>): Promise<boolean> => attempt.then(() => false, () => true)

describe.each(clients)('%s', (_name, roundTrip) => {
  it.each(LISTENERS)('sends and reads over %s %s', async (protocol, mechanism) => {
    const broker = await startSecuredBroker(protocol)
    expect(await roundTrip(await broker.access(mechanism ?? undefined), 'orders', 'readers')).toEqual(['one', 'two', 'three'])
    const principals = new Set(broker.connections().map(({ principal }) => principal))
    for (const principal of principals) expect(principal).toBe(mechanism ? 'User:alice' : 'User:ANONYMOUS')
  }, 30_000)

  it('shows its certificate, and is known by it', async () => {
    const broker = await startSecuredBroker('SSL', { 'ssl.client.auth': 'required', ...AUTHORIZER })
    await broker.allow('User:CN=carol', ['ALL', 'TOPIC', '*'], ['ALL', 'GROUP', '*'], ['ALL', 'CLUSTER', 'kafka-cluster'])
    const access = await broker.access()
    expect(await roundTrip({ ...access, own: await broker.certificate('carol') }, 'orders', 'readers')).toEqual(['one', 'two', 'three'])
    expect(await isRefused(roundTrip({ ...access, own: await broker.certificate('dave') }, 'orders', 'readers'))).toBe(true)
    expect(await isRefused(roundTrip(access, 'orders', 'readers'))).toBe(true)
  }, 60_000)

  it.each(SASL_MECHANISMS)('is refused with a wrong password and %s', async (mechanism) => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT')
    expect(await isRefused(roundTrip(await broker.access(mechanism, { ...ALICE, password: 'wrong' }), 'orders', 'readers'))).toBe(true)
    expect(await roundTrip(await broker.access(mechanism), 'orders', 'readers')).toEqual(['one', 'two', 'three'])
  }, 60_000)

  it('does what the rules allow, and nothing else', async () => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', AUTHORIZER)
    const access = await broker.access('SCRAM-SHA-256')
    expect(await isRefused(roundTrip(access, 'orders', 'readers'))).toBe(true)
    expect([...broker.context.topics.all()]).toEqual([])
    await broker.allow('User:alice', ['CREATE', 'TOPIC', 'orders'], ['WRITE', 'TOPIC', 'orders'], ['READ', 'TOPIC', 'orders'], ['READ', 'GROUP', 'readers'])
    expect(await roundTrip(access, 'orders', 'readers')).toEqual(['one', 'two', 'three'])
    expect(await isRefused(roundTrip(access, 'payments', 'readers'))).toBe(true)
    expect([...broker.context.topics.all()].map(({ name }) => name)).toEqual(['orders'])
  }, 60_000)
})

function asEntered({ authority, own, sasl }: ClientAccess): SecurityInput {
  const tls = authority && { ca: authority.pem, certificate: own?.certificate ?? null, ...(own && { key: own.key }), serverName: null, acceptAnyCertificate: false }
  return { tls, sasl }
}

describe('the workbench', () => {
  it.each(LISTENERS)('tries out, adds, arms, sends, reads back, groups over %s %s', async (protocol, mechanism) => {
    const { services, logger } = await startTestServices()
    const broker = await startSecuredBroker(protocol)
    const access = await broker.access(mechanism ?? undefined)
    await remoteJourney(services, { name: 'secured', bootstrapServers: [access.bootstrap], hue: null, security: asEntered(access) }, 'orders')
    expect(logger.lines).toEqual([])
  })

  it('shows its certificate', async () => {
    const { services } = await startTestServices()
    const broker = await startSecuredBroker('SSL', { 'ssl.client.auth': 'required' })
    const access = { ...(await broker.access()), own: await broker.certificate('carol') }
    await remoteJourney(services, { name: 'secured', bootstrapServers: [access.bootstrap], hue: null, security: asEntered(access) }, 'orders')
  })

  it.each(SASL_MECHANISMS)('signs in again with %s before its session ends, on the same connection', async (mechanism) => {
    const broker = await startSecuredBroker('SASL_PLAINTEXT', { 'connections.max.reauth.ms': '1500' })
    const cluster = connectTo(broker.address, { security: { tls: null, sasl: { mechanism, ...ALICE } } })
    await cluster.metadata([])
    const connections = broker.connections().map(({ id }) => id)
    const untilMs = performance.now() + 4_000
    while (performance.now() < untilMs) {
      await cluster.metadata([])
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(broker.connections().map(({ id }) => id)).toEqual(connections)
    expect(broker.requestLog.since(0).requests.filter(({ api }) => api === 'SaslHandshake').length).toBeGreaterThan(2)
  }, 20_000)

  it.each<[string, SecurityProtocol, Record<string, string>, (access: ClientAccess) => ClientAccess, string]>([
    [
      'a wrong password', 'SASL_PLAINTEXT', {}, (access) => access,
      'sasl | localhost:PORT refused the user "alice" (SCRAM-SHA-256): Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-256 | Check user name, password and mechanism.',
    ],
    [
      'a mechanism that is not offered', 'SASL_PLAINTEXT', { 'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512' }, (access) => access,
      'sasl | localhost:PORT does not offer SCRAM-SHA-256; it offers PLAIN, SCRAM-SHA-512. | Choose PLAIN or SCRAM-SHA-512.',
    ],
    ['a sign-in where there is none', 'PLAINTEXT', {}, (access) => access, 'sasl | localhost:PORT takes no sign-in: the listener is without SASL. | Switch SASL off, or use the port of a SASL listener.'],
    [
      'no TLS where it is needed', 'SASL_SSL', {}, (access) => ({ ...access, authority: null, sasl: null }),
      'tls | localhost:PORT speaks TLS, and the connection was opened without it. | Switch TLS on, or use the port of a plaintext listener.',
    ],
  ])('says what to do about %s', async (_what, protocol, configs, change, told) => {
    const { services } = await startTestServices()
    const broker = await startSecuredBroker(protocol, configs)
    const access = change(await broker.access('SCRAM-SHA-256', { ...ALICE, password: 'wrong' }))
    const { steps } = await services.connections.test([access.bootstrap], asEntered(access), null)
    const failed = steps.filter(({ outcome }) => outcome === 'failed').map(({ step, message, remedy }) => `${step} | ${message} | ${remedy}`)
    expect(failed.join('\n').replaceAll(/:\d+/g, ':PORT')).toBe(told)
  })
})
