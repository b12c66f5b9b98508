// A socket that speaks in frames, well-formed or not: what no Kafka library would send.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { FrameSplitter } from '../../core/broker/network/frame-splitter.ts'

export class RawClient {
  readonly socket: Socket
  readonly closed: Promise<void>
  readonly #splitter = new FrameSplitter(0x7fffffff)
  readonly #frames: Buffer[] = []
  #wake: () => void = () => {}
  #isClosed = false

  static async connect(address: { host: string; port: number }): Promise<RawClient> {
    const socket = connect({ ...address, noDelay: true })
    await once(socket, 'connect')
    return new RawClient(socket)
  }

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#frames.push(...this.#splitter.split(chunk))
      this.#wake()
    })
    socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#isClosed = true
        this.#wake()
        resolve()
      })
    })
  }

  /** Sends each body as a frame. */
  send(...bodies: (Buffer | string)[]): void {
    this.socket.write(Buffer.concat(bodies.map((body) => frame(body))))
  }

  /** The next frame, without its size field; undefined when the connection closed instead. */
  async next(): Promise<Buffer | undefined> {
    while (this.#frames.length === 0 && !this.#isClosed) await new Promise<void>((resolve) => (this.#wake = resolve))
    return this.#frames.shift()
  }

  close(): void {
    this.socket.destroy()
  }
}

export function frame(body: Buffer | string): Buffer {
  const bytes = Buffer.from(body)
  const size = Buffer.alloc(4)
  size.writeInt32BE(bytes.length)
  return Buffer.concat([size, bytes])
}

/** A frame's size field alone, whatever it claims. */
export function sizeField(size: number): Buffer {
  const field = Buffer.alloc(4)
  field.writeInt32BE(size)
  return field
}
