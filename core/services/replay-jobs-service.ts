// Answers the contract's replay jobs: starts them of plans, tells how they go, and carries to them what a person asks.
import type { Clock } from '../base/clock.ts'
import type { Timers } from '../base/timers.ts'
import { pause } from '../client/pause.ts'
import type { JobEvent, JobItem, JobSummary } from '../contract/replay.ts'
import type { ItemState } from '../deadletters/replay/jobs/item-states.ts'
import type { JobRecord, NameOf, Outcome } from '../deadletters/replay/jobs/job-record.ts'
import { JobRefusal } from '../deadletters/replay/jobs/job-refusal.ts'
import type { JobStore } from '../deadletters/replay/jobs/job-store.ts'
import type { PlanSource } from '../deadletters/replay/jobs/plan-feed.ts'
import type { ReplayJobs } from '../deadletters/replay/jobs/replay-jobs.ts'
import type { Schedules } from '../deadletters/replay/jobs/schedules.ts'
import { deliveryOf } from '../deadletters/replay/delivery-mode.ts'
import type { ReplayPlan } from '../deadletters/replay/plan.ts'
import { type LedgerRow, type OutcomeRow, replayOutcomesTable } from '../storage/workbench-tables.ts'
import type { Answers } from './answers.ts'
import { jobItemOf, jobSummaryOf, type KnownItem, outcomeOf } from './replay-job-summary.ts'
import { exportedJob } from './replay-job-export.ts'
import { invalidInput, notFound } from './service-error.ts'

type Replay = Answers<'replay'>
type Input<Name extends keyof Replay> = Parameters<Replay[Name]>[0]

export interface ReplayJobsServiceOptions {
  readonly jobs: ReplayJobs
  readonly jobStore: JobStore
  readonly schedules: Schedules
  readonly clock: Clock
  readonly timers: Timers
  readonly connectionName: NameOf
  /** undefined where there is none. */
  readonly plan: (planId: string) => ReplayPlan | undefined
  readonly source: (plan: ReplayPlan) => PlanSource
  /** Repeats the dry run where there is none of this very plan that is new enough; resolves to how many records delete their key. */
  readonly ensureDryRun: (planId: string, signal: AbortSignal) => Promise<number>
}

/** At most ten events a second. */
const EVENT_PERIOD_MS = 100
/** A running job changes its rate without anything happening. */
const HEARTBEAT_MS = 1_000
const STEP = 256

export class ReplayJobsService implements Pick<Replay, 'start' | 'jobs' | 'watchJobs' | 'watchJob' | 'pause' | 'cancel' | 'resume' | 'setRate' | 'jobItems' | 'retryFailed' | 'decide' | 'archive' | 'exportJob'> {
  readonly #options: ReplayJobsServiceOptions

  constructor(options: ReplayJobsServiceOptions) {
    this.#options = options
  }

  async start({ connectionId, planId, planHash, confirmName, atMs, confirmDeletes = 0 }: Input<'start'>, signal: AbortSignal): Promise<JobSummary> {
    const plan = this.#planToStart(connectionId, planId, planHash, confirmName)
    refuseUnconfirmed(plan, await this.#options.ensureDryRun(planId, signal), confirmDeletes)
    return this.startPlan(plan, { atMs })
  }

  /** Of a plan that was looked at: also how a sandbox begins. */
  async startPlan(plan: ReplayPlan, { atMs = null, isSandbox = false }: { atMs?: number | null; isSandbox?: boolean }): Promise<JobSummary> {
    const { jobs, schedules, source } = this.#options
    return this.#asked(async () => {
      const { jobId } = await jobs.create({ source: source(plan), name: plan.title, mode: deliveryOf(plan).mode, isSandbox })
      return atMs === null ? jobs.start(jobId) : schedules.schedule(jobId, atMs)
    })
  }

  jobs({ includeArchived }: Input<'jobs'>): JobSummary[] {
    return this.#options.jobs.list().filter(({ isArchived }) => includeArchived || !isArchived).map((job) => this.#summary(job)).toReversed()
  }

  async *watchJobs(_: unknown, signal: AbortSignal): AsyncGenerator<JobSummary[], void> {
    for await (const __ of this.#changes(null, signal)) yield this.jobs({ includeArchived: false })
  }

  async *watchJob({ jobId }: Input<'watchJob'>, signal: AbortSignal): AsyncGenerator<JobEvent, void> {
    this.#job(jobId)
    for await (const __ of this.#changes(jobId, signal)) {
      yield { job: this.#summary(this.#job(jobId)), history: [...(this.#options.jobs.seen(jobId)?.rates.points ?? [])] }
    }
  }

  async pause({ jobId }: Input<'pause'>): Promise<JobSummary> {
    return this.#asked(async () => this.#options.jobs.pause(this.#job(jobId).jobId))
  }

  async cancel({ jobId }: Input<'cancel'>): Promise<JobSummary> {
    return this.#asked(async () => this.#options.jobs.cancel(this.#job(jobId).jobId))
  }

  async resume({ connectionId, jobId }: Input<'resume'>): Promise<JobSummary> {
    const job = this.#job(jobId)
    if (connectionId !== job.targetConnectionId) throw otherCluster()
    return this.#asked(async () => (job.state === 'PLANNED' || job.state === 'SCHEDULED' ? this.#options.jobs.start(jobId) : this.#options.jobs.resume(jobId)))
  }

  async setRate({ jobId, ...rate }: Input<'setRate'>): Promise<JobSummary> {
    return this.#asked(async () => this.#options.jobs.setRate(this.#job(jobId).jobId, rate))
  }

  async retryFailed({ jobId, indexes }: Input<'retryFailed'>): Promise<JobSummary> {
    return this.#asked(async () => this.#options.jobs.retryFailed(this.#job(jobId).jobId, indexes))
  }

  async decide({ jobId, indexes, decision }: Input<'decide'>): Promise<JobSummary> {
    return this.#asked(async () => this.#options.jobs.decide(this.#job(jobId).jobId, indexes, decision))
  }

  async archive({ jobId }: Input<'archive'>): Promise<JobSummary> {
    return this.#asked(async () => this.#options.jobs.archive(this.#job(jobId).jobId))
  }

  jobItems({ jobId, states, outcomes, cursor, limit }: Input<'jobItems'>): { items: JobItem[]; cursor: number | null; total: number } {
    const job = this.#job(jobId)
    const items: JobItem[] = []
    let next: number | null = null
    for (const known of this.#known(job, Math.max(0, cursor))) {
      if (!isWanted(known, states, outcomes)) continue
      if (items.length === limit) {
        next = known.item.index
        break
      }
      items.push(jobItemOf(known))
    }
    return { items, cursor: next, total: this.#total(job, states, outcomes) }
  }

  async *exportJob({ jobId, format }: Input<'exportJob'>, signal: AbortSignal): AsyncGenerator<{ text: string; done: boolean }, void> {
    const job = this.#job(jobId)
    for (const text of exportedJob(job, this.#known(job, 0), format)) {
      if (signal.aborted) return
      yield { text, done: false }
      await pause(this.#options.timers, 0, signal)
    }
    yield { text: '', done: true }
  }

  #planToStart(connectionId: string, planId: string, planHash: string, confirmName: string | null): ReplayPlan {
    const plan = this.#options.plan(planId)
    if (!plan) throw notFound(`There is no replay plan "${planId}".`, 'It may have been removed in another window.')
    if (plan.target.connectionId !== connectionId) throw otherCluster()
    if (plan.planHash !== planHash) throw invalidInput('planHash', `The plan "${plan.title}" was changed since it was shown.`, 'Look at it again, then start it.')
    const name = this.#options.connectionName(connectionId) ?? connectionId
    if (!plan.target.isLocal && confirmName !== name) throw invalidInput('confirmName', `"${confirmName ?? ''}" is not the name of the target cluster.`, `Type "${name}".`)
    return plan
  }

  /** Every item from `from` on with what is known of it. */
  *#known(job: JobRecord, from: number): Generator<KnownItem> {
    const { jobs, jobStore, source, plan } = this.#options
    const stored = plan(job.planId)
    if (!stored || stored.planHash !== job.planHash) throw notFound(`The plan of job ${job.number} is gone, or was changed after the job was made.`)
    const items = source(stored)
    const states = jobs.live(job.jobId)?.books.states
    for (let first = from; first < job.total; first += STEP) {
      const range = [{ jobId: job.jobId, index: first }, { jobId: job.jobId, index: first + STEP }] as const
      const rows = new Map<number, LedgerRow>()
      const outcomes = new Map<number, OutcomeRow>()
      jobStore.visitLedger(job.jobId, first, first + STEP, (index, row) => void rows.set(index, row))
      jobStore.store.visit(replayOutcomesTable, ...range, ({ index }, row) => void outcomes.set(index, row))
      for (const item of items.items(first, STEP)) {
        const row = rows.get(item.index)
        yield { item, row, outcome: outcomes.get(item.index), state: states?.get(item.index) ?? row?.state ?? 'PENDING' }
      }
    }
  }

  #total(job: JobRecord, states: readonly ItemState[] | null, outcomes: readonly Outcome[] | null): number {
    const counts = this.#options.jobs.live(job.jobId)?.books.states.counts() ?? job.items
    if (outcomes !== null) return outcomes.reduce((sum, outcome) => sum + job.outcomes[outcome], 0)
    return states === null ? job.total : states.reduce((sum, state) => sum + counts[state], 0)
  }

  /** Once at first, then whenever something has changed, and now and then. */
  async *#changes(jobId: string | null, signal: AbortSignal): AsyncGenerator<void, void> {
    let wake = (): void => {}
    let hasChanged = false
    const off = this.#options.jobs.changed.on((changed) => {
      if (jobId !== null && changed !== jobId) return
      hasChanged = true
      wake()
    })
    try {
      while (!signal.aborted) {
        hasChanged = false
        yield
        await pause(this.#options.timers, EVENT_PERIOD_MS, signal)
        const changing = new AbortController()
        wake = () => changing.abort()
        if (!hasChanged) await pause(this.#options.timers, HEARTBEAT_MS, AbortSignal.any([signal, changing.signal]))
      }
    } finally {
      off()
    }
  }

  #job(jobId: string): JobRecord {
    try {
      return this.#options.jobs.get(jobId)
    } catch (error) {
      if (error instanceof JobRefusal) throw notFound(error.message, error.remedy)
      throw error
    }
  }

  async #asked(work: () => Promise<JobRecord>): Promise<JobSummary> {
    try {
      return this.#summary(await work())
    } catch (error) {
      if (error instanceof JobRefusal) throw invalidInput('jobId', error.message, error.remedy)
      throw error
    }
  }

  #summary(job: JobRecord): JobSummary {
    return jobSummaryOf(job, this.#options.jobs.seen(job.jobId), this.#options.connectionName)
  }
}

/** A compacted topic forgets the key of a null value for good: no dead letter brings it back. */
function refuseUnconfirmed({ title }: ReplayPlan, deletes: number, confirmed: number): void {
  if (deletes === 0 || confirmed === deletes) return
  const what = deletes === 1 ? '1 record of the plan deletes its key' : `${deletes} records of the plan delete their key`
  throw invalidInput('confirmDeletes', `${what}: "${title}" sends null values to a compacted topic.`, 'Look at the dry run, then confirm that number.')
}

function isWanted(known: KnownItem, states: readonly ItemState[] | null, outcomes: readonly Outcome[] | null): boolean {
  if (states !== null && !states.includes(known.state)) return false
  return outcomes === null || outcomes.includes(outcomeOf(known)!)
}

function otherCluster(): Error {
  return invalidInput('connectionId', 'This is not the cluster that the records go to.', 'Start it on its target cluster.')
}
