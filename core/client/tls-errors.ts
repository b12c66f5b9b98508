// Why a TLS handshake failed, in sentences: whom we do not trust, whom they do not trust, and who does not speak TLS at all.
import type { PeerCertificate } from 'node:tls'
import type { Attempt, Told } from './connection-errors.ts'
import { type ErrorRoot, isTimeout } from './error-root.ts'

const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
])

/** The server refuses what we showed, or that we showed nothing (names of OpenSSL and BoringSSL, of TLS 1.2 and 1.3). */
export function isCertificateRefusal(code: string): boolean {
  return /ALERT_(CERTIFICATE_REQUIRED|NO_CERTIFICATE|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)$/.test(code)
}

export function isTlsCode({ code, message }: ErrorRoot): boolean {
  return /^(ERR_TLS|ERR_SSL|EPROTO)/.test(code) || message === 'Broker requires TLS.'
}

export function tlsFailure(address: string, { tls, cause }: Attempt, root: ErrorRoot): Told {
  const { code, message } = root
  if (isCertificateRefusal(code)) return refused(address, tls?.hasCertificate ?? false, code)
  if (UNKNOWN_AUTHORITY.has(code)) return untrusted(address, code, tls?.hasCa ?? false)
  if (code === 'CERT_HAS_EXPIRED') {
    return { message: `The certificate of ${address} has expired (${code}).`, remedy: 'Renew it on the broker; check the clock of this computer too.', reason: 'untrusted' }
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return { message: `The certificate of ${address} is not valid yet (${code}).`, remedy: 'Check the clock of this computer, and that of the machine that made it.', reason: 'untrusted' }
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return otherName(address, root.error as { host: string; cert: PeerCertificate })
  if (isTimeout(cause)) return { message: `${address} accepted the connection but did not answer the TLS handshake.`, remedy: notTlsRemedy, reason: 'not-tls' }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(code)) {
    return { message: `${address} and Headwater share no version of TLS (${code}).`, remedy: 'Allow TLSv1.2 or TLSv1.3 in ssl.enabled.protocols of the broker.' }
  }
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER|HTTP_REQUEST|UNKNOWN_PROTOCOL/.test(code)) {
    return { message: `${address} answered the TLS handshake with something that is not TLS (${code}).`, remedy: notTlsRemedy, reason: 'not-tls' }
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') return { message: `${address} closed the connection during the TLS handshake.`, remedy: tls?.hasCertificate ? closedRemedy : notTlsRemedy, reason: 'not-tls' }
  return { message: `The TLS handshake with ${address} failed: ${message}`, remedy: 'Check the TLS settings of this connection against those of the listener.' }
}

/** Some endpoints hang up on a certificate that they do not accept, without a word. */
export const closedRemedy = 'Check whether the broker trusts the authority of the client certificate, and whether this port is one of a TLS listener.'
const notTlsRemedy = 'Check whether this port is one of a TLS listener; for a plaintext listener switch TLS off.'

function refused(address: string, hasCertificate: boolean, code: string): Told {
  // Without a certificate of ours, a failed handshake may also be about ciphers; far more often it is this.
  if (!hasCertificate) return { message: `${address} demands a client certificate (${code}).`, remedy: 'Paste a client certificate and its private key, signed by an authority that the broker trusts.' }
  return { message: `${address} does not accept the client certificate (${code}).`, remedy: 'Use one that is signed by an authority in the broker’s truststore and has not expired.' }
}

function untrusted(address: string, code: string, hasCa: boolean): Told {
  const remedy = 'Paste the certificate of the authority that signed it (CA, PEM), or ask whoever runs the cluster for it.'
  const who = code === 'DEPTH_ZERO_SELF_SIGNED_CERT' ? 'is self-signed' : hasCa ? 'is not signed by the authority (CA) given' : 'is signed by an authority that this computer does not trust'
  return { message: `The certificate of ${address} ${who} (${code}).`, remedy: code === 'DEPTH_ZERO_SELF_SIGNED_CERT' ? 'Paste that certificate as the trusted authority (CA, PEM).' : remedy, reason: 'untrusted' }
}

function otherName(address: string, { host, cert }: { host: string; cert: PeerCertificate }): Told {
  const names = namesOf(cert)
  const listed = names.length > 0 ? `for ${names.join(', ')}` : 'for no name at all'
  return {
    message: `The certificate of ${address} is ${listed}, not for "${host}".`,
    remedy: names.length > 0 ? 'Connect by one of these names, or enter one of them as the server name.' : 'Let the broker have a certificate with its host names in subjectAltName.',
  }
}

/** The names that a certificate is made out to: subjectAltName, else the common name. */
export function namesOf({ subjectaltname, subject }: Pick<PeerCertificate, 'subjectaltname' | 'subject'>): string[] {
  const alternatives = subjectaltname?.split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, '')) ?? []
  if (alternatives.length > 0) return alternatives
  const common = subject?.CN
  return common === undefined ? [] : [common].flat()
}
