// How much the broker moves: totals over all its connections, and rates from samples that somebody asked for.
import type { Clock } from '../base/clock.ts'

export interface TrafficTotals {
  /** Records that became durable. */
  readonly recordsIn: number
  readonly requests: number
  readonly bytesIn: number
  readonly bytesOut: number
}

export interface TrafficRates {
  readonly recordsInPerSecond: number
  readonly bytesInPerSecond: number
  readonly bytesOutPerSecond: number
  readonly requestsPerSecond: number
}

interface Sample {
  readonly atMs: number
  readonly totals: TrafficTotals
}

/** Rates are averages over this time. */
const WINDOW_MS = 5_000
/** Samples that come closer than this replace one another, so that many readers are as cheap as one. */
const MIN_DISTANCE_MS = 200
const NO_TRAFFIC: TrafficRates = { recordsInPerSecond: 0, bytesInPerSecond: 0, bytesOutPerSecond: 0, requestsPerSecond: 0 }

export class TrafficMeter {
  readonly #clock: Clock
  readonly #samples: Sample[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Averages between the oldest sample of the window and now. Zero for the first one: nothing was measured before somebody looked. */
  rates(totals: TrafficTotals): TrafficRates {
    const atMs = this.#clock.monotonic()
    this.#forgetBefore(atMs - WINDOW_MS)
    const base = this.#samples[0]
    const last = this.#samples.at(-1)
    if (last === undefined || atMs - last.atMs >= MIN_DISTANCE_MS) this.#samples.push({ atMs, totals })
    if (base === undefined || base.atMs === atMs) return NO_TRAFFIC
    return between(base.totals, totals, (atMs - base.atMs) / 1_000)
  }

  #forgetBefore(oldestMs: number): void {
    while (this.#samples.length > 0 && this.#samples[0]!.atMs < oldestMs) this.#samples.shift()
  }
}

function between(base: TrafficTotals, now: TrafficTotals, seconds: number): TrafficRates {
  return {
    recordsInPerSecond: (now.recordsIn - base.recordsIn) / seconds,
    bytesInPerSecond: (now.bytesIn - base.bytesIn) / seconds,
    bytesOutPerSecond: (now.bytesOut - base.bytesOut) / seconds,
    requestsPerSecond: (now.requests - base.requests) / seconds,
  }
}
