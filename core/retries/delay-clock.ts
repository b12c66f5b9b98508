// The time by which delays run: it goes on with the computer's uptime when somebody sets the wall clock back, and takes a jump forward for sleep.
import type { Clock } from '../base/clock.ts'

/** What the wall clock may gain on the monotonic one by being adjusted; more than that was sleep. */
const SLEEP_MS = 1000

export class DelayClock {
  readonly startedMs: number
  readonly #clock: Clock
  #wallMs: number
  #monotonicMs: number
  #nowMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#wallMs = clock.now()
    this.#monotonicMs = clock.monotonic()
    this.#nowMs = this.#wallMs
    this.startedMs = this.#wallMs
  }

  /** Epoch milliseconds as long as nobody sets the clock; never goes back. */
  now(): number {
    const [wallMs, monotonicMs] = [this.#clock.now(), this.#clock.monotonic()]
    const passedMs = monotonicMs - this.#monotonicMs
    const onWallMs = wallMs - this.#wallMs
    this.#wallMs = wallMs
    this.#monotonicMs = monotonicMs
    this.#nowMs += onWallMs > passedMs + SLEEP_MS ? onWallMs : passedMs
    return this.#nowMs
  }

  /** The same moment as the wall clock shows it. */
  onWall(ms: number): number {
    const nowMs = this.now()
    return ms - nowMs + this.#wallMs
  }
}
