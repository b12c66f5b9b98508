// How fast a job sends now, and how it went so far: a point a second, for a small chart.
import type { Clock } from '../../../base/clock.ts'
import type { ItemCounts } from './item-states.ts'
import type { JobRecord } from './job-record.ts'

export interface JobPoint {
  readonly atMs: number
  readonly sent: number
  readonly bounced: number
}

const PERIOD_MS = 1_000
const MAX_POINTS = 600
/** Over which the current rate is taken. */
const WINDOW_MS = 5_000

interface Sample {
  readonly monotonicMs: number
  readonly sent: number
  readonly bytes: number
}

export class JobRates {
  readonly #job: JobRecord
  readonly #clock: Clock
  readonly points: JobPoint[] = []
  #samples: Sample[] = []

  constructor(job: JobRecord, clock: Clock) {
    this.#job = job
    this.#clock = clock
  }

  /** To be called whenever something has been sent. */
  sample({ SENT: sent }: ItemCounts, bytes: number): void {
    const monotonicMs = this.#clock.monotonic()
    const last = this.#samples.at(-1)
    if (last && monotonicMs - last.monotonicMs < PERIOD_MS / 5) return
    this.#samples = [...this.#samples.filter((sample) => monotonicMs - sample.monotonicMs <= WINDOW_MS), { monotonicMs, sent, bytes }]
    const atMs = this.#clock.now()
    if (atMs - (this.points.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) < PERIOD_MS) return
    this.points.push({ atMs, sent, bounced: this.#job.outcomes.bounced })
    if (this.points.length > MAX_POINTS) this.points.splice(0, this.points.length - MAX_POINTS)
  }

  get current(): { messagesPerSecond: number; bytesPerSecond: number } {
    const nowMs = this.#clock.monotonic()
    const [first, last] = [this.#samples[0], this.#samples.at(-1)]
    if (!first || !last || nowMs - last.monotonicMs > WINDOW_MS || nowMs <= first.monotonicMs) return { messagesPerSecond: 0, bytesPerSecond: 0 }
    const seconds = (nowMs - first.monotonicMs) / 1_000
    return { messagesPerSecond: (last.sent - first.sent) / seconds, bytesPerSecond: (last.bytes - first.bytes) / seconds }
  }
}
