// How fast a job may send: a bucket of messages and one of bytes, whose rates change while it runs, and what the broker's quota asks for on top.
import type { Clock } from '../../../base/clock.ts'
import type { ReplayRate } from '../options.ts'

/** What may go at once after a rest, as a share of a second. */
const BURST_SECONDS = 0.1
/** A throttled job goes at half the pace, and comes back by so much with each batch that was not. */
const SLOWER = 0.5
const FASTER = 1.1
const SLOWEST = 0.01

export class Pacing {
  readonly #clock: Clock
  #rate: ReplayRate
  #messages: Bucket
  #bytes: Bucket
  #throttledUntilMs = Number.NEGATIVE_INFINITY
  /** 1 = as told. */
  #share = 1

  constructor(clock: Clock, rate: ReplayRate) {
    this.#clock = clock
    this.#rate = rate
    this.#messages = new Bucket(rate.messagesPerSecond, clock.monotonic())
    this.#bytes = new Bucket(rate.bytesPerSecond, clock.monotonic())
  }

  get rate(): ReplayRate {
    return this.#rate
  }

  /** What is told to wait for the broker's quota now, ms. */
  get throttledMs(): number {
    return Math.max(0, this.#throttledUntilMs - this.#clock.monotonic())
  }

  change(rate: ReplayRate): void {
    this.#rate = rate
    this.#apply()
  }

  /** How many messages may go now; 0 with `waitMs` > 0. `most`: more than that is not wanted at once. */
  allowance(most: number): { readonly messages: number; readonly bytes: number; readonly waitMs: number } {
    const nowMs = this.#clock.monotonic()
    if (nowMs < this.#throttledUntilMs) return { messages: 0, bytes: 0, waitMs: this.#throttledUntilMs - nowMs }
    // A full bucket's worth at a time, so that a slow job does not send a transaction per message.
    const waitMs = Math.max(this.#messages.waitMs(nowMs, Math.min(most, this.#messages.capacity)), this.#bytes.waitMs(nowMs, Math.min(1, this.#bytes.capacity)))
    if (waitMs > 0) return { messages: 0, bytes: 0, waitMs }
    return { messages: Math.min(most, Math.floor(this.#messages.tokens(nowMs) + EPSILON)), bytes: this.#bytes.tokens(nowMs), waitMs: 0 }
  }

  took(messages: number, bytes: number): void {
    const nowMs = this.#clock.monotonic()
    this.#messages.take(messages, nowMs)
    this.#bytes.take(bytes, nowMs)
  }

  /** What the broker answered with: it is obeyed, and the pace goes down; 0 = it has nothing against it. */
  throttle(throttleMs: number): void {
    if (throttleMs > 0) {
      this.#throttledUntilMs = Math.max(this.#throttledUntilMs, this.#clock.monotonic() + throttleMs)
      this.#share = Math.max(SLOWEST, this.#share * SLOWER)
    } else if (this.#share < 1) this.#share = Math.min(1, this.#share * FASTER)
    else return
    this.#apply()
  }

  #apply(): void {
    const nowMs = this.#clock.monotonic()
    const slowed = (rate: number | null): number | null => (rate === null ? null : rate * this.#share)
    this.#messages.change(slowed(this.#rate.messagesPerSecond), nowMs)
    this.#bytes.change(slowed(this.#rate.bytesPerSecond), nowMs)
  }
}

/** Tokens come in fractions, and fractions do not add up exactly. */
const EPSILON = 1e-6

class Bucket {
  #perSecond: number
  #tokens: number
  #atMs: number

  constructor(perSecond: number | null, nowMs: number) {
    this.#perSecond = perSecond ?? Number.POSITIVE_INFINITY
    this.#tokens = this.capacity
    this.#atMs = nowMs
  }

  /** At least one message goes, however slow the rate is. */
  get capacity(): number {
    return Math.max(1, this.#perSecond * BURST_SECONDS)
  }

  change(perSecond: number | null, nowMs: number): void {
    const before = this.#perSecond
    this.#fill(nowMs)
    this.#perSecond = perSecond ?? Number.POSITIVE_INFINITY
    // What was gathered at a faster rate is not spent at a slower one.
    this.#tokens = before === Number.POSITIVE_INFINITY ? Math.min(1, this.capacity) : Math.min(this.#tokens, this.capacity)
    if (this.#perSecond === Number.POSITIVE_INFINITY) this.#tokens = Number.POSITIVE_INFINITY
  }

  tokens(nowMs: number): number {
    this.#fill(nowMs)
    return this.#tokens
  }

  waitMs(nowMs: number, wanted: number): number {
    this.#fill(nowMs)
    if (this.#tokens + EPSILON >= wanted) return 0
    return Math.ceil(((wanted - this.#tokens) * 1_000) / this.#perSecond)
  }

  /** May leave a debt: a record larger than the bucket goes, and is paid off before the next one. */
  take(count: number, nowMs: number): void {
    this.#fill(nowMs)
    this.#tokens -= count
  }

  #fill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#atMs)
    this.#atMs = nowMs
    if (this.#perSecond === Number.POSITIVE_INFINITY) this.#tokens = Number.POSITIVE_INFINITY
    else this.#tokens = Math.min(this.capacity, this.#tokens + (elapsedMs * this.#perSecond) / 1_000)
  }
}
