// Looks at who answers a TLS handshake, whomever it is, to say in words what was wrong. Nothing else is sent.
import { isIP } from 'node:net'
import { connect, type PeerCertificate } from 'node:tls'
import type { Timers } from '../base/timers.ts'
import type { BrokerAddress } from './bootstrap-address.ts'
import { namesOf } from './tls-errors.ts'

/** null = nobody speaks TLS there. */
export async function certificateOf({ host, port }: BrokerAddress, serverName: string | null, timers: Timers, timeoutMs: number): Promise<PeerCertificate | null> {
  const name = serverName ?? host
  return new Promise((resolve) => {
    // Trusting anybody is the point: the certificate is only described, and the connection ends here.
    const socket = connect({ host, port, rejectUnauthorized: false, servername: isIP(name) === 0 ? name : '' })
    const end = (certificate: PeerCertificate | null): void => {
      cancel()
      socket.destroy()
      resolve(certificate)
    }
    const cancel = timers.after(timeoutMs, () => end(null))
    socket.once('secureConnect', () => end(socket.getPeerCertificate()))
    socket.once('error', () => end(null))
    socket.once('close', () => end(null))
  })
}

/** `for kafka.example, issued by "Company CA", valid until 2027-01-31` */
export function describeCertificate(certificate: PeerCertificate): string {
  const { issuer, valid_to: validTo } = certificate
  const names = namesOf(certificate)
  const until = new Date(validTo)
  return [
    ...(names.length > 0 ? [`for ${names.join(', ')}`] : []),
    `issued by "${[issuer?.CN ?? issuer?.O ?? 'nobody'].flat().join(', ')}"`,
    ...(Number.isNaN(until.getTime()) ? [] : [`valid until ${until.toISOString().slice(0, 10)}`]),
  ].join(', ')
}
