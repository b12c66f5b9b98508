// One connection to a broker, from its host name to the versions agreed: how far it came, and why it failed.
import { isIP, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { Connection, type ConnectionOptions, ResponseError, type SASLOptions, Writer } from '@platformatic/kafka'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { ApiVersions } from '../protocol/messages/api-versions.ts'
import { Metadata } from '../protocol/messages/metadata.ts'
import { ProtocolError } from '../protocol/protocol-error.ts'
import { type BrokerAddress, formatBrokerAddress } from './bootstrap-address.ts'
import type { ClusterSecurity, SaslSettings } from './cluster-security.ts'
import { attemptFailed, ConnectionFailed, type SocketStep } from './connection-errors.ts'
import { SaslRefused } from './sasl-errors.ts'
import { signIn } from './sasl-exchange.ts'
import { tlsOptions, tlsProblem } from './tls-options.ts'
import { describeCertificate } from './tls-probe.ts'

/** Vote of the Raft quorum: only controllers know it. */
const VOTE_KEY = 52

export interface ClientIdentity {
  /** What the broker's logs and quotas know this client by. */
  readonly clientId: string
  readonly softwareName: string
  readonly softwareVersion: string
}

export interface SocketOptions {
  readonly identity: ClientIdentity
  readonly security: ClusterSecurity
  readonly timers: Timers
  readonly random: Random
  readonly connectTimeoutMs: number
  readonly requestTimeoutMs: number
  /** Called with each step that was passed, and what was found there as a sentence. */
  readonly onStep?: (step: SocketStep, to: BrokerAddress, found: string) => void
}

export type VersionRanges = ReadonlyMap<number, { readonly min: number; readonly max: number }>

export class BrokerSocket {
  readonly to: BrokerAddress
  readonly #options: SocketOptions
  readonly #connection: Connection
  /** Those still ahead; the first is under way. */
  readonly #steps: SocketStep[]
  #heard: Buffer | null = null
  /** The socket's own error says more than that the connection is closed. */
  #error: unknown
  #versions: VersionRanges = new Map()

  constructor(to: BrokerAddress, options: SocketOptions, onClosed: () => void = () => {}) {
    this.to = to
    this.#options = options
    const { tls, sasl } = options.security
    this.#steps = [...(isIP(to.host) === 0 ? ['resolve' as const] : []), 'connect', ...(tls ? ['tls' as const] : []), ...(sasl ? ['sasl' as const] : []), 'api-versions', 'request']
    this.#refuseUnusableTls()
    this.#connection = new Connection(options.identity.clientId, connectionOptions(to, options))
    this.#connection.on('error', (error) => {
      this.#error ??= error
      onClosed()
    })
    this.#connection.on('close', onClosed)
  }

  get versions(): VersionRanges {
    return this.#versions
  }

  /** Rejects ConnectionFailed. */
  async open(): Promise<this> {
    try {
      await this.#connect()
      const { sasl } = this.#options.security
      if (sasl) this.#pass('sasl', `Signed in as "${sasl.username}" with ${sasl.mechanism}.`)
      this.#versions = await this.#askVersions()
      this.#refuseController()
      this.#pass('api-versions', `A Kafka broker that knows ${this.#versions.size} APIs.`)
      return this
    } catch (cause) {
      const failure = this.failure(cause, ApiVersions.name)
      void this.destroy()
      throw failure
    }
  }

  /** Resolves to what follows the correlation id. Rejects with whatever the library says: `failure` words it. */
  async send(apiKey: number, version: number, flexible: boolean, payload: Buffer): Promise<Buffer> {
    // KIP-368: nothing else may be sent while the session is being renewed.
    if (this.#connection.status === 'reauthenticating') await this.#connection.ready()
    return this.#send(apiKey, version, flexible, payload)
  }

  failure(cause: unknown, apiName: string): ConnectionFailed {
    if (cause instanceof ConnectionFailed) return cause
    const { tls, sasl } = this.#options.security
    return attemptFailed({
      to: this.to,
      step: this.#steps[0]!,
      tls: tls && { hasCa: tls.ca !== null, hasCertificate: tls.certificate !== null },
      sasl: sasl && { mechanism: sasl.mechanism, username: sasl.username },
      heard: this.#heard,
      apiName,
      cause: cause instanceof ProtocolError ? cause : refusalIn(this.#error ?? cause),
    })
  }

  /** Ends what is under way; the library would do so politely, which for one that is still connecting means waiting. */
  async destroy(): Promise<void> {
    const socket = this.#connection.socket as Socket | undefined
    socket?.destroy()
    await this.#connection.close()
  }

  #refuseUnusableTls(): void {
    const { tls } = this.#options.security
    const problem = tls && tlsProblem(tls)
    if (problem) throw new ConnectionFailed('tls', formatBrokerAddress(this.to), problem)
  }

  async #connect(): Promise<void> {
    const connected = this.#connection.connect(this.to.host, this.to.port)
    const { socket } = this.#connection
    socket.once('lookup', (error: Error | null, address: string) => !error && this.#pass('resolve', `"${this.to.host}" is ${address}.`))
    socket.once('connect', () => {
      this.#pass('connect', `${formatBrokerAddress(this.to)} accepts connections.`)
      socket.once('data', (chunk: Buffer) => (this.#heard = chunk))
    })
    socket.once('secureConnect', () => this.#pass('tls', this.#describeTls(socket as TLSSocket)))
    await connected
  }

  /** A step that is passed takes those before it along. */
  #pass(step: SocketStep, found: string): void {
    while (this.#steps.includes(step)) {
      const passed = this.#steps.shift()!
      this.#options.onStep?.(passed, this.to, found)
    }
  }

  #describeTls(socket: TLSSocket): string {
    const certificate = describeCertificate(socket.getPeerCertificate())
    const verified = this.#options.security.tls?.acceptAnyCertificate ? ' It was not verified.' : ''
    return `${socket.getProtocol() ?? 'TLS'}; the certificate is ${certificate}.${verified}`
  }

  /** KIP-919 lets clients in at the controllers, but what Headwater asks for is only at the brokers. */
  #refuseController(): void {
    const { to, versions } = { to: formatBrokerAddress(this.to), versions: this.#versions }
    if (versions.has(Metadata.key) || !versions.has(VOTE_KEY)) return
    const message = `${to} is the port of a KRaft controller, not of a broker.`
    throw new ConnectionFailed('api-versions', to, { message, remedy: 'Use the port of a broker listener: see advertised.listeners of the brokers.' })
  }

  async #askVersions(): Promise<VersionRanges> {
    const { softwareName, softwareVersion } = this.#options.identity
    const ask = async (version: number): Promise<Buffer> => {
      const payload = ApiVersions.encodeRequest(version, { clientSoftwareName: softwareName, clientSoftwareVersion: softwareVersion })
      return this.#inTime(this.#send(ApiVersions.key, version, version >= ApiVersions.flexibleSince, payload))
    }
    const body = await ask(3)
    // A broker that does not know the version answers in version 0 (KIP-511).
    const refused = body.length >= 2 && body.readInt16BE(0) === ErrorCode.UNSUPPORTED_VERSION
    const { errorCode, apiKeys } = refused ? ApiVersions.decodeResponse(0, await ask(0)) : ApiVersions.decodeResponse(3, body)
    if (errorCode !== 0) throw new ProtocolError(`error code ${errorCode}`)
    return new Map(apiKeys.map((range) => [range.apiKey, { min: range.minVersion, max: range.maxVersion }]))
  }

  /** A port that takes a connection but speaks something else may never answer: do not wait as long as for a slow request. */
  #inTime<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#options.timers.after(this.#options.connectTimeoutMs, () => reject(new Error('ApiVersions timed out')))
      answer.then(resolve, reject).finally(cancel)
    })
  }

  #send(apiKey: number, version: number, flexible: boolean, payload: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#connection.send<Buffer>(
        apiKey,
        version,
        () => Writer.create().append(payload),
        (_correlationId, _apiKey, _version, reader) => reader.buffer.slice(reader.position),
        flexible,
        // The library skips an empty tag section only; our decoders read any.
        false,
        (error, response) => (error ? reject(error) : resolve(response as Buffer)),
      )
    })
  }
}

function connectionOptions({ host }: BrokerAddress, { security, random, connectTimeoutMs, requestTimeoutMs }: SocketOptions): ConnectionOptions {
  return {
    connectTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    maxInflights: 64,
    ...(security.tls && { tls: tlsOptions(security.tls, host) }),
    ...(security.sasl && { sasl: saslOptions(security.sasl, random) }),
  }
}

/** The exchange is our own: the library's SCRAM throws into the socket's events when a server sends nonsense. */
function saslOptions(settings: SaslSettings, random: Random): SASLOptions {
  return {
    mechanism: settings.mechanism,
    authenticate(_mechanism, connection, authenticate, _username, _password, _token, done) {
      let last: Parameters<typeof done>[1]
      const round = async (message: Buffer): Promise<Buffer> => {
        last = await new Promise((resolve, reject) => {
          authenticate(connection, message, (error, response) => (error ? reject(refusalOf(error)) : resolve(response)))
        })
        return last!.authBytes
      }
      const exchange = async (): Promise<void> => {
        try {
          await signIn(settings, random, round)
        } catch (error) {
          done(error as Error, undefined as never)
          return
        }
        done(null, last!)
      }
      void exchange()
    },
  }
}

/** Kafka's own error where there is one in the chain: its code, and what the broker says about it. */
function refusalIn(error: unknown): unknown {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ResponseError) return refusalOf(at)
  return error
}

function refusalOf(error: Error): Error {
  const { errors, response } = error as Partial<ResponseError> & { response?: { mechanisms?: string[] } }
  const [first] = (errors ?? []) as { apiCode?: number; serverErrorMessage?: string | null; message: string }[]
  if (!(error instanceof ResponseError) || first?.apiCode === undefined) return error
  return new SaslRefused(first.apiCode, first.serverErrorMessage ?? first.message, response?.mechanisms?.toSorted())
}
