// One client's socket: frames in, answers out in request order, and reading paused while too much is under way.
import { setMaxListeners } from 'node:events'
import type { Socket } from 'node:net'
import { answerBuffers } from '../../base/buffer-pool.ts'
import type { Clock } from '../../base/clock.ts'
import type { Event } from '../../base/event.ts'
import type { Logger } from '../../base/logger.ts'
import type { Cancel, Timers } from '../../base/timers.ts'
import { CLOSE_CONNECTION, NO_RESPONSE, type RequestOrder } from '../handler.ts'
import type { RequestLog, RequestNote } from '../request-log.ts'
import { type Arrival, type ConnectionRecord, type ConnectionRegistry, peerOf } from './connection-registry.ts'
import { FrameSizeError, FrameSplitter } from './frame-splitter.ts'
import { type Reply, ResponseQueue, type Slot } from './response-queue.ts'

export interface Requests {
  /** When this frame may start; never throws. */
  orderOf(frame: Buffer, connection: ConnectionRecord): RequestOrder
  /** Answers one frame and notes what it was; never throws and never rejects. */
  handle(frame: Buffer, connection: ConnectionRecord, note: RequestNote): Reply | Promise<Reply>
}

/** Storage's word on whether more may be read: while congested, no connection is. */
export interface Congestion {
  readonly congested: boolean
  readonly drained: Event<void>
}

export interface ConnectionLimits {
  readonly maxFrameBytes: number
  /** Of a client that has not signed in where it must. */
  readonly maxUnknownFrameBytes: number
  /** Requests read but not answered. */
  readonly maxHandlingBytes: number
  /** Answers the client has not taken yet. */
  readonly maxUnsentBytes: number
  /** Infinity = for ever. */
  readonly maxIdleMs: number
}

export interface ConnectionDeps {
  readonly registry: ConnectionRegistry
  /** Who is at the other end, and by which listener it came; in plain and unknown if left out. */
  readonly arrivalOf?: (socket: Socket) => Omit<Arrival, 'remoteAddress' | 'remotePort'>
  readonly requests: Requests
  readonly log: RequestLog
  readonly congestion: Congestion
  readonly limits: ConnectionLimits
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
}

/** Longer delays overflow the platform's timers and fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

const SIZE_FIELD_BYTES = 4

/** Requests of one connection handled without a break. */
const FRAMES_PER_TURN = 16

export class Connection {
  readonly record: ConnectionRecord
  readonly #socket: Socket
  readonly #deps: ConnectionDeps
  readonly #splitter: FrameSplitter
  readonly #responses = new ResponseQueue()
  readonly #closed = new AbortController()
  readonly #stopWatchingCongestion: () => void
  #cancelIdleCheck: Cancel
  #lastActiveMs: number
  /** When the latest chunk came, and with it the requests that are handled next. */
  #arrivedMs: number
  /** Frames of the latest chunk that are still to be handled. */
  #arrived: Generator<Buffer> | null = null
  /** The next frame, while an earlier request must be answered before it may start. */
  #held: Buffer | undefined
  /** Set once a frame was refused: what follows it is read and forgotten. */
  #refusing = false
  #throttled = false
  #turnPending = false
  #stopped = false
  #flushScheduled = false
  #cancelUnmute: Cancel | null = null

  constructor(socket: Socket, deps: ConnectionDeps) {
    this.#socket = socket
    this.#deps = deps
    this.#splitter = new FrameSplitter(deps.limits.maxFrameBytes)
    this.#lastActiveMs = deps.clock.monotonic()
    this.#arrivedMs = this.#lastActiveMs
    // Every parked request of the connection listens on the one signal.
    setMaxListeners(0, this.#closed.signal)
    this.record = deps.registry.open(
      { remoteAddress: socket.remoteAddress ?? 'unknown', remotePort: socket.remotePort ?? 0, ...deps.arrivalOf?.(socket) },
      this.#closed.signal,
    )
    this.#cancelIdleCheck = this.#checkIdleAfter(deps.limits.maxIdleMs)
    this.#stopWatchingCongestion = deps.congestion.drained.on(() => this.#proceed())
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('end', () => this.#abandon())
    // A reset is how many clients leave; 'close' always follows.
    socket.on('error', () => this.#abandon())
    socket.on('close', () => this.#released())
    this.#proceed()
  }

  /** Takes no more requests; those under way may still be answered. */
  stopReading(): void {
    this.#stopped = true
    this.#socket.pause()
  }

  destroy(): void {
    this.#abandon()
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    if (this.#refusing) return
    this.record.bytesIn += chunk.length
    this.#arrivedMs = this.#deps.clock.monotonic()
    this.#lastActiveMs = this.#arrivedMs
    this.#arrived = this.#splitter.split(chunk)
    this.#proceed()
  }

  /** Handles what has arrived as far as the limits allow: one chunk may hold thousands of requests for large answers. */
  #proceed(): void {
    if (this.#stopped || this.#turnPending || this.#closed.signal.aborted) return
    this.#throttled = this.#mustWait()
    for (let handled = 0; this.#arrived !== null && !this.#throttled; handled++) {
      if (handled === FRAMES_PER_TURN) return this.#continueNextTurn()
      const frame = this.#held ?? this.#nextFrame(this.#arrived)
      if (frame === undefined) this.#arrived = null
      else if (!this.#start(frame)) break
      this.#throttled = this.#mustWait()
    }
    if (this.#throttled || this.#held !== undefined) this.#socket.pause()
    else if (this.#socket.isPaused()) this.#socket.resume()
  }

  /** False when the frame's turn has not come: it is held, and asked again after the next answer. */
  #start(frame: Buffer): boolean {
    const order = this.#deps.requests.orderOf(frame, this.record)
    this.#held = this.#responses.mayStart(order) ? undefined : frame
    if (this.#held !== undefined) return false
    this.#handle(frame, order)
    return true
  }

  /** Answers count against the limits once their promises have run; other connections get their turn too. */
  #continueNextTurn(): void {
    this.#socket.pause()
    this.#turnPending = true
    setImmediate(() => {
      this.#turnPending = false
      this.#proceed()
    })
  }

  #nextFrame(frames: Generator<Buffer>): Buffer | undefined {
    if (this.#refusing) return undefined
    if (this.record.sasl !== undefined) this.#limitFrame(this.record.sasl.isKnown)
    try {
      const { done, value } = frames.next()
      return done ? undefined : value
    } catch (error) {
      if (!(error instanceof FrameSizeError)) throw error
      this.#deps.logger.info(`Closing the connection of ${peerOf(this.record)}: it sent ${error.message}.`)
      this.#refusing = true
      this.#settle(this.#responses.open(0, 'inTurn', this.#arrivedMs), CLOSE_CONNECTION)
      return undefined
    }
  }

  #limitFrame(isKnown: boolean): void {
    const { maxFrameBytes, maxUnknownFrameBytes } = this.#deps.limits
    if (isKnown) this.#splitter.limit(maxFrameBytes, 'socket.request.max.bytes')
    else this.#splitter.limit(maxUnknownFrameBytes, 'sasl.server.max.receive.size')
  }

  #mustWait(): boolean {
    return this.#isMuted() || this.#overloaded()
  }

  /** A client over its quota has its answer already; what it sends next waits (KIP-219). */
  #isMuted(): boolean {
    if (this.record.mutedUntilMs === 0) return false
    const { clock, timers } = this.#deps
    const remainingMs = this.record.mutedUntilMs - clock.monotonic()
    if (remainingMs <= 0) {
      this.record.mutedUntilMs = 0
      return false
    }
    this.#cancelUnmute ??= timers.after(Math.min(remainingMs, MAX_TIMER_MS), () => {
      this.#cancelUnmute = null
      this.#proceed()
    })
    return true
  }

  /** True from the limits until half of them, so that a busy connection does not flicker. */
  #overloaded(): boolean {
    const { maxHandlingBytes, maxUnsentBytes } = this.#deps.limits
    const share = this.#throttled ? 0.5 : 1
    const unsentBytes = this.#socket.writableLength + this.#responses.waitingBytes
    return (
      this.#responses.handlingBytes > maxHandlingBytes * share || unsentBytes > maxUnsentBytes * share || this.#deps.congestion.congested
    )
  }

  #handle(frame: Buffer, order: RequestOrder): void {
    const slot = this.#responses.open(frame.length + SIZE_FIELD_BYTES, order, this.#arrivedMs)
    const reply = this.#deps.requests.handle(frame, this.record, slot)
    if (reply instanceof Promise) {
      void reply.then((late) => this.#settle(slot, late))
      return
    }
    if (reply === CLOSE_CONNECTION) this.#refusing = true
    this.#settle(slot, reply)
  }

  #settle(slot: Slot, reply: Reply): void {
    this.#responses.settle(slot, reply)
    if (this.#flushScheduled) return
    // Answers that become known together (one commit, one chunk of requests) leave in one writev.
    this.#flushScheduled = true
    process.nextTick(() => this.#flush())
  }

  #flush(): void {
    this.#flushScheduled = false
    if (this.#closed.signal.aborted) return
    const { clock, log } = this.#deps
    const [atMs, monotonicMs] = [clock.now(), clock.monotonic()]
    let closes = false
    this.#socket.cork()
    for (let slot = this.#responses.take(); slot !== undefined; slot = this.#responses.take()) {
      closes = slot.reply === CLOSE_CONNECTION
      log.add(this.record, slot, closes, atMs, monotonicMs)
      if (closes) break
      if (slot.reply !== NO_RESPONSE) this.#write(slot.reply as readonly Buffer[])
      if (slot.isLast) {
        closes = true
        break
      }
    }
    this.#socket.uncork()
    if (closes) this.#closeAfterWrites()
    else this.#proceed()
  }

  /** Chunks are never joined: a fetch response holds what storage read, and the kernel gathers it. */
  #write(chunks: readonly Buffer[]): void {
    const last = chunks.length - 1
    for (const [index, chunk] of chunks.entries()) {
      this.record.bytesOut += chunk.length
      if (index === last) this.#socket.write(chunk, (error) => this.#sent(chunks, error))
      else this.#socket.write(chunk)
    }
  }

  #sent(chunks: readonly Buffer[], error: Error | null | undefined): void {
    if (!error) for (const chunk of chunks) answerBuffers.release(chunk)
    this.#lastActiveMs = this.#deps.clock.monotonic()
    this.#proceed()
  }

  #checkIdleAfter(delayMs: number): Cancel {
    return this.#deps.timers.after(Math.min(delayMs, MAX_TIMER_MS), () => this.#closeIfIdle())
  }

  #closeIfIdle(): void {
    const { clock, limits } = this.#deps
    const remainingMs = limits.maxIdleMs - (clock.monotonic() - this.#lastActiveMs)
    const nothingParked = this.#closed.signal.aborted || this.#responses.inProgress === 0
    if (remainingMs <= 0 && nothingParked) return this.destroy()
    this.#cancelIdleCheck = this.#checkIdleAfter(remainingMs > 0 ? remainingMs : limits.maxIdleMs)
  }

  /** Earlier answers still leave; a client that does not take them is closed as idle. */
  #closeAfterWrites(): void {
    this.#abandon()
    this.#socket.destroySoon()
  }

  #abandon(): void {
    this.#refusing = true
    this.#closed.abort()
  }

  #released(): void {
    this.#abandon()
    this.#cancelIdleCheck()
    this.#cancelUnmute?.()
    this.#stopWatchingCongestion()
    this.#deps.registry.close(this.record)
  }
}
