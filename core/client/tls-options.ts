// What Node's TLS is told for one broker: whom to trust, who we are, and which name its certificate must carry.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { checkServerIdentity, type ConnectionOptions, getCACertificates } from 'node:tls'
import type { TlsSettings } from './cluster-security.ts'

/** What cannot be used about the settings themselves, before anybody is dialled. */
export interface TlsProblem {
  readonly message: string
  readonly remedy: string
}

export function tlsOptions(tls: TlsSettings, host: string): ConnectionOptions {
  const name = tls.serverName ?? host
  return {
    ca: tls.ca === null ? trustedHere() : [tls.ca],
    ...(tls.certificate !== null && tls.key !== null && { cert: tls.certificate, key: tls.key }),
    // An IP address may not be asked for by SNI (RFC 6066), but certificates may be made out to one.
    servername: isIP(name) === 0 ? name : '',
    checkServerIdentity: (_dialled, certificate) => checkServerIdentity(name, certificate),
    rejectUnauthorized: !tls.acceptAnyCertificate,
  }
}

let trusted: string[] | undefined

/** Node's own list and that of the operating system, where companies put theirs. Read once: it takes a while. */
function trustedHere(): string[] {
  trusted ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
  return trusted
}

export function tlsProblem({ ca, certificate, key }: TlsSettings): TlsProblem | null {
  if (ca !== null && certificateOf(ca) === undefined) {
    return { message: 'The certificate authority (CA) is not a certificate in PEM.', remedy: 'Paste it whole, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.' }
  }
  if (certificate === null) return null
  const own = certificateOf(certificate)
  if (!own) return { message: 'The client certificate is not a certificate in PEM.', remedy: 'Paste it whole, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.' }
  return key === null ? null : keyProblem(own, key)
}

function keyProblem(certificate: X509Certificate, pem: string): TlsProblem | null {
  const key = privateKeyOf(pem)
  if (key === 'encrypted') {
    return { message: 'The private key of the client certificate is encrypted.', remedy: 'Decrypt it first: openssl pkey -in key.pem -out plain-key.pem' }
  }
  if (key === undefined) {
    return { message: 'The private key of the client certificate is not a key in PEM.', remedy: 'Paste it whole, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.' }
  }
  if (certificate.checkPrivateKey(key)) return null
  return { message: 'The private key does not belong to the client certificate.', remedy: 'Paste the key that the certificate was made with.' }
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

function privateKeyOf(pem: string): KeyObject | 'encrypted' | undefined {
  try {
    return createPrivateKey(pem)
  } catch (error) {
    const isLocked = (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE' || /BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(pem)
    return isLocked ? 'encrypted' : undefined
  }
}
