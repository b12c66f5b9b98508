// A listener with SASL in front of a broker without: asks who is there as Kafka does, and lets those in who know the password.
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { FrameSplitter } from '../../core/broker/network/frame-splitter.ts'
import { ErrorCode } from '../../core/protocol/error-codes.ts'
import { decodeRequestHeader, encodeResponseFrame } from '../../core/protocol/frame.ts'
import { ApiVersions } from '../../core/protocol/messages/api-versions.ts'
import { Metadata } from '../../core/protocol/messages/metadata.ts'
import { SaslAuthenticate } from '../../core/protocol/messages/sasl-authenticate.ts'
import { SaslHandshake } from '../../core/protocol/messages/sasl-handshake.ts'
import { type ScramServer, scramServer } from './scram-server.ts'
import type { Address } from './tls-proxy.ts'

export interface SaslFrontOptions {
  /** Passwords by user name. */
  readonly users: Readonly<Record<string, string>>
  readonly mechanisms?: readonly string[]
  /** What SaslAuthenticate says besides yes or no, for clients that must not trust it. */
  readonly twist?: (answer: string) => string
  readonly iterations?: number
}

const REFUSED = 'Authentication failed: Invalid username or password'

export async function startSaslFront(behind: Address, options: SaslFrontOptions): Promise<Address> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
    guard(socket, behind, options)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port }
}

function guard(socket: Socket, behind: Address, options: SaslFrontOptions): void {
  const splitter = new FrameSplitter(1_000_000)
  const exchange = new Exchange(options)
  const onData = (chunk: Buffer): void => {
    for (const frame of splitter.split(chunk)) {
      const answer = exchange.answer(frame)
      if (!answer) return void socket.destroy()
      socket.write(answer)
    }
    if (!exchange.isOver) return
    socket.off('data', onData)
    const inside = connect(behind.port, behind.host)
    inside.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.on('close', () => inside.destroy())
    socket.pipe(inside).pipe(socket)
  }
  socket.on('data', onData)
}

class Exchange {
  isOver = false
  readonly #options: SaslFrontOptions
  readonly #mechanisms: readonly string[]
  #mechanism = ''
  #scram: ScramServer | undefined

  constructor(options: SaslFrontOptions) {
    this.#options = options
    this.#mechanisms = options.mechanisms ?? ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']
  }

  /** null = the connection is to be closed, as for any request before the sign-in. */
  answer(frame: Buffer): Buffer | null {
    const header = decodeRequestHeader(frame, (key, version) => (key === ApiVersions.key && version >= 3) || (key === SaslAuthenticate.key && version >= 2))
    const body = frame.subarray(header.bodyOffset)
    const { apiKey, apiVersion, correlationId } = header
    if (apiKey === ApiVersions.key) return Buffer.concat(encodeResponseFrame(ApiVersions, apiVersion, correlationId, VERSIONS))
    if (apiKey === SaslHandshake.key) {
      const { mechanism } = SaslHandshake.decodeRequest(apiVersion, body)
      const isOffered = this.#mechanisms.includes(mechanism)
      this.#mechanism = isOffered ? mechanism : ''
      const errorCode = isOffered ? 0 : ErrorCode.UNSUPPORTED_SASL_MECHANISM
      return Buffer.concat(encodeResponseFrame(SaslHandshake, apiVersion, correlationId, { errorCode, mechanisms: [...this.#mechanisms] }))
    }
    if (apiKey !== SaslAuthenticate.key || this.#mechanism === '') return null
    const { authBytes } = SaslAuthenticate.decodeRequest(apiVersion, body)
    return Buffer.concat(encodeResponseFrame(SaslAuthenticate, apiVersion, correlationId, this.#authenticate(authBytes)))
  }

  #authenticate(message: Buffer) {
    const { users, twist = (answer: string) => answer } = this.#options
    const answer = this.#mechanism === 'PLAIN' ? plain(message.toString(), users) : this.#scramAnswer(message.toString())
    if (answer === null) return { errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED, errorMessage: REFUSED, authBytes: Buffer.alloc(0) }
    this.isOver = this.#mechanism === 'PLAIN' || answer.startsWith('v=')
    return { errorCode: 0, errorMessage: null, authBytes: Buffer.from(twist(answer)) }
  }

  #scramAnswer(message: string): string | null {
    const { users, iterations } = this.#options
    const algorithm = this.#mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512'
    this.#scram ??= scramServer({ algorithm, passwordOf: (username) => users[username], ...(iterations !== undefined && { iterations }) })
    return this.#scram.answer(message)
  }
}

const VERSIONS = {
  errorCode: 0,
  apiKeys: [
    { apiKey: ApiVersions.key, minVersion: 0, maxVersion: 4 },
    // Kafka lists everything before the sign-in, and hangs up on all but these three.
    { apiKey: Metadata.key, minVersion: 0, maxVersion: 13 },
    { apiKey: SaslHandshake.key, minVersion: 0, maxVersion: 1 },
    { apiKey: SaslAuthenticate.key, minVersion: 0, maxVersion: 2 },
  ],
}

function plain(message: string, users: Readonly<Record<string, string>>): string | null {
  const [, username = '', password = ''] = message.split('\0')
  return users[username] === password ? '' : null
}
