// Cuts long work into slices of a few milliseconds, so that the event loop serves others in between.
import type { Clock } from './clock.ts'

const SLICE_MS = 4

export class Slices {
  readonly #clock: Clock
  readonly #signal: AbortSignal | undefined
  #beganMs: number

  constructor(clock: Clock, signal?: AbortSignal) {
    this.#clock = clock
    this.#signal = signal
    this.#beganMs = clock.monotonic()
  }

  /** Nobody waits for the result any more. */
  get isAborted(): boolean {
    return this.#signal?.aborted ?? false
  }

  get isOver(): boolean {
    return this.#clock.monotonic() - this.#beganMs >= SLICE_MS
  }

  /** After something else was awaited: the loop has been free meanwhile. */
  begin(): void {
    this.#beganMs = this.#clock.monotonic()
  }

  async next(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.begin()
  }
}
