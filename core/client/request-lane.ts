// Sends requests in our own encoding: one socket per broker and lane, versions agreed per socket.
import type { Api } from '../protocol/define-api.ts'
import { kafkaError } from '../protocol/error-codes.ts'
import { Reader } from '../protocol/reader.ts'
import { type BrokerAddress, formatBrokerAddress } from './bootstrap-address.ts'
import { BrokerSocket, type SocketOptions, type VersionRanges } from './broker-socket.ts'
import { ConnectionFailed } from './connection-errors.ts'

/** An API as a client uses it: requests go in, responses come out. */
export type ClientApi<ReqIn, ResOut> = Api<unknown, never, ReqIn, ResOut>

export interface RequestOptions {
  /** The newest version to use even if both sides know newer ones. */
  readonly maxVersion?: number
}

/** A broker answers one connection in order, so what waits long (a tail's fetches) gets a lane of its own. */
export class RequestLane {
  readonly #options: SocketOptions
  readonly #sockets = new Map<string, { socket: BrokerSocket; opened: Promise<BrokerSocket> }>()
  #closed = false

  constructor(options: SocketOptions) {
    this.#options = options
  }

  /** Rejects ConnectionFailed, or KafkaError UNSUPPORTED_VERSION; error codes inside the response are the caller's. */
  async request<ReqIn, ResOut>(to: BrokerAddress, api: ClientApi<ReqIn, ResOut>, body: NoInfer<ReqIn>, options: RequestOptions = {}): Promise<ResOut> {
    const socket = await this.#socketTo(to)
    const version = agreedVersion(api, socket.versions, to, options.maxVersion)
    const payload = api.encodeRequest(version, body)
    try {
      const response = await socket.send(api.key, version, version >= api.flexibleSince, payload)
      return decodeBody(api, version, response)
    } catch (cause) {
      throw socket.failure(cause, api.name)
    }
  }

  /** Ends what is under way: requests in progress reject. */
  async close(): Promise<void> {
    this.#closed = true
    const sockets = [...this.#sockets.values()]
    this.#sockets.clear()
    await Promise.all(sockets.map(async ({ socket }) => socket.destroy()))
  }

  async #socketTo(to: BrokerAddress): Promise<BrokerSocket> {
    const key = formatBrokerAddress(to)
    const open = this.#sockets.get(key)
    if (open) return open.opened
    if (this.#closed) throw new ConnectionFailed('connect', key, { message: `The connection to ${key} was closed by Headwater.`, remedy: 'Try again.' })
    const forget = (): void => void (this.#sockets.get(key)?.socket === socket && this.#sockets.delete(key))
    const socket: BrokerSocket = new BrokerSocket(to, this.#options, forget)
    const opened = socket.open()
    this.#sockets.set(key, { socket, opened })
    opened.catch(forget)
    return opened
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

function decodeBody<ResOut>(api: ClientApi<never, ResOut>, version: number, response: Buffer): ResOut {
  const reader = new Reader(response)
  if (version >= api.flexibleSince) reader.skipTags()
  return api.decodeResponse(version, response.subarray(reader.position))
}
