// Certificates made on the spot: an authority, and what it signs, for TLS endpoints and clients of tests.
import { systemRandom } from '../../core/base/random.ts'
import { issueCertificate, type KeyedCertificate, makeAuthority, selfSign } from '../../core/security/certificate.ts'

/** PEM. */
export type TestCertificate = KeyedCertificate

export interface CertificateOptions {
  readonly commonName: string
  /** Host names and IP addresses of subjectAltName. */
  readonly names?: readonly string[]
  readonly validFrom?: Date
  readonly validUntil?: Date
}

export interface TestAuthority extends TestCertificate {
  issue(options: CertificateOptions): TestCertificate
}

const DAY_MS = 86_400_000

export function testAuthority(commonName = 'Headwater test CA'): TestAuthority {
  const authority = makeAuthority(requestOf({ commonName }), systemRandom)
  return { ...authority, issue: (options) => issueCertificate(requestOf(options), authority, commonName, systemRandom) }
}

export function selfSigned(options: CertificateOptions): TestCertificate {
  return selfSign(requestOf(options), systemRandom)
}

function requestOf({ commonName, names = [], validFrom, validUntil }: CertificateOptions) {
  const now = Date.now()
  return { commonName, names, validFromMs: validFrom?.getTime() ?? now - DAY_MS, validUntilMs: validUntil?.getTime() ?? now + 30 * DAY_MS }
}
