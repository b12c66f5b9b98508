// From a frame to its handler and back: header, version check, lookup, and the last resort when a handler fails.
import type { Logger } from '../base/logger.ts'
import type { AnyApi } from '../protocol/define-api.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { decodeRequestHeader, encodeResponseFrame, type RequestHeader } from '../protocol/frame.ts'
import { ApiVersions } from '../protocol/messages/api-versions.ts'
import { SaslAuthenticate } from '../protocol/messages/sasl-authenticate.ts'
import { SaslHandshake } from '../protocol/messages/sasl-handshake.ts'
import { ProtocolError } from '../protocol/protocol-error.ts'
import { SaslFailed } from '../security/sasl-failed.ts'
import type { SaslSession } from '../security/sasl-session.ts'
import { answerErrorOf } from './answer-error.ts'
import type { BrokerContext } from './broker-context.ts'
import { type Answer, CLOSE_CONNECTION, LastAnswer, NO_RESPONSE, type RegisteredHandler, type RequestOrder } from './handler.ts'
import type { Requests } from './network/connection.ts'
import { type ConnectionRecord, peerOf } from './network/connection-registry.ts'
import type { Reply } from './network/response-queue.ts'
import type { RequestNote } from './request-log.ts'
import { mute } from './throttle.ts'
import { takeToken } from './sasl-sign-in.ts'

/** A handler, and how its answers tell an error. */
interface Entry extends RegisteredHandler {
  readonly errorOf: (answer: unknown) => number
}

export class Dispatch implements Requests {
  readonly #broker: BrokerContext
  readonly #logger: Logger
  readonly #handlers: ReadonlyMap<number, Entry>

  constructor(broker: BrokerContext, handlers: readonly RegisteredHandler[]) {
    this.#broker = broker
    this.#logger = broker.logger
    this.#handlers = new Map(handlers.map((entry) => [entry.api.key, { ...entry, errorOf: answerErrorOf(entry.api) }]))
  }

  orderOf(frame: Buffer, { sasl }: ConnectionRecord): RequestOrder {
    if (sasl !== undefined && !sasl.isSignedIn) return 'inTurn'
    return (frame.length < 2 ? undefined : this.#handlers.get(frame.readInt16BE(0)))?.order ?? 'inTurn'
  }

  /** Never throws and never rejects: whatever goes wrong ends this connection and nothing else. */
  handle(frame: Buffer, connection: ConnectionRecord, note: RequestNote): Reply | Promise<Reply> {
    let title = 'a request'
    try {
      if (connection.sasl?.expectsRawToken) return this.#takeRawToken(frame, connection.sasl, connection)
      const header = decodeRequestHeader(frame, this.#isFlexible)
      title = this.#titleOf(header)
      const registered = this.#handlers.get(header.apiKey)
      this.#note(header, registered?.api.name ?? `API key ${header.apiKey}`, connection, note)
      if (connection.sasl !== undefined && !mayAsk(connection.sasl, header.apiKey)) return this.#refuseUnknown(connection.sasl, title, connection)
      if (registered === undefined) return this.#refuse(connection, title, 'there is no such API')
      if (!isDecodable(registered.api, header.apiVersion)) return this.#refuseVersion(registered.api, header, connection, note)
      this.#noteUse(registered.api, header.apiVersion, connection)
      const request: unknown = registered.api.decodeRequest(header.apiVersion, frame.subarray(header.bodyOffset))
      return this.#answer(registered, header, request, frame.length, connection, note)
    } catch (error) {
      if (error instanceof ProtocolError) return this.#refuse(connection, title, error.message)
      return this.#failed(connection, title, error)
    }
  }

  #answer(
    registered: Entry,
    header: RequestHeader,
    request: unknown,
    requestBytes: number,
    connection: ConnectionRecord,
    note: RequestNote,
  ): Reply | Promise<Reply> {
    const { apiVersion, correlationId, clientId } = header
    const answer = registered.handle(request, { broker: this.#broker, apiVersion, correlationId, clientId, requestBytes, connection })
    if (!(answer instanceof Promise)) return this.#encode(registered, header, answer, connection, note)
    return answer
      .then((late) => this.#encode(registered, header, late, connection, note))
      .catch((error: unknown) => this.#failed(connection, this.#titleOf(header), error))
  }

  #encode({ api, errorOf }: Entry, header: RequestHeader, answer: Answer<unknown>, connection: ConnectionRecord, note: RequestNote): Reply {
    if (answer === NO_RESPONSE || answer === CLOSE_CONNECTION) return answer
    if (connection.closed.aborted) return NO_RESPONSE
    const body = answer instanceof LastAnswer ? (answer.answer as unknown) : answer
    if (body !== answer) note.isLast = true
    note.errorCode = errorOf(body)
    mute(connection, (body as { throttleTimeMs?: number }).throttleTimeMs ?? 0, this.#broker.clock)
    return encodeResponseFrame(api, header.apiVersion, header.correlationId, body)
  }

  /** After SaslHandshake v0: tokens and their answers are frames without headers, and a failure is silence. */
  async #takeRawToken(frame: Buffer, sasl: SaslSession, connection: ConnectionRecord): Promise<Reply> {
    try {
      const { token } = await takeToken(sasl, frame, connection, this.#broker)
      const size = Buffer.allocUnsafe(4)
      size.writeInt32BE(token.length)
      return [size, token]
    } catch (error) {
      return error instanceof SaslFailed ? CLOSE_CONNECTION : this.#failed(connection, 'a SASL token', error)
    }
  }

  #refuseUnknown(sasl: SaslSession, title: string, connection: ConnectionRecord): typeof CLOSE_CONNECTION {
    const reason = sasl.isSignedIn ? 'its session has expired' : 'it has not signed in'
    this.#logger.info(`Closing the connection of ${peerOf(connection)}: it sent ${title} although ${reason}.`)
    return CLOSE_CONNECTION
  }

  /** KIP-511: a client that asks in a version from the future learns, in version 0, which ones it may use. */
  #refuseVersion(api: AnyApi, header: RequestHeader, connection: ConnectionRecord, note: RequestNote): Reply {
    const { key, minVersion, maxVersion } = api
    if (key !== ApiVersions.key) {
      return this.#refuse(connection, this.#titleOf(header), `versions ${api.minDecodable} to ${maxVersion} are supported`)
    }
    note.errorCode = ErrorCode.UNSUPPORTED_VERSION
    const body = { errorCode: ErrorCode.UNSUPPORTED_VERSION, apiKeys: [{ apiKey: key, minVersion, maxVersion }] }
    return encodeResponseFrame(ApiVersions, 0, header.correlationId, body)
  }

  #refuse(connection: ConnectionRecord, title: string, reason: string): typeof CLOSE_CONNECTION {
    this.#logger.info(`Closing the connection of ${peerOf(connection)}: it sent ${title} that cannot be understood: ${reason}`)
    return CLOSE_CONNECTION
  }

  /** A handler that throws is a bug of ours; the client sees its connection close and may try again. */
  #failed(connection: ConnectionRecord, title: string, error: unknown): typeof CLOSE_CONNECTION {
    if (connection.closed.aborted && error === connection.closed.reason) return CLOSE_CONNECTION
    this.#logger.error(`Closing the connection of ${peerOf(connection)}: ${title} failed unexpectedly`, error)
    return CLOSE_CONNECTION
  }

  #note({ apiVersion, clientId }: RequestHeader, api: string, connection: ConnectionRecord, note: RequestNote): void {
    note.api = api
    note.apiVersion = apiVersion
    note.clientId = clientId
    connection.requests += 1
    connection.clientId = clientId
    connection.lastRequest = { api, version: apiVersion, atMs: this.#broker.clock.now() }
  }

  #noteUse({ name }: AnyApi, version: number, { apiVersions }: ConnectionRecord): void {
    const highest = apiVersions.get(name)
    if (highest === undefined || highest < version) apiVersions.set(name, version)
  }

  #titleOf(header: RequestHeader): string {
    return `${this.#handlers.get(header.apiKey)?.api.name ?? `API key ${header.apiKey}`} v${header.apiVersion}`
  }

  readonly #isFlexible = (apiKey: number, version: number): boolean => {
    const registered = this.#handlers.get(apiKey)
    return registered !== undefined && version >= registered.api.flexibleSince
  }
}

/** Before the sign-in and during it only what belongs to it; behind the end of a session only a new sign-in. */
function mayAsk(sasl: SaslSession, apiKey: number): boolean {
  if (sasl.isSignedIn) return !sasl.isExpired || apiKey === SaslHandshake.key
  if (sasl.expectsToken) return apiKey === SaslAuthenticate.key
  return apiKey === SaslHandshake.key || apiKey === ApiVersions.key
}

function isDecodable(api: AnyApi, version: number): boolean {
  return version >= api.minDecodable && version <= api.maxVersion
}
