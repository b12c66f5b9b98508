import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { issueCertificate, makeAuthority, selfSign } from '../../../core/security/certificate.ts'

const validity = { validFromMs: Date.UTC(2026, 0, 1), validUntilMs: Date.UTC(2027, 0, 1) }
const random = seededRandom(1)

it('an authority signs itself, and what it issues', () => {
  const authority = makeAuthority({ commonName: 'Test CA', ...validity }, random)
  const root = new X509Certificate(authority.certificate)
  const issued = new X509Certificate(issueCertificate({ commonName: 'localhost', names: ['localhost', '127.0.0.1', '::1'], ...validity }, authority, 'Test CA', random).certificate)
  expect([root.ca, root.verify(root.publicKey), root.subject, root.issuer]).toEqual([true, true, 'CN=Test CA', 'CN=Test CA'])
  expect([issued.ca, issued.verify(root.publicKey), issued.checkIssued(root)]).toEqual([false, true, true])
  expect([issued.checkHost('localhost'), issued.checkIP('127.0.0.1'), issued.checkIP('::1'), issued.checkHost('example.org')]).toEqual(['localhost', '127.0.0.1', '::1', undefined])
  expect([issued.validFrom, issued.validTo]).toEqual(['Jan  1 00:00:00 2026 GMT', 'Jan  1 00:00:00 2027 GMT'])
})

it('a certificate comes with its own key', () => {
  const { certificate, key } = selfSign({ commonName: 'alone', ...validity }, random)
  expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  expect(new X509Certificate(certificate).verify(new X509Certificate(certificate).publicKey)).toBe(true)
})
