import type { PeerCertificate } from 'node:tls'
import { expect, it } from 'vitest'
import { systemTimers } from '../../../core/base/timers.ts'
import { certificateOf, describeCertificate } from '../../../core/client/tls-probe.ts'
import { startTestBroker } from '../../support/broker.ts'
import { closedPort, startRawServer } from '../../support/scripted-broker.ts'
import { testAuthority } from '../../support/tls-certificates.ts'
import { type Address, startTlsProxy } from '../../support/tls-proxy.ts'

const probe = async (address: Address, timeoutMs = 2_000) => certificateOf(address, null, systemTimers, timeoutMs)

it('describes whoever answers, trusted or not', async () => {
  const { address } = await startTestBroker()
  const shows = testAuthority('Company CA').issue({ commonName: 'x', names: ['kafka.example'], validUntil: new Date('2040-01-31T12:00:00Z') })
  const certificate = await probe(await startTlsProxy(address, { shows }))
  expect(describeCertificate(certificate!)).toBe('for kafka.example, issued by "Company CA", valid until 2040-01-31')
})

it('finds nobody where nothing listens, where TLS is not spoken, and where nothing is said', async () => {
  expect(await probe({ host: '127.0.0.1', port: await closedPort() })).toBeNull()
  expect(await probe(await startRawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))).toBeNull()
  expect(await probe(await startRawServer(() => {}), 100)).toBeNull()
})

it('says so when a certificate tells little', () => {
  expect(describeCertificate({ issuer: {}, subject: {}, valid_to: 'never' } as unknown as PeerCertificate)).toBe('issued by "nobody"')
})
