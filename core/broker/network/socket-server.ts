// The broker's listening sockets: one port, on IPv4 loopback and, where it exists, on IPv6 loopback too.
import { createServer, type Server, type Socket } from 'node:net'
import type { Server as TlsServer, TLSSocket } from 'node:tls'
import { assert } from '../../base/assert.ts'
import type { Logger } from '../../base/logger.ts'
import type { Address } from '../listeners.ts'
import { Connection, type ConnectionDeps } from './connection.ts'
import { createTlsServer, isTrusted, type TlsSettings } from './tls-server.ts'

/** The port could not be listened on; `reason` is the operating system's word (EADDRINUSE, EACCES, …). */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly reason: string
  readonly address: Address

  constructor(reason: string, address: Address) {
    super(`Port ${address.port} on ${address.host} ${SENTENCES[reason] ?? `cannot be listened on (${reason})`}.`)
    this.reason = reason
    this.address = address
  }
}

const SENTENCES: Record<string, string> = {
  EADDRINUSE: 'is already in use',
  EACCES: 'needs rights that this user does not have',
  EADDRNOTAVAIL: 'cannot be listened on: this computer does not have that address',
}

const IPV4_LOOPBACK = '127.0.0.1'
const IPV6_LOOPBACK = '::1'
/** A free IPv4 port may be taken on IPv6; asking again finds another. */
const FREE_PORT_ATTEMPTS = 5

export class SocketServer {
  readonly address: Address
  readonly #servers: readonly Server[]
  readonly #connections = new Set<Connection>()
  /** Of a TLS listener: sockets below the connections, and those that never became one. */
  readonly #handshaking = new Set<Socket>()
  #waiting: Socket[]
  #deps: ConnectionDeps | null = null
  #closing: Promise<unknown> | null = null

  /** Takes the port; who connects before `serve` waits. With TLS, a client is there once its handshake is over. */
  static async listen(wanted: Address, logger: Logger, tls: TlsSettings | null = null): Promise<SocketServer> {
    const early: Socket[] = []
    const keep = (socket: Socket): void => void early.push(socket)
    for (let attempt = 1; ; attempt++) {
      const first = await listenOn(wanted, tls, keep)
      const address = { host: wanted.host, port: portOf(first) }
      if (wanted.host !== IPV4_LOOPBACK) return new SocketServer(address, [first], early, tls !== null)
      const second = await listenOnIpv6(address.port, tls, keep)
      if (second instanceof ListenError && second.reason === 'EADDRINUSE') {
        if (wanted.port === 0 && attempt < FREE_PORT_ATTEMPTS) {
          await closed(first)
          continue
        }
        logger.warn(`${second.message} Clients that resolve "localhost" to ::1 meet another process there; use ${IPV4_LOOPBACK}.`)
      }
      return new SocketServer(address, second instanceof ListenError ? [first] : [first, second], early, tls !== null)
    }
  }

  private constructor(address: Address, servers: readonly Server[], early: Socket[], usesTls: boolean) {
    this.address = address
    this.#servers = servers
    this.#waiting = early
    const arrival = usesTls ? 'secureConnection' : 'connection'
    for (const server of servers) server.removeAllListeners(arrival).on(arrival, (socket: Socket) => this.#accept(socket))
    if (usesTls) for (const server of servers) this.#watchHandshakes(server as TlsServer)
  }

  serve(deps: ConnectionDeps): void {
    this.#deps = deps
    // Out of descriptors or the like: that client is not served, the others are.
    for (const server of this.#servers) server.on('error', (error) => deps.logger.error('A client could not be accepted', error))
    for (const socket of this.#waiting) this.#accept(socket)
    this.#waiting = []
  }

  /** A handshake that fails ends that connection, and is told: nobody else will. */
  #watchHandshakes(server: TlsServer): void {
    server.on('connection', (socket: Socket) => {
      this.#handshaking.add(socket)
      socket.on('close', () => this.#handshaking.delete(socket))
    })
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
      this.#deps?.logger.info(`The TLS handshake of ${socket.remoteAddress ?? 'a client'} failed (${error.code ?? error.message}).`)
      socket.destroy()
    })
  }

  #accept(socket: Socket): void {
    if (this.#deps === null) {
      this.#waiting.push(socket)
      return
    }
    if (socket.destroyed) return
    if (!isTrusted(socket)) {
      this.#deps.logger.info(`Closing the connection of ${socket.remoteAddress ?? 'a client'}: nobody that is trusted here has signed its certificate.`)
      socket.destroy()
      return
    }
    const connection = new Connection(socket, this.#deps)
    this.#connections.add(connection)
    socket.on('close', () => this.#connections.delete(connection))
  }

  /** Neither new clients nor new requests; those under way may still be answered. */
  stopAccepting(): void {
    this.#closing ??= Promise.all(this.#servers.map(closed))
    for (const connection of this.#connections) connection.stopReading()
  }

  /** Answers that are ready still leave; whatever else is under way is dropped. */
  async close(): Promise<void> {
    this.stopAccepting()
    await new Promise((resolve) => setImmediate(resolve))
    for (const socket of this.#waiting) socket.destroy()
    for (const connection of this.#connections) connection.destroy()
    for (const socket of this.#handshaking) socket.destroy()
    await this.#closing
  }
}

async function listenOn(address: Address, tls: TlsSettings | null, onConnection: (socket: Socket) => void): Promise<Server> {
  const server = tls === null ? createServer({ pauseOnConnect: true }, onConnection) : createTlsServer(tls, onConnection)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(error.code ?? error.message, address)))
    server.listen({ host: address.host, port: address.port }, () => {
      server.removeAllListeners('error')
      resolve(server)
    })
  })
}

/** Clients told `localhost` may try ::1 first: they would miss us there, or meet a stranger. */
async function listenOnIpv6(port: number, tls: TlsSettings | null, onConnection: (socket: Socket) => void): Promise<Server | ListenError> {
  try {
    return await listenOn({ host: IPV6_LOOPBACK, port }, tls, onConnection)
  } catch (error) {
    if (error instanceof ListenError) return error
    throw error
  }
}

function portOf(server: Server): number {
  const address = server.address()
  assert(typeof address === 'object' && address !== null, 'a listening server has an address')
  return address.port
}

async function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
