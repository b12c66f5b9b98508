// The last requests that were answered, or that closed their connection: a ring whose places are used again.
import type { ConnectionRecord } from './network/connection-registry.ts'

/** What dispatch finds out about a request while it is handled. */
export interface RequestNote {
  /** '' while nobody could read it. */
  api: string
  apiVersion: number
  clientId: string
  /** The first error code of the answer. */
  errorCode: number
  /** The connection closes behind the answer. */
  isLast?: boolean
}

export interface AnsweredRequest extends Readonly<RequestNote> {
  /** Counts up from 1 since the broker started. */
  readonly sequence: number
  readonly connection: ConnectionRecord
  /** When the answer was handed to the socket. */
  readonly atMs: number
  /** From the frame's arrival; a long poll counts its waiting. */
  readonly durationMs: number
  readonly requestBytes: number
  readonly responseBytes: number
  /** The connection was closed instead of an answer. */
  readonly closedConnection: boolean
}

/** A request at its end, as its connection knows it. */
export interface EndedRequest extends Readonly<RequestNote> {
  readonly arrivedMs: number
  readonly requestBytes: number
  readonly replyBytes: number
}

type Place = { -readonly [K in keyof AnsweredRequest]: AnsweredRequest[K] }

const CAPACITY = 2_000

export class RequestLog {
  readonly capacity: number
  readonly #ring: Place[] = []
  /** The sequence of the latest request; 0 before the first. */
  latest = 0

  constructor(capacity = CAPACITY) {
    this.capacity = capacity
  }

  /** On the path of every answer: once the ring is full nothing is allocated. `monotonicMs` is of the same clock as `arrivedMs`. */
  add(connection: ConnectionRecord, request: EndedRequest, closedConnection: boolean, atMs: number, monotonicMs: number): void {
    const sequence = ++this.latest
    const at = (sequence - 1) % this.capacity
    const place = this.#ring[at]
    if (place === undefined) {
      this.#ring.push(newPlace(connection, request, sequence, closedConnection, atMs, monotonicMs))
      return
    }
    place.sequence = sequence
    place.connection = connection
    place.api = request.api
    place.apiVersion = request.apiVersion
    place.clientId = request.clientId
    place.errorCode = request.errorCode
    place.atMs = atMs
    place.durationMs = monotonicMs - request.arrivedMs
    place.requestBytes = request.requestBytes
    place.responseBytes = request.replyBytes
    place.closedConnection = closedConnection
  }

  /** What came after `sequence`, oldest first: the newest `limit` of what is still kept. The rest is `skipped`. */
  since(sequence: number, limit = this.capacity): { requests: AnsweredRequest[]; skipped: number } {
    const count = Math.min(this.latest - sequence, limit, this.#ring.length)
    const first = this.latest - count + 1
    const requests = Array.from({ length: count }, (_, i) => ({ ...this.#ring[(first + i - 1) % this.capacity]! }))
    return { requests, skipped: this.latest - sequence - count }
  }
}

function newPlace(
  connection: ConnectionRecord,
  { api, apiVersion, clientId, errorCode, arrivedMs, requestBytes, replyBytes }: EndedRequest,
  sequence: number,
  closedConnection: boolean,
  atMs: number,
  monotonicMs: number,
): Place {
  const durationMs = monotonicMs - arrivedMs
  return { sequence, connection, api, apiVersion, clientId, errorCode, atMs, durationMs, requestBytes, responseBytes: replyBytes, closedConnection }
}
