// Looks every two seconds at what became of records of jobs that run, and of those that ran a while ago.
import type { Clock } from '../../../base/clock.ts'
import type { Logger } from '../../../base/logger.ts'
import type { Timers } from '../../../base/timers.ts'
import type { JobRecord } from './job-record.ts'
import type { LiveJob } from './live-job.ts'

export interface JobWatchOptions {
  readonly list: () => readonly JobRecord[]
  readonly running: (jobId: string) => LiveJob | undefined
  /** Of one that does not run; null where its plan is gone. */
  readonly open: (job: JobRecord) => LiveJob | null
  readonly changed: (jobId: string) => void
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
}

/** How long after it has stopped the dead-letter topics of a job are watched. */
export const WATCH_MS = 15 * 60_000
const PERIOD_MS = 2_000

export class JobWatch {
  readonly #options: JobWatchOptions
  /** Those that do not run any more. */
  readonly #resting = new Map<string, LiveJob>()
  /** Of jobs that have stopped in this process. */
  readonly #untilMs = new Map<string, number>()
  readonly #cancel: () => void
  #looking: Promise<void> | null = null
  #isClosed = false

  constructor(options: JobWatchOptions) {
    this.#options = options
    this.#cancel = options.timers.every(PERIOD_MS, () => {
      this.#looking ??= this.#lookAtAll().finally(() => (this.#looking = null))
    })
  }

  resting(jobId: string): LiveJob | undefined {
    return this.#resting.get(jobId)
  }

  /** It runs now, and is looked at as what runs. */
  started(jobId: string): void {
    this.#resting.delete(jobId)
  }

  stopped(jobId: string, live: LiveJob): void {
    this.#resting.set(jobId, live)
    this.#untilMs.set(jobId, this.#options.clock.now() + WATCH_MS)
  }

  /** What is being looked at is finished. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    await this.#looking
  }

  async #lookAtAll(): Promise<void> {
    const { list, running, changed } = this.#options
    for (const job of list()) {
      if (this.#isClosed) return
      const live = running(job.jobId) ?? (this.#isWatched(job) ? this.#rested(job) : null)
      const before = job.outcomes
      await this.#look(job, live)
      if (before !== job.outcomes) changed(job.jobId)
    }
  }

  #isWatched(job: JobRecord): boolean {
    const untilMs = this.#untilMs.get(job.jobId) ?? (job.endedAtMs ?? Number.NEGATIVE_INFINITY) + WATCH_MS
    return job.items.SENT > 0 && this.#options.clock.now() < untilMs
  }

  #rested(job: JobRecord): LiveJob | null {
    const known = this.#resting.get(job.jobId) ?? this.#options.open(job)
    if (known) this.#resting.set(job.jobId, known)
    return known
  }

  async #look(job: JobRecord, live: LiveJob | null): Promise<void> {
    try {
      await live?.look()
    } catch (error) {
      this.#options.logger.error(`What became of the records of replay job ${job.number} could not be looked at`, error)
    }
  }
}
