// The whole broker in this process, reached through its own connections but without a network: what a model check and a fuzzer drive.
import { type Broker, type BrokerOptions, startBroker } from '../../core/broker/broker.ts'
import { Connection, type ConnectionDeps } from '../../core/broker/network/connection.ts'
import type { AnyApi, Api } from '../../core/protocol/define-api.ts'
import { decodeResponseFrame, encodeRequestFrame } from '../../core/protocol/frame.ts'
import { FakeSocket } from './fake-socket.ts'

/** The connection ended before the answer: whether the broker did what it was asked is not known. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

interface Waiting {
  readonly decode: (frame: Buffer) => unknown
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

export class SocketlessBroker {
  readonly broker: Broker
  readonly #deps: ConnectionDeps

  private constructor(broker: Broker, deps: ConnectionDeps) {
    this.broker = broker
    this.#deps = deps
  }

  static async start(options: Omit<BrokerOptions, 'port' | 'listen'>): Promise<SocketlessBroker> {
    let deps: ConnectionDeps | undefined
    const address = { host: '127.0.0.1', port: 19_092 }
    const broker = await startBroker({
      ...options,
      port: address.port,
      listen: async () => ({ address, serve: (given: ConnectionDeps) => void (deps = given), stopAccepting: () => {}, close: async () => {} }),
    })
    return new SocketlessBroker(broker, deps!)
  }

  /** Frames go in raw; answers, without their size, to `received`. */
  connectRaw(received: (frame: Buffer) => void): FakeSocket {
    const socket = new FakeSocket(received)
    new Connection(socket.socket, this.#deps)
    return socket
  }

  connect(clientId = 'client'): SocketlessClient {
    return new SocketlessClient(this, clientId)
  }
}

export class SocketlessClient {
  readonly #socket: FakeSocket
  readonly #clientId: string
  readonly #waiting: Waiting[] = []
  #nextCorrelationId = 1

  constructor(broker: SocketlessBroker, clientId: string) {
    this.#clientId = clientId
    this.#socket = broker.connectRaw((frame) => this.#receive(frame))
    this.#socket.once('close', () => this.abandon())
  }

  get isClosed(): boolean {
    return this.#socket.destroyed
  }

  send<Req, Res, ReqIn, ResOut>(api: Api<Req, Res, ReqIn, ResOut>, version: number, body: ReqIn): Promise<ResOut> {
    if (this.#socket.destroyed) return Promise.reject(new ConnectionLost(`${api.name} was not sent.`))
    const codec: AnyApi = api
    const frame = Buffer.concat(encodeRequestFrame(codec, version, this.#nextCorrelationId++, this.#clientId, body as never))
    return new Promise((resolve, reject) => {
      const decode = (answer: Buffer): unknown => decodeResponseFrame(codec, version, answer).body
      this.#waiting.push({ decode, resolve: resolve as (answer: unknown) => void, reject })
      this.#socket.deliver(frame)
    })
  }

  /** The client goes away in an orderly manner. */
  close(): void {
    this.#socket.destroy()
  }

  /** Nothing of the other side is heard any more. */
  abandon(): void {
    this.#socket.destroyed = true
    for (const { reject } of this.#waiting.splice(0)) reject(new ConnectionLost('The connection closed before the answer.'))
  }

  #receive(frame: Buffer): void {
    const waiting = this.#waiting.shift()
    waiting?.resolve(waiting.decode(frame))
  }
}
