// Headwater's services against a real Apache Kafka over every kind of listener: node test/conformance/apache-kafka/run.ts
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '../../../core/base/logger.ts'
import type { SecurityInput } from '../../../core/contract/connections.ts'
import { type Core, startCore } from '../../../core/host/core-process.ts'
import { remoteJourney } from '../../support/remote-journey.ts'
import { testAuthority } from '../../support/tls-certificates.ts'
import { KAFKA_VERSION, type KafkaNode, type Listener, obstacle, SESSION_MS, startKafka, USER } from './kafka-node.ts'

type Sasl = NonNullable<SecurityInput['sasl']>
const MECHANISMS: readonly Sasl['mechanism'][] = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']
const PLAIN: SecurityInput = { tls: null, sasl: null }

const reason = await obstacle()
if (reason !== null) {
  console.log(`skipped: ${reason}`)
  process.exit(0)
}
const kafka = await startKafka()
let failures = 0
try {
  await withCore(async (core) => {
    await works(kafka, core)
    await renews(kafka, core)
    await fails(kafka, core)
  })
} finally {
  await kafka.stop()
}
console.log(failures === 0 ? `Apache Kafka ${KAFKA_VERSION}: all as it should be` : `Apache Kafka ${KAFKA_VERSION}: ${failures} failed`)
process.exitCode = failures === 0 ? 0 : 1

async function withCore(use: (core: Core) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-conformance-'))
  const core = await startCore({ directory: folder, kafkaPort: 0, configs: {}, host: 'node', logger: silentLogger })
  try {
    await use(core)
  } finally {
    await core.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function works({ authority, ports }: KafkaNode, { services }: Core): Promise<void> {
  const tls = trusting(authority.certificate)
  const mine = authority.issue({ commonName: 'alice' })
  const ways: [Listener, SecurityInput][] = [
    ['plaintext', PLAIN],
    ['ssl', { tls, sasl: null }],
    ['mtls', { tls: { ...tls, ...mine }, sasl: null }],
    ...MECHANISMS.map((mechanism): [Listener, SecurityInput] => ['sasl_plaintext', { tls: null, sasl: { mechanism, ...USER } }]),
    ...MECHANISMS.map((mechanism): [Listener, SecurityInput] => ['sasl_ssl', { tls, sasl: { mechanism, ...USER } }]),
  ]
  for (const [listener, security] of ways) {
    const name = `${listener}${security.sasl ? ` ${security.sasl.mechanism}` : ''}`
    const topic = `orders-${name.replaceAll(' ', '-')}`
    await expecting(`${name}: try out, add, arm, create, send, read back equal, groups`, async () =>
      remoteJourney(services, { name, bootstrapServers: [`127.0.0.1:${ports[listener]}`], hue: null, security }, topic),
    )
  }
}

/** Requests all the time, over three sessions: none may meet the renewal. */
async function renews({ ports }: KafkaNode, { services }: Core): Promise<void> {
  for (const mechanism of MECHANISMS) {
    const profile = { name: `renewed ${mechanism}`, bootstrapServers: [`127.0.0.1:${ports.sasl_plaintext}`], hue: null, security: { tls: null, sasl: { mechanism, ...USER } } }
    await expecting(`a session of ${SESSION_MS} ms is renewed (${mechanism})`, async () => {
      const { id } = await services.connections.add(profile)
      const cluster = services.connections.cluster(id)
      let requests = 0
      for (const endMs = Date.now() + 3 * SESSION_MS; Date.now() < endMs; requests++) await Promise.all([cluster.metadata([]), cluster.metadata(null)])
      await services.connections.remove(id)
      assert.ok(requests > 10)
      return `${requests} requests`
    })
  }
}

async function fails({ authority, ports, nowhere }: KafkaNode, { services }: Core): Promise<void> {
  const tls = trusting(authority.certificate)
  const signedIn = (mechanism: Sasl['mechanism'], password = USER.password): Sasl => ({ mechanism, username: USER.username, password })
  const stranger = testAuthority('Another CA').issue({ commonName: 'alice' })
  const cases: [string, Listener, SecurityInput, RegExp][] = [
    ['the port of the controller', 'controller', PLAIN, /^api-versions: 127\.0\.0\.1:PORT is the port of a KRaft controller, not of a broker\./],
    ['TLS spoken to in plain', 'ssl', PLAIN, /^tls: 127\.0\.0\.1:PORT speaks TLS, and the connection was opened without it\./],
    ['SASL over TLS spoken to in plain', 'sasl_ssl', PLAIN, /^tls: 127\.0\.0\.1:PORT speaks TLS/],
    ['plain spoken to with TLS', 'plaintext', { tls, sasl: null }, /^tls: 127\.0\.0\.1:PORT is a Kafka listener without TLS\./],
    ['an unknown authority', 'ssl', { tls: trusting(null), sasl: null }, /^tls: The certificate of 127\.0\.0\.1:PORT is signed by an authority that this computer does not trust .* issued by "Headwater test CA"/],
    ['no client certificate', 'mtls', { tls, sasl: null }, /^tls: 127\.0\.0\.1:PORT demands a client certificate/],
    ['a strange client certificate', 'mtls', { tls: { ...tls, ...stranger }, sasl: null }, /^tls: 127\.0\.0\.1:PORT does not accept the client certificate/],
    ['nobody signs in', 'sasl_plaintext', PLAIN, /^sasl: 127\.0\.0\.1:PORT wants clients to sign in \(SASL\); it offers PLAIN, SCRAM-SHA-256, SCRAM-SHA-512\./],
    ['nobody signs in over TLS', 'sasl_ssl', { tls, sasl: null }, /^sasl: 127\.0\.0\.1:PORT wants clients to sign in/],
    ...MECHANISMS.map((mechanism): [string, Listener, SecurityInput, RegExp] => [
      `a wrong password (${mechanism})`,
      'sasl_ssl',
      { tls, sasl: signedIn(mechanism, 'wrong') },
      new RegExp(String.raw`^sasl: 127\.0\.0\.1:PORT refused the user "alice" \(${mechanism}\): Authentication failed`),
    ]),
    ['a sign-in that nobody wants', 'plaintext', { tls: null, sasl: signedIn('PLAIN') }, /^sasl: 127\.0\.0\.1:PORT takes no sign-in/],
    ['an advertised listener where nobody is', 'stray', PLAIN, new RegExp(String.raw`^advertised: Broker 1 says that clients reach it at 127\.0\.0\.1:${nowhere}, .*Nothing listens`)],
  ]
  for (const [what, listener, security, expected] of cases) {
    await expecting(what, async () => {
      const { steps } = await services.connections.test([`127.0.0.1:${ports[listener]}`], security, null)
      const failed = steps.find(({ outcome }) => outcome === 'failed')
      const told = `${failed?.step}: ${failed?.message}`.replaceAll(`:${ports[listener]}`, ':PORT')
      assert.match(told, expected)
      assert.notEqual(failed?.remedy, '')
      return told
    })
  }
}

function trusting(ca: string | null): NonNullable<SecurityInput['tls']> {
  return { ca, certificate: null, serverName: null, acceptAnyCertificate: false }
}

async function expecting(what: string, check: () => Promise<string | void>): Promise<void> {
  try {
    const told = await check()
    console.log(`ok      ${what}${told ? ` → ${told}` : ''}`)
  } catch (error) {
    failures++
    console.log(`FAILED  ${what}\n        ${error instanceof Error ? (error.stack ?? error.message).replaceAll('\n', '\n        ') : String(error)}`)
  }
}
