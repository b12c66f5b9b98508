// Serves the contract to one reader over one transport: a MessagePort of any make, or a WebSocket. One way in for all of them.
import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import type { Logger } from '../base/logger.ts'
import { bytesSerializer } from '../contract/bytes-serializer.ts'
import { StreamCredits } from '../services/bounded-stream.ts'
import type { AppRouter, RpcContext } from '../services/router.ts'

/** What the core sends: text, or bytes where oRPC makes a binary message. */
export type RpcMessage = string | ArrayBufferLike | Uint8Array

/** What serving needs of a transport. */
export interface RpcTransport {
  send(message: RpcMessage): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** A payload of the largest size that the contract allows fits, as base64. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024

export class RpcServer {
  /** A larger message ends its connection. */
  readonly maxMessageBytes: number
  readonly #handler: RPCHandler<RpcContext>
  readonly #logger: Logger
  readonly #open = new Set<RpcTransport>()

  constructor(router: AppRouter, logger: Logger, maxMessageBytes = MAX_MESSAGE_BYTES) {
    this.maxMessageBytes = maxMessageBytes
    this.#handler = new RPCHandler(router, { customJsonSerializers: [bytesSerializer] })
    this.#logger = logger
  }

  /** Readers connected now. */
  get connections(): number {
    return this.#open.size
  }

  serve(transport: RpcTransport): void {
    this.#open.add(transport)
    const socket = new GuardedSocket(transport, this.#logger, this.maxMessageBytes)
    transport.onClose(() => {
      this.#open.delete(transport)
      socket.closed()
    })
    // oRPC's types ask for the whole WebSocket; it uses these two methods and two events (tests cover both).
    void this.#handler.upgrade(socket as unknown as Pick<WebSocket, 'addEventListener' | 'send'>, { context: { streams: new StreamCredits() } })
  }

  /** Ends every connection; streams in progress end with them. */
  close(): void {
    for (const transport of this.#open) transport.close()
  }
}

/**
 * The socket that oRPC sees. oRPC prints what it cannot understand and goes on; here that ends the connection, and so does a message
 * over the limit. Also keeps a closed transport from being sent to.
 */
class GuardedSocket {
  readonly #transport: RpcTransport
  readonly #logger: Logger
  readonly #maxMessageBytes: number
  #closeListener: () => void = () => {}
  #isClosed = false

  constructor(transport: RpcTransport, logger: Logger, maxMessageBytes: number) {
    this.#transport = transport
    this.#logger = logger
    this.#maxMessageBytes = maxMessageBytes
  }

  addEventListener(event: string, listener: (event: { data: unknown }) => unknown): void {
    if (event === 'close') this.#closeListener = () => void listener({ data: undefined })
    if (event === 'message') this.#transport.onMessage((message) => this.#receive(message, listener))
  }

  send(message: RpcMessage): void {
    if (!this.#isClosed) this.#transport.send(message)
  }

  closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#closeListener()
  }

  #receive(message: unknown, listener: (event: { data: unknown }) => unknown): void {
    if (this.#isClosed) return
    const refusal = refusalOf(message, this.#maxMessageBytes)
    if (refusal === null) return void listener({ data: message })
    this.#logger.warn(`A workbench connection was closed: ${refusal}.`)
    this.#transport.close()
    this.closed()
  }
}

/** Readers speak JSON text only: the contract has no files, which is what oRPC sends binary messages for. */
function refusalOf(message: unknown, maxMessageBytes: number): string | null {
  if (typeof message !== 'string') return 'it sent something that is not text'
  if (message.length > maxMessageBytes) return `a message of ${message.length} characters is larger than ${maxMessageBytes}`
  return isRpcMessage(message) ? null : 'a message could not be understood'
}

/** A request, or a word about one (`t`): more to a stream, or that nobody waits for it any longer. */
function isRpcMessage(text: string): boolean {
  try {
    const { i, t, p } = JSON.parse(text) as { i?: unknown; t?: unknown; p?: { u?: unknown } | null }
    return typeof i === 'string' && (typeof t === 'number' || (typeof p?.u === 'string' && p.u.startsWith('/')))
  } catch {
    // Not JSON, or null: that is the answer here, not a failure.
    return false
  }
}
