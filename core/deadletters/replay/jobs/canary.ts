// The first few records of a job go ahead, and the others wait for what becomes of them; and whoever sends on is stopped where too many come back.
import type { Clock } from '../../../base/clock.ts'
import type { Timers } from '../../../base/timers.ts'
import { pause } from '../../../client/pause.ts'
import type { OutcomeTracker } from '../outcome.ts'
import type { SentPlace } from '../senders/sender.ts'
import type { JobRecord } from './job-record.ts'
import { PauseJob } from './pause-job.ts'

export interface CanaryOptions {
  readonly job: JobRecord
  /** null = none. */
  readonly canary: { readonly count: number; readonly waitMs: number } | null
  readonly tracker: OutcomeTracker
  readonly clock: Clock
  readonly timers: Timers
}

const POLL_MS = 500
/** Of the last 50. */
const MAX_RECENT_BOUNCES = 10

export class Canary {
  readonly #options: CanaryOptions
  readonly #indexes: number[] = []
  #watchUntilMs = 0

  constructor(options: CanaryOptions) {
    this.#options = options
    const { job, canary } = options
    if (job.canary === 'none' && canary !== null && canary.count > 0 && canary.count < job.total && job.items.SENT === 0) job.canary = 'sending'
    // A person has resumed it: they have seen what came of it.
    if (job.canary === 'failed' || job.canary === 'watching') job.canary = 'passed'
  }

  /** How many may be sent before there is something to wait for. */
  get remaining(): number {
    const { job, canary } = this.#options
    return job.canary === 'sending' && canary !== null ? Math.max(1, canary.count - this.#indexes.length) : Number.POSITIVE_INFINITY
  }

  /** The first few are out, and the others wait for what becomes of them. */
  get isWatching(): boolean {
    return this.#options.job.canary === 'watching'
  }

  landed(sent: readonly SentPlace[]): void {
    const { job, canary, clock, tracker } = this.#options
    tracker.land(sent)
    if (job.canary !== 'sending' || canary === null) return
    this.#indexes.push(...sent.flatMap(({ indexes }) => indexes))
    if (this.#indexes.length < canary.count) return
    job.canary = 'watching'
    this.#watchUntilMs = clock.monotonic() + canary.waitMs
  }

  /** Waits while the canary is out. Rejects PauseJob where too much has come back. */
  async watch(signal: AbortSignal): Promise<void> {
    const { job, tracker, clock, timers } = this.#options
    while (job.canary === 'watching' && !signal.aborted) {
      await tracker.poll()
      const bounced = this.#indexes.filter((index) => tracker.hasBounced(index)).length
      if (bounced > 0) {
        job.canary = 'failed'
        throw new PauseJob('bounce', `${bounced} of the first ${this.#indexes.length} records came back to the dead-letter topic.`, 'The cause is not gone: repair the consumer or the records. Resume sends the others without waiting again.')
      }
      if (this.#indexes.every((index) => !tracker.isWaiting(index)) || clock.monotonic() >= this.#watchUntilMs) job.canary = 'passed'
      else await pause(timers, Math.min(POLL_MS, this.#watchUntilMs - clock.monotonic()), signal)
    }
    const { recentBounces } = tracker
    if (recentBounces > MAX_RECENT_BOUNCES) {
      throw new PauseJob('bounce', `${recentBounces} of the last 50 records came back to the dead-letter topic.`, 'The cause is not gone: repair the consumer or the records before you resume.')
    }
  }
}
