// The doors of a broker: its listeners with open ports, and who each of them takes a new connection for.
import { silentLogger } from '../base/logger.ts'
import { ConfigError } from '../metadata/config-definition.ts'
import { ANONYMOUS } from '../protocol/acl-words.ts'
import { distinguishedName, principalName } from '../security/certificate-principal.ts'
import { type Address, type Listener, type ListenerSpec, usesSasl, usesTls } from './listeners.ts'
import type { ConnectionDeps } from './network/connection.ts'
import type { Arrival } from './network/connection-registry.ts'
import { SocketServer } from './network/socket-server.ts'
import { clientCertificateOf, tlsProblem, type TlsSettings } from './network/tls-server.ts'
import type { Security } from './security.ts'

/** What serving needs of a port. */
export type ListeningSockets = Pick<SocketServer, 'address' | 'serve' | 'stopAccepting' | 'close'>
export type Listen = (wanted: Address, tls: TlsSettings | null) => Promise<ListeningSockets>

type ArrivalOf = NonNullable<ConnectionDeps['arrivalOf']>
type Socket = Parameters<ArrivalOf>[0]

export interface Door {
  readonly listener: Listener
  readonly sockets: ListeningSockets
  readonly arrivalOf: ArrivalOf
}

/** Of a user of this process only: how it comes in where everybody else must sign in. */
export interface InsiderAccess {
  readonly address: Address
  readonly username: string
  readonly password: string
}

/** All of them or none. Rejects ListenError or ConfigError. */
export async function openDoors(specs: readonly ListenerSpec[], tls: TlsSettings | null, security: Security, listen: Listen): Promise<Door[]> {
  const problem = tls && tlsProblem(tls)
  if (problem !== null) throw new ConfigError(`The TLS settings (ssl.*) cannot be used: ${problem}.`)
  const doors: Door[] = []
  try {
    for (const spec of specs) doors.push(await openDoor(spec, tls, security, listen))
    return doors
  } catch (error) {
    await closeDoors(doors)
    throw error
  }
}

async function openDoor({ name, protocol, host, port }: ListenerSpec, tls: TlsSettings | null, security: Security, listen: Listen): Promise<Door> {
  const sockets = await listen({ host, port }, usesTls(protocol) ? tls : null)
  const listener: Listener = { name, protocol, advertised: { ...sockets.address } }
  const newcomer = (): Pick<Arrival, 'sasl'> => (usesSasl(protocol) ? { sasl: security.newSession() } : {})
  // A certificate names the client only where it does not sign in.
  const principal = (socket: Socket): string => (protocol === 'SSL' ? certificatePrincipal(socket, security) : ANONYMOUS)
  return { listener, sockets, arrivalOf: (socket) => ({ listener, principal: principal(socket), ...newcomer() }) }
}

function certificatePrincipal(socket: Socket, { principalRules }: Security): string {
  const certificate = clientCertificateOf(socket)
  if (certificate === null) return ANONYMOUS
  const name = principalName(distinguishedName(certificate), principalRules)
  return name === null ? ANONYMOUS : `User:${name}`
}

/** Plain loopback, and a password that nobody has ever seen: it is not written anywhere and ends with the process. */
export async function openInsiderDoor(username: string, security: Security, password: string): Promise<Door & { readonly access: InsiderAccess }> {
  await security.credentials.setTransientPassword(username, password)
  const sockets = await SocketServer.listen({ host: '127.0.0.1', port: 0 }, silentLogger)
  const listener: Listener = { name: 'INSIDER', protocol: 'SASL_PLAINTEXT', advertised: { ...sockets.address } }
  return {
    listener,
    sockets,
    arrivalOf: () => ({ listener, sasl: security.newSession(['SCRAM-SHA-256']) }),
    access: { address: sockets.address, username, password },
  }
}

export async function closeDoors(doors: readonly Door[]): Promise<void> {
  await Promise.all(doors.map(async ({ sockets }) => sockets.close()))
}
