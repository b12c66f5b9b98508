// Sends requests in our own encoding over the library's connections: one socket per broker and lane, versions agreed per socket.
import type { Socket } from 'node:net'
import { type Connection, ConnectionPool, Writer } from '@platformatic/kafka'
import type { Timers } from '../base/timers.ts'
import type { Api } from '../protocol/define-api.ts'
import { ErrorCode, kafkaError } from '../protocol/error-codes.ts'
import { ApiVersions } from '../protocol/messages/api-versions.ts'
import { ProtocolError } from '../protocol/protocol-error.ts'
import { Reader } from '../protocol/reader.ts'
import { type BrokerAddress, formatBrokerAddress } from './bootstrap-address.ts'
import { connectFailed, requestFailed } from './connection-errors.ts'

/** An API as a client uses it: requests go in, responses come out. */
export type ClientApi<ReqIn, ResOut> = Api<unknown, never, ReqIn, ResOut>

export interface ClientIdentity {
  /** What the broker's logs and quotas know this client by. */
  readonly clientId: string
  readonly softwareName: string
  readonly softwareVersion: string
}

export interface LaneOptions {
  readonly identity: ClientIdentity
  readonly timers: Timers
  readonly connectTimeoutMs: number
  readonly requestTimeoutMs: number
}

export interface RequestOptions {
  /** The newest version to use even if both sides know newer ones. */
  readonly maxVersion?: number
}

type VersionRanges = ReadonlyMap<number, { readonly min: number; readonly max: number }>

/** A broker answers one connection in order, so what waits long (a tail's fetches) gets a lane of its own. */
export class RequestLane {
  readonly #options: LaneOptions
  readonly #pool: ConnectionPool
  readonly #versions = new WeakMap<Connection, Promise<VersionRanges>>()

  constructor(options: LaneOptions) {
    this.#options = options
    this.#pool = new ConnectionPool(options.identity.clientId, {
      connectTimeout: options.connectTimeoutMs,
      requestTimeout: options.requestTimeoutMs,
      maxInflights: 64,
    })
    // The pool listens to a connection's first error only; any later one must not end the process.
    this.#pool.on('connecting', ({ connection }: { connection: Connection }) => connection.on('error', () => {}))
  }

  /** Rejects ConnectionFailed, or KafkaError UNSUPPORTED_VERSION; error codes inside the response are the caller's. */
  async request<ReqIn, ResOut>(to: BrokerAddress, api: ClientApi<ReqIn, ResOut>, body: NoInfer<ReqIn>, options: RequestOptions = {}): Promise<ResOut> {
    const connection = await this.#connect(to)
    const versions = await this.#versionsOf(connection, to)
    const version = agreedVersion(api, versions, to, options.maxVersion)
    const payload = api.encodeRequest(version, body)
    try {
      const response = await send(connection, api.key, version, version >= api.flexibleSince, payload)
      return decodeBody(api, version, response)
    } catch (cause) {
      throw requestFailed('request', to, api.name, cause)
    }
  }

  /** Ends what is under way: requests in progress reject. */
  async close(): Promise<void> {
    const sockets = [...this.#pool].map(([, connection]) => connection.socket as Socket | undefined)
    const closed = this.#pool.close()
    // The library ends sockets politely, which for one that is still connecting means waiting for its time limit.
    for (const socket of sockets) socket?.destroy()
    await closed
  }

  async #connect(to: BrokerAddress): Promise<Connection> {
    try {
      return await this.#pool.get({ host: to.host, port: to.port })
    } catch (cause) {
      throw connectFailed(to, cause)
    }
  }

  async #versionsOf(connection: Connection, to: BrokerAddress): Promise<VersionRanges> {
    let versions = this.#versions.get(connection)
    if (!versions) {
      versions = this.#askVersions(connection)
      this.#versions.set(connection, versions)
    }
    try {
      return await versions
    } catch (cause) {
      this.#versions.delete(connection)
      void connection.close()
      throw requestFailed('api-versions', to, ApiVersions.name, cause)
    }
  }

  async #askVersions(connection: Connection): Promise<VersionRanges> {
    const { softwareName, softwareVersion } = this.#options.identity
    const ask = async (version: number): Promise<Buffer> => {
      const payload = ApiVersions.encodeRequest(version, { clientSoftwareName: softwareName, clientSoftwareVersion: softwareVersion })
      return send(connection, ApiVersions.key, version, version >= ApiVersions.flexibleSince, payload)
    }
    const answer = this.#inTime(ask(3)).then(async (body) => {
      // A broker that does not know the version answers in version 0 (KIP-511).
      const refused = body.length >= 2 && body.readInt16BE(0) === ErrorCode.UNSUPPORTED_VERSION
      return refused ? ApiVersions.decodeResponse(0, await this.#inTime(ask(0))) : ApiVersions.decodeResponse(3, body)
    })
    const { errorCode, apiKeys } = await answer
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
}

function agreedVersion(api: ClientApi<never, unknown>, versions: VersionRanges, to: BrokerAddress, limit = Infinity): number {
  const range = versions.get(api.key)
  const version = Math.min(api.maxVersion, range?.max ?? -1, limit)
  if (range && version >= Math.max(api.minDecodable, range.min)) return version
  const theirs = range ? `versions ${range.min} to ${range.max}` : 'no version'
  const ours = `${api.minDecodable} to ${Math.min(api.maxVersion, limit)}`
  throw kafkaError('UNSUPPORTED_VERSION', `The broker at ${formatBrokerAddress(to)} speaks ${theirs} of ${api.name}; Headwater speaks ${ours}.`)
}

/** Resolves to what follows the correlation id. */
function send(connection: Connection, apiKey: number, version: number, flexible: boolean, payload: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    connection.send<Buffer>(
      apiKey,
      version,
      () => Writer.create().append(payload),
      (_correlationId, _apiKey, _version, reader) => reader.buffer.slice(reader.position),
      flexible,
      // The library skips an empty tag section only; `decodeBody` reads any.
      false,
      (error, response) => (error ? reject(error) : resolve(response as Buffer)),
    )
  })
}

function decodeBody<ResOut>(api: ClientApi<never, ResOut>, version: number, response: Buffer): ResOut {
  const reader = new Reader(response)
  if (version >= api.flexibleSince) reader.skipTags()
  return api.decodeResponse(version, response.subarray(reader.position))
}
