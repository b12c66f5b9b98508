import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import type { TlsSettings } from '../../../core/client/cluster-security.ts'
import { tlsOptions, tlsProblem } from '../../../core/client/tls-options.ts'
import { selfSigned } from '../../support/tls-certificates.ts'

const settings: TlsSettings = { ca: null, certificate: null, key: null, serverName: null, acceptAnyCertificate: false }
const mine = selfSigned({ commonName: 'alice' })
const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString()

it('asks for the host by name, but never for an address', () => {
  expect(tlsOptions(settings, 'kafka.example').servername).toBe('kafka.example')
  expect(tlsOptions(settings, '10.0.0.1').servername).toBe('')
  expect(tlsOptions({ ...settings, serverName: 'other' }, 'kafka.example').servername).toBe('other')
})

it('trusts what this computer trusts, or else only what was given', () => {
  expect(tlsOptions(settings, 'a').ca).toEqual(expect.arrayContaining([expect.stringContaining('BEGIN CERTIFICATE')]))
  expect(tlsOptions({ ...settings, ca: 'PEM' }, 'a')).toMatchObject({ ca: ['PEM'], rejectUnauthorized: true })
})

it('takes any certificate only when told so', () => {
  expect(tlsOptions({ ...settings, acceptAnyCertificate: true }, 'a').rejectUnauthorized).toBe(false)
})

it.each<[string, Partial<TlsSettings>, string | null]>([
  ['nothing', {}, null],
  ['an authority', { ca: mine.certificate }, null],
  ['text for an authority', { ca: 'x' }, 'The certificate authority (CA) is not a certificate in PEM.'],
  ['a pair', mine, null],
  ['text for a certificate', { ...mine, certificate: 'x' }, 'The client certificate is not a certificate in PEM.'],
  ['text for a key', { ...mine, key: 'x' }, 'The private key of the client certificate is not a key in PEM.'],
  ['an encrypted key', { ...mine, key: encrypted }, 'The private key of the client certificate is encrypted.'],
  ['the key of another', { ...mine, key: selfSigned({ commonName: 'bob' }).key }, 'The private key does not belong to the client certificate.'],
])('judges %s before anybody is dialled', (_what, given, message) => {
  expect(tlsProblem({ ...settings, ...given })?.message ?? null).toBe(message)
})
