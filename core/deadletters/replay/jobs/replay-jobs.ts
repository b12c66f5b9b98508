// All replay jobs of this Headwater: each is run by one runner at most, and what a person asks of one goes through the table of its states.
import type { Clock } from '../../../base/clock.ts'
import { Event } from '../../../base/event.ts'
import type { Logger } from '../../../base/logger.ts'
import type { Random } from '../../../base/random.ts'
import type { Timers } from '../../../base/timers.ts'
import { deleteGroup } from '../../../client/admin/delete-group.ts'
import type { ClusterConnection } from '../../../client/cluster-connection.ts'
import { ConnectionFailed } from '../../../client/connection-errors.ts'
import { KafkaError } from '../../../protocol/error-codes.ts'
import { StorageError } from '../../../storage/storage-error.ts'
import type { AuditFact, AuditLog } from '../../audit.ts'
import type { FailureKey } from '../../failure.ts'
import type { OutcomeMark } from '../outcome.ts'
import { namesOf } from '../senders/open-sender.ts'
import type { LocalReplayPort } from '../senders/local-replay-port.ts'
import type { ReplayRate } from '../options.ts'
import { Claims } from './claims.ts'
import { type JobRecord, type NameOf, newJob, type ReplayMode, targetNameOf } from './job-record.ts'
import { JobRefusal } from './job-refusal.ts'
import { type JobEventName, isOver, stateAfter } from './job-state.ts'
import type { JobStore } from './job-store.ts'
import { JobWatch } from './job-watch.ts'
import { LiveJob } from './live-job.ts'
import type { JobReason } from './pause-job.ts'
import type { PlanSource } from './plan-feed.ts'

export interface ReplayClusters {
  /** Connects when first used. Throws ConnectionFailed where a secret is missing. */
  cluster(connectionId: string): ClusterConnection
  /** undefined where there is no such connection any more. */
  readonly name: NameOf
  /** Why it may not be written to now; null where it may. `name`: what it is, or was, called. */
  refusal(connectionId: string, name: string): JobReason | null
}

export interface ReplayJobsOptions {
  readonly jobs: JobStore
  readonly audit: AuditLog
  readonly clusters: ReplayClusters
  /** null where the plan is gone or another one by now. */
  readonly planSource: (job: JobRecord) => PlanSource | null
  readonly local: LocalReplayPort | null
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
  /** What happened to dead letters: they were sent, or came back. */
  readonly marked?: (keys: readonly FailureKey[], mark: OutcomeMark, jobId: string) => Promise<void>
  readonly deliveryTimeoutMs?: number
  readonly transactionTimeoutMs?: number
  readonly maxBatchItems?: number
}

export interface NewJob {
  readonly source: PlanSource
  readonly name: string
  readonly mode: ReplayMode
  readonly isSandbox?: boolean
}

export class ReplayJobs {
  readonly changed = new Event<string>()
  readonly #options: ReplayJobsOptions
  readonly #jobs = new Map<string, JobRecord>()
  readonly #live = new Map<string, LiveJob>()
  /** Each until state and audit say how it ended. */
  readonly #runs = new Set<Promise<void>>()
  /** Something is being done to them that must be over before anything else is. */
  readonly #busy = new Set<string>()
  readonly #claims = new Claims()
  readonly #watch: JobWatch

  /** What was running when Headwater ended shows as interrupted; a local one goes on by itself. */
  static async open(options: ReplayJobsOptions): Promise<ReplayJobs> {
    const jobs = new ReplayJobs(options)
    for (const job of jobs.list()) {
      if (job.state === 'RUNNING') await jobs.#interrupted(job)
      jobs.#claimDoubt(job)
    }
    for (const job of jobs.list()) if (job.state === 'INTERRUPTED' && job.isTargetLocal) await jobs.#resumeByItself(job)
    return jobs
  }

  /** Where the disk does not let it, a person finds it interrupted. */
  async #resumeByItself(job: JobRecord): Promise<void> {
    try {
      await this.resume(job.jobId)
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      this.#options.logger.error(`Replay job ${job.number} was not resumed`, error)
    }
  }

  private constructor(options: ReplayJobsOptions) {
    this.#options = options
    for (const job of options.jobs.list()) this.#jobs.set(job.jobId, job)
    const open = (job: JobRecord): LiveJob | null => {
      const source = options.planSource(job)
      return source && this.#liveJob(job, source)
    }
    this.#watch = new JobWatch({ ...options, open, list: () => this.list(), running: (jobId) => this.#live.get(jobId), changed: (jobId) => this.changed.emit(jobId) })
  }

  list(): JobRecord[] {
    return [...this.#jobs.values()]
  }

  /** Throws JobRefusal for one that is not known. */
  get(jobId: string): JobRecord {
    const job = this.#jobs.get(jobId)
    if (!job) throw new JobRefusal(`There is no replay job "${jobId}".`, 'It may belong to another Headwater.')
    return job
  }

  ofPlan(planId: string): JobRecord | undefined {
    return this.list().find((job) => job.planId === planId)
  }

  /** While it runs. */
  live(jobId: string): LiveJob | undefined {
    return this.#live.get(jobId)
  }

  /** While it runs, or what becomes of its records is watched. */
  seen(jobId: string): LiveJob | undefined {
    return this.#live.get(jobId) ?? this.#watch.resting(jobId)
  }

  /** A plan becomes one job: what is to be sent once more is asked for in that. */
  async create({ source: { plan }, name, mode, isSandbox = false }: NewJob): Promise<JobRecord> {
    const taken = this.ofPlan(plan.planId)
    if (taken) throw new JobRefusal(`This plan is job ${taken.number} already.`, 'Ask there for what failed, or make another plan.')
    const number = Math.max(0, ...this.list().map((job) => job.number)) + 1
    const nameOf = (connectionId: string | undefined): string | undefined => (connectionId === undefined ? undefined : this.#options.clusters.name(connectionId))
    const names = { sourceName: nameOf(plan.source?.connectionId), targetName: nameOf(plan.target.connectionId) }
    const job = newJob({ jobId: this.#options.random.uuid(), number, createdAtMs: this.#options.clock.now(), plan, name, mode, isSandbox, ...names })
    this.#jobs.set(job.jobId, job)
    await this.#options.jobs.save(job)
    return job
  }

  /** Resolves once it is running; `finished` once it is not any more. */
  async start(jobId: string): Promise<JobRecord> {
    return this.#run(this.get(jobId), 'start')
  }

  async resume(jobId: string): Promise<JobRecord> {
    return this.#run(this.get(jobId), 'resume')
  }

  /** Resolves when nothing more is sent: after the batch that was under way. */
  async pause(jobId: string): Promise<JobRecord> {
    const job = this.get(jobId)
    const live = this.#live.get(jobId)
    if (live === undefined) this.#refuse(job, 'pause')
    live!.stop('pause')
    await live!.finished
    return job
  }

  async cancel(jobId: string): Promise<JobRecord> {
    const job = this.get(jobId)
    const live = this.#live.get(jobId)
    if (live) {
      live.stop('cancel')
      await live.finished
      if (isOver(job.state)) return job
    }
    return this.#alone(job, async () => {
      this.#refuse(job, 'cancel')
      const source = this.#options.planSource(job)
      // What was under way when it broke stays in doubt, unless the target can be asked: nobody sends it again.
      if (source) await this.#liveJob(job, source).settleDoubt(this.#refusal(job) === null)
      await this.#ended(job, 'cancel', null)
      this.#claimDoubt(job)
      return job
    })
  }

  async setRate(jobId: string, rate: ReplayRate): Promise<JobRecord> {
    const job = this.get(jobId)
    job.rate = rate
    this.#live.get(jobId)?.setRate(rate)
    await this.#options.jobs.save(job)
    this.changed.emit(jobId)
    return job
  }

  /** Failed items, and those that waited for them, are pending again; null = all of them. To be resumed. */
  async retryFailed(jobId: string, indexes: readonly number[] | null): Promise<JobRecord> {
    const job = this.#resting(jobId, 'retry')
    return this.#alone(job, async () => {
      const asked = await this.#liveJob(job, this.#sourceOf(job)).retry(indexes)
      if (asked === 0) throw new JobRefusal(`No record of job ${job.number} has failed that could be asked for again.`, '')
      this.#become(job, 'retry', { code: 'retry', message: `${asked} ${asked === 1 ? 'record is' : 'records are'} asked for again.`, remedy: 'Resume to send them.' })
      await this.#options.jobs.save(job)
      await this.#tell(job, `Asked for ${asked} failed records again.`, 'done')
      return job
    })
  }

  /** What a person knows of records in doubt. */
  async decide(jobId: string, indexes: readonly number[], decision: 'sent' | 'not-sent'): Promise<JobRecord> {
    const job = this.get(jobId)
    if (this.#live.has(jobId)) throw new JobRefusal(`Job ${job.number} is running.`, 'Pause it first.')
    return this.#alone(job, async () => {
      const decided = await this.#liveJob(job, this.#sourceOf(job)).decide(indexes, decision)
      if (decided === 0) throw new JobRefusal(`None of these records of job ${job.number} is in doubt.`, '')
      await this.#tell(job, `Decided that ${decided} records in doubt ${decision === 'sent' ? 'were sent' : 'were not sent'}.`, 'done')
      this.#claimDoubt(job)
      this.changed.emit(jobId)
      return job
    })
  }

  /** Records that the job has sent are there no more: nobody will read them. */
  async tookBack(jobId: string, count: number): Promise<void> {
    if (count === 0) return
    const job = this.get(jobId)
    job.takenBack = { count: count + (job.takenBack?.count ?? 0), atMs: this.#options.clock.now() }
    await this.#options.jobs.save(job)
    this.changed.emit(jobId)
  }

  /** Its group on the target is deleted, and it is listed no more; ledger and audit stay. */
  async archive(jobId: string): Promise<JobRecord> {
    const job = this.get(jobId)
    if (!isOver(job.state)) throw new JobRefusal(`Job ${job.number} is not over: it is ${job.state}.`, 'Cancel it first.')
    await this.#forgetRegister(job)
    job.isArchived = true
    await this.#options.jobs.save(job)
    this.changed.emit(jobId)
    return job
  }

  /** Scheduled by jobs/schedules.ts. */
  async become(jobId: string, event: 'schedule' | 'miss', scheduledForMs: number | null, reason: JobReason | null): Promise<JobRecord> {
    const job = this.get(jobId)
    this.#become(job, event, reason)
    job.scheduledForMs = scheduledForMs
    await this.#options.jobs.save(job)
    return job
  }

  /** What is being sent is finished; what runs shows as interrupted at the next start. */
  async close(): Promise<void> {
    for (const job of this.#live.values()) job.stop('interrupt')
    await Promise.all(this.#runs)
    await this.#watch.close()
  }

  async #run(job: JobRecord, event: 'start' | 'resume'): Promise<JobRecord> {
    if (this.#live.has(job.jobId)) throw new JobRefusal(`Job ${job.number} is running already.`, 'Another window has started it.')
    this.#refuseBusy(job)
    this.#refuse(job, event)
    const source = this.#options.planSource(job)
    if (source === null) {
      await this.#ended(job, 'fail', { code: 'plan', message: 'The plan of this job is gone, or was changed after the job was made.', remedy: 'Make a new plan of what is left.' })
      return job
    }
    const before = { state: job.state, reason: job.reason }
    this.#become(job, event, null)
    job.startedAtMs ??= this.#options.clock.now()
    job.endedAtMs = null
    const live = this.#liveJob(job, source)
    this.#live.set(job.jobId, live)
    this.#watch.started(job.jobId)
    try {
      await this.#tell(job, event === 'start' ? `Started job ${job.number}: ${job.total} records.` : `Resumed job ${job.number}.`, 'started')
      await this.#options.jobs.save(job)
    } catch (error) {
      this.#live.delete(job.jobId)
      Object.assign(job, before)
      throw error
    }
    const run = live.run().then(async ({ event: end, reason }) => this.#stopped(job, end, reason)).finally(() => this.#runs.delete(run))
    this.#runs.add(run)
    return job
  }

  async #stopped(job: JobRecord, event: JobEventName, reason: JobReason | null): Promise<void> {
    const live = this.#live.get(job.jobId)
    this.#live.delete(job.jobId)
    if (live) this.#watch.stopped(job.jobId, live)
    try {
      if (event === 'interrupt') await this.#interrupted(job)
      else if (event === 'pause') {
        this.#become(job, 'pause', reason)
        await this.#options.jobs.save(job)
        await this.#tell(job, `Job ${job.number} paused: ${reason?.message ?? ''}`, 'partly')
      } else {
        // Cancelled while nobody knew what became of the last batch: it stays in doubt.
        if (event === 'cancel') await live?.settleDoubt(false)
        await this.#ended(job, event, reason)
      }
      this.#claimDoubt(job)
    } catch (error) {
      // The disk is full, say: the job shows what it knows, and the next start finds it as it was.
      this.#options.logger.error(`The state of replay job ${job.number} could not be kept`, error)
    } finally {
      live?.over()
    }
  }

  async #interrupted(job: JobRecord): Promise<void> {
    const source = this.#options.planSource(job)
    const inFlight = this.#options.jobs.flight(job.jobId)?.places.reduce((sum, { indexes }) => sum + indexes.length, 0) ?? 0
    if (source) this.#liveJob(job, source).recount()
    const done = job.total - job.items.PENDING - job.items.INDOUBT
    const message = `Job ${job.number} was interrupted at ${done} of ${job.total}${inFlight > 0 ? `; ${inFlight} were under way, and the target is asked what became of them` : ''}.`
    this.#become(job, 'interrupt', { code: 'interrupted', message, remedy: 'Resume goes on from there; nothing is sent twice.' })
    await this.#options.jobs.save(job)
  }

  async #ended(job: JobRecord, event: JobEventName, reason: JobReason | null): Promise<void> {
    this.#become(job, event, reason)
    job.endedAtMs = this.#options.clock.now()
    await this.#options.jobs.save(job)
    const { PENDING, SENT, SKIPPED, FAILED, HELD, INDOUBT } = job.items
    const outcome = event === 'complete' ? 'done' : event === 'fail' ? 'failed' : 'partly'
    await this.#tell(job, `Job ${job.number} ${event === 'cancel' ? 'was cancelled' : 'ended'}: ${SENT} sent, ${SKIPPED} skipped, ${FAILED} failed, ${HELD} held, ${INDOUBT} in doubt${PENDING > 0 ? `, ${PENDING} not sent` : ''}, of ${job.total}.`, outcome)
  }

  /** What it may have sent without the ledger knowing stays its own. */
  #claimDoubt(job: JobRecord): void {
    const flight = this.#options.jobs.flight(job.jobId)
    const source = flight && this.#options.planSource(job)
    const claimed = !flight || !source ? [] : flight.places.flatMap(({ topic, indexes }) => indexes.map((index) => ({ source: source.items(index, 1)[0]!.source, target: { clusterId: job.targetClusterId, topic } })))
    this.#claims.keepOnly(job.jobId, claimed)
  }

  /** Refuses what comes while another change of the job is under way. */
  async #alone<T>(job: JobRecord, work: () => Promise<T>): Promise<T> {
    this.#refuseBusy(job)
    this.#busy.add(job.jobId)
    try {
      return await work()
    } finally {
      this.#busy.delete(job.jobId)
    }
  }

  #refuseBusy(job: JobRecord): void {
    if (this.#busy.has(job.jobId)) throw new JobRefusal(`Job ${job.number} is being changed.`, 'Look at it again in a moment.')
  }

  #liveJob(job: JobRecord, source: PlanSource): LiveJob {
    return new LiveJob(job, source, { ...this.#options, claims: this.#claims, changed: () => this.changed.emit(job.jobId) })
  }

  #sourceOf(job: JobRecord): PlanSource {
    const source = this.#options.planSource(job)
    if (source === null) throw new JobRefusal(`The plan of job ${job.number} is gone, or was changed after the job was made.`, 'Make a new plan of what is left.')
    return source
  }

  #resting(jobId: string, event: JobEventName): JobRecord {
    const job = this.get(jobId)
    if (this.#live.has(jobId)) throw new JobRefusal(`Job ${job.number} is running.`, 'Pause it first.')
    this.#refuse(job, event)
    return job
  }

  #refusal(job: JobRecord): JobReason | null {
    const { clusters } = this.#options
    return clusters.refusal(job.targetConnectionId, targetNameOf(job, clusters.name))
  }

  #refuse(job: JobRecord, event: JobEventName): void {
    if (stateAfter(job.state, event) === null) throw new JobRefusal(`Job ${job.number} is ${job.state}: it cannot ${event}.`, '')
  }

  #become(job: JobRecord, event: JobEventName, reason: JobReason | null): void {
    this.#refuse(job, event)
    job.state = stateAfter(job.state, event)!
    job.reason = reason
    this.changed.emit(job.jobId)
  }

  async #tell(job: JobRecord, text: string, outcome: AuditFact['outcome']): Promise<void> {
    const { targetConnectionId: connectionId, targetClusterId: clusterId, isSandbox, jobId } = job
    const connectionName = targetNameOf(job, this.#options.clusters.name)
    await this.#options.audit.append({ connectionId, connectionName, clusterId, action: isSandbox ? 'sandbox' : 'replay', subject: job.name, text, outcome, detail: [], jobId })
  }

  async #forgetRegister(job: JobRecord): Promise<void> {
    const { clusters, jobs, local, planSource, random } = this.#options
    if (job.mode === 'L' || job.mode === 'I') return local?.forget(job.jobId)
    const source = planSource(job)
    if (job.mode !== 'T' || !job.hasRegister || source === null || this.#refusal(job) !== null) return
    const { groupId } = namesOf(job, source.plan, await jobs.installId(() => random.uuid()))
    try {
      await deleteGroup(clusters.cluster(job.targetConnectionId), groupId)
    } catch (error) {
      // The broker forgets it by itself after offsets.retention.minutes.
      if (!(error instanceof KafkaError || error instanceof ConnectionFailed)) throw error
    }
  }
}
