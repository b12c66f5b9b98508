import { expect, it } from 'vitest'
import { checkCluster } from '../../../core/client/cluster-check.ts'
import type { TlsSettings } from '../../../core/client/cluster-security.ts'
import { isCertificateRefusal, namesOf } from '../../../core/client/tls-errors.ts'
import { advertise } from '../../support/advertise.ts'
import { startTestBroker } from '../../support/broker.ts'
import { clusterOptions } from '../../support/cluster.ts'
import { startRawServer } from '../../support/scripted-broker.ts'
import { selfSigned, testAuthority } from '../../support/tls-certificates.ts'
import { type Address, startTlsProxy, type TlsProxyOptions } from '../../support/tls-proxy.ts'

const authority = testAuthority('Company CA')
const localhost = { commonName: 'kafka', names: ['localhost', '127.0.0.1'] }
const DAY_MS = 86_400_000

const trusting: TlsSettings = { ca: authority.certificate, certificate: null, key: null, serverName: null, acceptAnyCertificate: false }

async function behindTls(options: Partial<TlsProxyOptions> = {}): Promise<Address> {
  const broker = await startTestBroker()
  const proxy = await startTlsProxy(broker.address, { shows: authority.issue(localhost), ...options })
  advertise(broker, proxy)
  return proxy
}

async function failureAt(address: Address, tls: Partial<TlsSettings> = {}): Promise<[step: string, message: string, remedy: string]> {
  const { failure } = await checkCluster(clusterOptions(address, { security: { tls: { ...trusting, ...tls }, sasl: null }, connectTimeoutMs: 1_000 }))
  return [failure?.step ?? 'none', (failure?.message ?? '').replaceAll(`:${address.port}`, ':PORT'), failure?.remedy ?? '']
}

it('passes a listener whose authority is trusted, and says whose certificate it is', async () => {
  const { steps, failure } = await checkCluster(clusterOptions(await behindTls(), { security: { tls: trusting, sasl: null } }))
  expect(failure).toBeNull()
  expect(steps.find(({ step }) => step === 'tls')).toMatchObject({ outcome: 'passed', message: expect.stringMatching(/^TLSv1\.3; the certificate is for localhost, 127\.0\.0\.1, issued by "Company CA", valid until \d{4}-\d\d-\d\d\.$/) as string })
})

it('says that an authority is not known, and asks for its certificate', async () => {
  const [step, message, remedy] = await failureAt(await behindTls(), { ca: null })
  expect(step).toBe('tls')
  expect(message).toMatch(/^The certificate of 127\.0\.0\.1:PORT is signed by an authority that this computer does not trust \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)\. It is for localhost, 127\.0\.0\.1, issued by "Company CA", valid until [\d-]+\.$/)
  expect(remedy).toBe('Paste the certificate of the authority that signed it (CA, PEM), or ask whoever runs the cluster for it.')
})

it('says that the authority given is another one', async () => {
  const [, message] = await failureAt(await behindTls(), { ca: testAuthority('Another CA').certificate })
  expect(message).toContain('is not signed by the authority (CA) given (UNABLE_TO_VERIFY_LEAF_SIGNATURE).')
})

it('says that a certificate is self-signed, and passes when that certificate is pasted as the authority', async () => {
  const shows = selfSigned(localhost)
  const proxy = await behindTls({ shows })
  const [step, message, remedy] = await failureAt(proxy, { ca: null })
  expect([step, remedy]).toEqual(['tls', 'Paste that certificate as the trusted authority (CA, PEM).'])
  expect(message).toContain('The certificate of 127.0.0.1:PORT is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT). It is for localhost')
  expect(await failureAt(proxy, { ca: shows.certificate })).toEqual(['none', '', ''])
})

it('says since when a certificate is not valid any more, or that it is not valid yet', async () => {
  const expired = authority.issue({ ...localhost, validFrom: new Date(Date.now() - 9 * DAY_MS), validUntil: new Date(Date.now() - DAY_MS) })
  const [, message, remedy] = await failureAt(await behindTls({ shows: expired }))
  expect(message).toContain('The certificate of 127.0.0.1:PORT has expired (CERT_HAS_EXPIRED).')
  expect(message).toContain(`valid until ${new Date(Date.now() - DAY_MS).toISOString().slice(0, 10)}`)
  expect(remedy).toBe('Renew it on the broker; check the clock of this computer too.')
  const early = authority.issue({ ...localhost, validFrom: new Date(Date.now() + DAY_MS) })
  expect((await failureAt(await behindTls({ shows: early })))[1]).toContain('is not valid yet (CERT_NOT_YET_VALID).')
})

it('lists the names of a certificate that is made out to others', async () => {
  const proxy = await behindTls({ shows: authority.issue({ commonName: 'x', names: ['broker-1.example', '10.0.0.1'] }) })
  expect(await failureAt(proxy)).toEqual([
    'tls',
    'The certificate of 127.0.0.1:PORT is for broker-1.example, 10.0.0.1, not for "127.0.0.1".',
    'Connect by one of these names, or enter one of them as the server name.',
  ])
  expect(await failureAt(proxy, { serverName: 'broker-1.example' })).toEqual(['none', '', ''])
  expect(await failureAt(proxy, { serverName: '10.0.0.1' })).toEqual(['none', '', ''])
})

it.each(['TLSv1.2', 'TLSv1.3'] as const)('says that a client certificate is demanded (%s), or is not accepted', async (maxVersion) => {
  const proxy = await behindTls({ clientAuthority: authority.certificate, maxVersion })
  const [step, message, remedy] = await failureAt(proxy)
  expect([step, remedy]).toEqual(['tls', 'Paste a client certificate and its private key, signed by an authority that the broker trusts.'])
  expect(message).toMatch(/^127\.0\.0\.1:PORT demands a client certificate \(ERR_SSL_\S+\)\.$/)
  // Node's server hangs up on what it does not accept; Kafka says so, see test/conformance/apache-kafka.
  const strange = testAuthority('Another CA').issue({ commonName: 'alice' })
  const [, refused, useAnother] = await failureAt(proxy, strange)
  expect(refused).toMatch(/closed the connection (during the TLS handshake|at the first request \(ApiVersions\))\.$/)
  expect(useAnother).toBe('Check whether the broker trusts the authority of the client certificate, and whether this port is one of a TLS listener.')
  expect(await failureAt(proxy, authority.issue({ commonName: 'alice' }))).toEqual(['none', '', ''])
})

it('takes any certificate when told so, and says that it was not verified', async () => {
  const proxy = await behindTls({ shows: selfSigned({ commonName: 'x' }) })
  const { steps, failure } = await checkCluster(clusterOptions(proxy, { security: { tls: { ...trusting, ca: null, acceptAnyCertificate: true }, sasl: null } }))
  expect([failure, steps[2]?.message]).toEqual([null, expect.stringMatching(/It was not verified\.$/)])
})

it('says that a handshake is not answered', async () => {
  const silent = await startRawServer(() => {})
  const address = { ...silent }
  expect((await failureAt(address)).slice(0, 2)).toEqual(['tls', '127.0.0.1:PORT accepted the connection but did not answer the TLS handshake.'])
})

it('says that the two sides share no version of TLS', async () => {
  const alert = Buffer.from([0x15, 3, 1, 0, 2, 2, 70])
  const address = await startRawServer((socket) => socket.once('data', () => socket.end(alert)))
  expect((await failureAt(address))[1]).toMatch(/^127\.0\.0\.1:PORT and Headwater share no version of TLS \(ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION\)\.$/)
})

it('knows refusals by their names in OpenSSL and in BoringSSL', () => {
  for (const code of ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA']) {
    expect(isCertificateRefusal(code)).toBe(true)
  }
  expect(isCertificateRefusal('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')).toBe(false)
})

it('takes the common name where a certificate has no others', () => {
  expect(namesOf({ subject: { CN: 'kafka' } as never })).toEqual(['kafka'])
  expect(namesOf({ subjectaltname: 'DNS:a, IP Address:10.0.0.1', subject: { CN: 'kafka' } as never })).toEqual(['a', '10.0.0.1'])
})
