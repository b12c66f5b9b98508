// Who is connected, and what each connection has done so far.
import type { Clock } from '../../base/clock.ts'
import { Event } from '../../base/event.ts'
import { ANONYMOUS } from '../../protocol/acl-words.ts'
import type { ConnectionInfo } from '../handler.ts'

/** The last thing a connection asked for. */
export interface LastRequest {
  readonly api: string
  readonly version: number
  readonly atMs: number
}

/** A connection as handlers and the workbench see it; dispatch and the socket keep it up to date. */
export interface ConnectionRecord extends ConnectionInfo {
  readonly connectedAtMs: number
  /** The client id of the latest request, '' before the first. */
  clientId: string
  requests: number
  bytesIn: number
  bytesOut: number
  lastRequest: LastRequest | null
  /** APIs that it has used, with the highest version of each. */
  readonly apiVersions: Map<string, number>
}

/** Who comes in, as its listener knows. */
export interface Arrival extends Pick<ConnectionInfo, 'remoteAddress' | 'remotePort' | 'listener' | 'sasl'> {
  /** `User:ANONYMOUS` if left out. */
  readonly principal?: string
}

/** What connections have done, taken together. */
export interface ConnectionTotals {
  readonly requests: number
  readonly bytesIn: number
  readonly bytesOut: number
}

/** `127.0.0.1:50123` or `[::1]:50123`, for people. */
export function peerOf({ remoteAddress, remotePort }: ConnectionInfo): string {
  return remoteAddress.includes(':') ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`
}

export class ConnectionRegistry {
  readonly #clock: Clock
  readonly #connections = new Map<number, ConnectionRecord>()
  /** Of connections that are gone. */
  #past: ConnectionTotals = { requests: 0, bytesIn: 0, bytesOut: 0 }
  #lastId = 0
  readonly opened = new Event<ConnectionRecord>()
  readonly closed = new Event<ConnectionRecord>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  open(arrival: Arrival, closed: AbortSignal): ConnectionRecord {
    const record: ConnectionRecord = {
      id: ++this.#lastId,
      principal: ANONYMOUS,
      ...arrival,
      mutedUntilMs: 0,
      closed,
      connectedAtMs: this.#clock.now(),
      clientSoftwareName: 'unknown',
      clientSoftwareVersion: 'unknown',
      clientId: '',
      requests: 0,
      bytesIn: 0,
      bytesOut: 0,
      lastRequest: null,
      apiVersions: new Map(),
    }
    this.#connections.set(record.id, record)
    this.opened.emit(record)
    return record
  }

  close(record: ConnectionRecord): void {
    if (!this.#connections.delete(record.id)) return
    this.#past = added(this.#past, record)
    this.closed.emit(record)
  }

  all(): ConnectionRecord[] {
    return [...this.#connections.values()]
  }

  /** Over all connections since the start, those that are gone too. */
  totals(): ConnectionTotals {
    let totals = this.#past
    for (const record of this.#connections.values()) totals = added(totals, record)
    return totals
  }
}

function added(totals: ConnectionTotals, { requests, bytesIn, bytesOut }: ConnectionTotals): ConnectionTotals {
  return { requests: totals.requests + requests, bytesIn: totals.bytesIn + bytesIn, bytesOut: totals.bytesOut + bytesOut }
}
