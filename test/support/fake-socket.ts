// A client's socket without a network: bytes go in when a test says so, answers are split into frames as they come out.
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { FrameSplitter } from '../../core/broker/network/frame-splitter.ts'

export class FakeSocket extends EventEmitter {
  readonly remoteAddress = '127.0.0.1'
  readonly remotePort = 50_000
  writableLength = 0
  destroyed = false
  readonly #splitter = new FrameSplitter(0x7fff_ffff)
  readonly #received: (frame: Buffer) => void
  #isPaused = false
  /** Arrived while the broker did not read. */
  #unread: Buffer[] = []

  constructor(received: (frame: Buffer) => void) {
    super()
    this.#received = received
  }

  /** As the broker's side sees it. */
  get socket(): Socket {
    return this as unknown as Socket
  }

  /** Bytes from the client. */
  deliver(bytes: Buffer): void {
    if (this.destroyed) return
    if (this.#isPaused) this.#unread.push(bytes)
    else this.emit('data', bytes)
  }

  // ---- what the broker calls --------------------------------------------------------------------------------------------------------

  setNoDelay(): void {}
  cork(): void {}
  uncork(): void {}

  pause(): void {
    this.#isPaused = true
  }

  isPaused(): boolean {
    return this.#isPaused
  }

  resume(): void {
    this.#isPaused = false
    while (!this.#isPaused && this.#unread.length > 0 && !this.destroyed) this.emit('data', this.#unread.shift()!)
  }

  /** The kernel takes everything at once; a copy, because the broker may use the buffer again. */
  write(chunk: Buffer, done?: (error?: Error | null) => void): boolean {
    for (const frame of this.#splitter.split(Buffer.from(chunk))) this.#received(frame)
    if (done) process.nextTick(done, null)
    return true
  }

  destroySoon(): void {
    this.destroy()
  }

  destroy(): void {
    if (this.destroyed) return
    this.destroyed = true
    process.nextTick(() => this.emit('close'))
  }
}
