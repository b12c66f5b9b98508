// The reader's end of the contract, the same over every transport: bytes survive, streams are acknowledged, a drop is told as such.
import { type ClientLink, createORPCClient, getEventMeta } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { bytesSerializer } from './bytes-serializer.ts'
import type { Contract } from './contract.ts'
import { parseStreamEventId, STREAM_WINDOW } from './stream-window.ts'

export type Client = ContractRouterClient<Contract>

type NoContext = Record<never, never>
type Interceptor = (options: { next: () => PromiseLike<unknown>; signal?: AbortSignal | undefined }) => Promise<unknown>

/** To be spread into the options of an RPCLink. */
export interface LinkOptions {
  customJsonSerializers: (typeof bytesSerializer)[]
  interceptors: Interceptor[]
}

/** The transport went away: what was under way has no answer, and nothing can be asked any more. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'

  constructor() {
    super('The connection to the Headwater core was lost.')
  }
}

export function isConnectionLost(error: unknown): error is ConnectionLost {
  return error instanceof ConnectionLost
}

/**
 * One client per transport; a new transport needs a new client. `closed` settles when the transport is gone. It must listen before
 * the link is made, so that a drop is known as one when oRPC rejects with errors of its own.
 */
export function createClient(closed: Promise<unknown>, makeLink: (options: LinkOptions) => ClientLink<NoContext>): Client {
  const connection = new Connection(closed)
  const intercept: Interceptor = async ({ next, signal }) => {
    const output = await connection.orLost(next)
    return isAsyncIterator(output) ? new AcknowledgedStream(output, connection, acknowledge, signal) : output
  }
  const client: Client = createORPCClient(makeLink({ customJsonSerializers: [bytesSerializer], interceptors: [intercept] }))
  function acknowledge(streamId: string, received: number): void {
    // A failed acknowledgement means a dropped connection, which the stream itself reports.
    client.streams.acknowledge({ streamId, received }).catch(() => {})
  }
  return client
}

class Connection {
  readonly #waiting = new Set<() => void>()
  #lost = false

  constructor(closed: Promise<unknown>) {
    const lose = (): void => {
      this.#lost = true
      for (const reject of this.#waiting) reject()
      this.#waiting.clear()
    }
    closed.then(lose, lose)
  }

  /** Not Promise.race with `closed`: that would keep a reaction, and its value, for every call until the connection ends. */
  orLost<T>(attempt: () => PromiseLike<T>): Promise<T> {
    if (this.#lost) return Promise.reject(new ConnectionLost())
    return new Promise((resolve, reject) => {
      const lose = (): void => reject(new ConnectionLost())
      this.#waiting.add(lose)
      const settle = <V>(tell: (value: V) => void) => (value: V): void => {
        this.#waiting.delete(lose)
        tell(value)
      }
      attempt().then(settle(resolve), settle((error: unknown) => reject(isNotOpen(error) ? new ConnectionLost() : error)))
    })
  }
}

/** What oRPC 1.16 says while a socket is down and its `close` event has not come yet. */
function isNotOpen(error: unknown): boolean {
  return error instanceof Error && error.message === 'Cannot send message, WebSocket is not open.'
}

/** Pulling the next event says that the ones before it have been taken. */
class AcknowledgedStream implements AsyncIterableIterator<unknown> {
  readonly #source: AsyncIterator<unknown>
  readonly #connection: Connection
  readonly #acknowledge: (streamId: string, received: number) => void
  readonly #signal: AbortSignal | undefined
  #streamId = ''
  #received = 0
  #acknowledged = 0

  constructor(
    source: AsyncIterator<unknown>,
    connection: Connection,
    acknowledge: (streamId: string, received: number) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#signal = signal
    this.#source = source
    this.#connection = connection
    this.#acknowledge = acknowledge
  }

  async next(): Promise<IteratorResult<unknown>> {
    if (this.#received - this.#acknowledged >= STREAM_WINDOW / 2) {
      this.#acknowledged = this.#received
      this.#acknowledge(this.#streamId, this.#received)
    }
    const result = await this.#next()
    if (result.done) return result
    const eventId = getEventMeta(result.value)?.id
    if (eventId === undefined) return result
    const { streamId, count } = parseStreamEventId(eventId)
    this.#streamId = streamId
    this.#received = count
    // oRPC hands the meta over on a Proxy; readers get the plain event.
    return { done: false, value: Array.isArray(result.value) ? [...(result.value as unknown[])] : { ...(result.value as object) } }
  }

  async #next(): Promise<IteratorResult<unknown>> {
    try {
      return await this.#connection.orLost(() => this.#source.next())
    } catch (error) {
      // oRPC rejects with a bare Error about its queue.
      throw this.#signal?.aborted ? this.#signal.reason : error
    }
  }

  async return(value?: unknown): Promise<IteratorResult<unknown>> {
    try {
      await this.#connection.orLost(async () => this.#source.return?.())
    } catch (error) {
      // Leaving a stream whose connection is gone is no failure: there is nothing left to close.
      if (!isConnectionLost(error)) throw error
    }
    return { done: true, value }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value
}
