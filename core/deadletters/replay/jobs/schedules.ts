// Starts jobs at the time that was set for them; only while Headwater runs, and it says so when it was closed at that time. Never twice.
import type { Clock } from '../../../base/clock.ts'
import type { Logger } from '../../../base/logger.ts'
import type { Cancel, Timers } from '../../../base/timers.ts'
import type { JobRecord } from './job-record.ts'
import { JobRefusal } from './job-refusal.ts'
import type { ReplayJobs } from './replay-jobs.ts'

export interface SchedulesOptions {
  readonly jobs: ReplayJobs
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
}

/** How late a job may start when Headwater was closed at its time. */
export const GRACE_MS = 15 * 60_000
/** Longer delays are waited for in parts. */
const LONGEST_WAIT_MS = 3_600_000

export class Schedules {
  readonly #options: SchedulesOptions
  readonly #waiting = new Map<string, Cancel>()

  constructor(options: SchedulesOptions) {
    this.#options = options
  }

  /** What fell due while nobody was there runs late, or is told as missed. */
  async open(): Promise<void> {
    const nowMs = this.#options.clock.now()
    for (const job of this.#options.jobs.list()) {
      if (job.state !== 'SCHEDULED' || job.scheduledForMs === null) continue
      const lateMs = nowMs - job.scheduledForMs
      if (lateMs > GRACE_MS) await this.#miss(job)
      else this.#wait(job.jobId, -lateMs)
    }
  }

  async schedule(jobId: string, atMs: number): Promise<JobRecord> {
    const { jobs, clock } = this.#options
    const job = await jobs.become(jobId, 'schedule', atMs, null)
    this.#wait(jobId, atMs - clock.now())
    return job
  }

  close(): void {
    for (const cancel of this.#waiting.values()) cancel()
    this.#waiting.clear()
  }

  /** The wall clock decided how long; from then on it may be set as one likes. */
  #wait(jobId: string, delayMs: number): void {
    const { clock, timers } = this.#options
    const dueMs = clock.monotonic() + delayMs
    const wait = (): void => {
      const leftMs = dueMs - clock.monotonic()
      if (leftMs > 0) this.#waiting.set(jobId, timers.after(Math.min(leftMs, LONGEST_WAIT_MS), wait))
      else void this.#start(jobId)
    }
    wait()
  }

  async #start(jobId: string): Promise<void> {
    const { jobs, logger } = this.#options
    this.#waiting.delete(jobId)
    try {
      // Cancelled or started by hand meanwhile: its state says so, and it is not started again.
      if (jobs.get(jobId).state === 'SCHEDULED') await jobs.start(jobId)
    } catch (error) {
      if (!(error instanceof JobRefusal)) logger.error('A scheduled replay could not be started', error)
    }
  }

  async #miss(job: JobRecord): Promise<void> {
    const message = `It was due at ${new Date(job.scheduledForMs!).toISOString()}, when Headwater was not running.`
    await this.#options.jobs.become(job.jobId, 'miss', null, { code: 'missed', message, remedy: 'Start it now, or set another time.' })
  }
}
