// TLS on a listener: the server that shows our certificate, and what it knows of a client's.
import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import { createSecureContext, createServer, type SecureContextOptions, type SecureVersion, type Server, TLSSocket } from 'node:tls'

export interface TlsSettings {
  /** PEM. */
  readonly certificateChain: string
  readonly key: string
  readonly keyPassword: string | null
  /** Who signs client certificates, PEM; null = the authorities that this computer trusts. */
  readonly clientAuthorities: string | null
  readonly clientAuth: 'none' | 'requested' | 'required'
  readonly minVersion: SecureVersion
  readonly maxVersion: SecureVersion
  /** Joined by colons; null = the usual ones. */
  readonly cipherSuites: string | null
}

/** Whoever connects and says nothing is not waited for longer. */
const HANDSHAKE_TIMEOUT_MS = 30_000

/** Why certificate, key or ciphers cannot be used, in OpenSSL's words; null when they can. */
export function tlsProblem(settings: TlsSettings): string | null {
  try {
    createSecureContext(contextOf(settings))
    return null
  } catch (error) {
    return (error as Error).message
  }
}

function contextOf({ certificateChain, key, keyPassword, clientAuthorities, cipherSuites, minVersion, maxVersion }: TlsSettings): SecureContextOptions {
  return {
    cert: certificateChain,
    key,
    ...(keyPassword !== null && { passphrase: keyPassword }),
    ...(clientAuthorities !== null && { ca: clientAuthorities }),
    ...(cipherSuites !== null && { ciphers: cipherSuites }),
    minVersion,
    maxVersion,
  }
}

/** Of settings without a problem. */
export function createTlsServer(settings: TlsSettings, onConnection: (socket: Socket) => void): Server {
  const { clientAuth } = settings
  return createServer(
    {
      ...contextOf(settings),
      requestCert: clientAuth !== 'none',
      // A client that is only asked may show none; what it shows must be good all the same (`isTrusted`).
      rejectUnauthorized: clientAuth === 'required',
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      pauseOnConnect: true,
    },
    onConnection,
  )
}

/** What the client has shown; null for none, and without TLS. */
export function clientCertificateOf(socket: Socket): X509Certificate | null {
  return socket instanceof TLSSocket ? (socket.getPeerX509Certificate() ?? null) : null
}

export function isTrusted(socket: Socket): boolean {
  return !(socket instanceof TLSSocket) || socket.authorized || clientCertificateOf(socket) === null
}
