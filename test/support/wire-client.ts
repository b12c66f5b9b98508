// Typed requests over one socket, pipelined: the protocol's own codecs and nothing between them and the broker.
import { assert } from '../../core/base/assert.ts'
import type { AnyApi, Api } from '../../core/protocol/define-api.ts'
import { decodeResponseFrame, encodeRequestFrame } from '../../core/protocol/frame.ts'
import { RawClient } from './raw-client.ts'

interface Waiting {
  readonly correlationId: number
  readonly decode: (frame: Buffer) => unknown
  readonly resolve: (response: unknown) => void
  readonly reject: (error: Error) => void
}

export class WireClient {
  readonly #raw: RawClient
  readonly #waiting: Waiting[] = []
  #nextCorrelationId = 1

  private constructor(raw: RawClient) {
    this.#raw = raw
    void this.#receive()
  }

  static async connect(port: number, host = '127.0.0.1'): Promise<WireClient> {
    return new WireClient(await RawClient.connect({ host, port }))
  }

  /** Rejects when the connection closes before the answer. Answers must come in request order. */
  send<Req, Res, ReqIn, ResOut>(api: Api<Req, Res, ReqIn, ResOut>, version: number, body: ReqIn, clientId = 'wire'): Promise<ResOut> {
    const codec: AnyApi = api
    const correlationId = this.#nextCorrelationId++
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        correlationId,
        decode: (frame) => decodeResponseFrame(codec, version, frame).body,
        resolve: resolve as (response: unknown) => void,
        reject,
      })
      this.#raw.socket.write(Buffer.concat(encodeRequestFrame(codec, version, correlationId, clientId, body as never)))
    })
  }

  get closed(): Promise<void> {
    return this.#raw.closed
  }

  close(): void {
    this.#raw.close()
  }

  async #receive(): Promise<void> {
    for (let frame = await this.#raw.next(); frame !== undefined; frame = await this.#raw.next()) {
      const waiting = this.#waiting.shift()!
      assert(frame.readInt32BE(0) === waiting.correlationId, `answer ${frame.readInt32BE(0)} came where ${waiting.correlationId} was due`)
      waiting.resolve(waiting.decode(frame))
    }
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the connection closed before the answer'))
  }
}
