import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { clientCertificateOf, createTlsServer, isTrusted, tlsProblem, type TlsSettings } from '../../../../core/broker/network/tls-server.ts'
import { selfSigned, testAuthority } from '../../../support/tls-certificates.ts'

const authority = testAuthority()
const shows = authority.issue({ commonName: 'localhost', names: ['localhost'] })
const settings: TlsSettings = {
  certificateChain: shows.certificate,
  key: shows.key,
  keyPassword: null,
  clientAuthorities: authority.certificate,
  clientAuth: 'requested',
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  cipherSuites: null,
}

async function arrival(change: Partial<TlsSettings>, own?: { certificate: string; key: string }): Promise<{ socket: Socket; protocol: string | null }> {
  let arrived!: (socket: Socket) => void
  const arriving = new Promise<Socket>((resolve) => (arrived = resolve))
  const server: Server = createTlsServer({ ...settings, ...change }, arrived)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', servername: 'localhost', ca: authority.certificate, ...(own && { cert: own.certificate, key: own.key }) })
  client.on('error', () => {})
  onTestFinished(() => void (client.destroy(), server.close()))
  const socket = await arriving
  return { socket, protocol: client.getProtocol() }
}

describe('a client of a TLS listener', () => {
  it('that shows nothing is nobody, and trusted', async () => {
    const { socket } = await arrival({})
    expect([clientCertificateOf(socket), isTrusted(socket)]).toEqual([null, true])
  })

  it('is known by a certificate that somebody trusted has signed', async () => {
    const { socket } = await arrival({ clientAuth: 'required' }, authority.issue({ commonName: 'alice' }))
    expect([clientCertificateOf(socket)?.subject, isTrusted(socket)]).toEqual(['CN=alice', true])
  })

  it('is not trusted with any other', async () => {
    const { socket } = await arrival({}, selfSigned({ commonName: 'mallory' }))
    expect(isTrusted(socket)).toBe(false)
  })

  it('gets no newer version than the settings allow', async () => {
    expect((await arrival({ maxVersion: 'TLSv1.2' })).protocol).toBe('TLSv1.2')
  })
})

it('says what cannot be used', () => {
  expect(tlsProblem(settings)).toBeNull()
  expect(tlsProblem({ ...settings, certificateChain: 'nonsense' })).toMatch(/no start line/)
  expect(tlsProblem({ ...settings, key: selfSigned({ commonName: 'other' }).key })).toMatch(/key values mismatch/)
  expect(tlsProblem({ ...settings, cipherSuites: 'NONSENSE' })).toMatch(/no cipher match/)
})
