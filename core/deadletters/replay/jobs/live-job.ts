// One job with everything that it needs to run or to be looked into: its books, its sender, its pace, and what became of its records.
import type { Write } from '../../../storage/tables.ts'
import { sameRecordSent, sameRecordText } from '../chains.ts'
import { replayedBefore } from '../ledger.ts'
import { OutcomeTracker } from '../outcome.ts'
import type { ReplayRate } from '../options.ts'
import { shortHash } from '../plan.ts'
import { describeReaders, type ReadingGroup } from '../reading-groups.ts'
import { openSender } from '../senders/open-sender.ts'
import type { Sender } from '../senders/sender.ts'
import { TargetGuard } from '../senders/target-guard.ts'
import { Canary } from './canary.ts'
import type { Claims } from './claims.ts'
import { indexesOf } from './flight.ts'
import { JobBooks } from './job-books.ts'
import { type JobRecord, targetNameOf } from './job-record.ts'
import { JobRates } from './job-rates.ts'
import { Pacing } from './pacing.ts'
import { pauseFor } from './pause-job.ts'
import { type FedItem, type PlanSource, runsOf } from './plan-feed.ts'
import type { ReplayJobsOptions } from './replay-jobs.ts'
import { ReplayRunner, type RunEnd, type Stop } from './replay-runner.ts'

export interface LiveJobOptions extends ReplayJobsOptions {
  readonly claims: Claims
  readonly changed: () => void
}

/** How long cancelling asks the target what became of the last batch. */
const SETTLE_TIMEOUT_MS = 5_000
const CONSUMERS_PERIOD_MS = 10_000

export class LiveJob {
  readonly job: JobRecord
  /** Resolves when it does not run any more and its state says so. */
  readonly finished: Promise<void>
  readonly over: () => void
  readonly #source: PlanSource
  readonly #options: LiveJobOptions
  readonly #pacing: Pacing
  #runner: ReplayRunner | undefined
  #stop: Stop | null = null
  #books: JobBooks | undefined
  #tracker: OutcomeTracker | undefined
  #consumers: readonly ReadingGroup[] = []
  #consumersAtMs = Number.NEGATIVE_INFINITY
  readonly rates: JobRates
  readonly #leaving = new AbortController()

  constructor(job: JobRecord, source: PlanSource, options: LiveJobOptions) {
    this.job = job
    this.#source = source
    this.#options = options
    this.rates = new JobRates(job, options.clock)
    this.#pacing = new Pacing(options.clock, job.rate)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.finished = promise
    this.over = resolve
  }

  get books(): JobBooks {
    this.#books ??= JobBooks.load(this.job, { ...this.#options, source: this.#source, targetName: targetNameOf(this.job, this.#options.clusters.name) })
    return this.#books
  }

  get throttledMs(): number {
    return this.#pacing.throttledMs
  }

  stop(how: Stop): void {
    this.#stop = how
    this.#runner?.stop(how)
  }

  setRate(rate: ReplayRate): void {
    this.#pacing.change(rate)
  }

  /** Groups that are to read what was sent, as they were at the last look. */
  get consumers(): readonly ReadingGroup[] {
    return this.#consumers
  }

  /** At what becomes of what was sent, and at who is there to read it. */
  async look(): Promise<void> {
    const tracker = this.#trackerOf()
    await tracker.poll()
    const { clock, clusters } = this.#options
    if (clock.monotonic() - this.#consumersAtMs < CONSUMERS_PERIOD_MS) return
    this.#consumersAtMs = clock.monotonic()
    this.#consumers = await describeReaders(() => clusters.cluster(this.job.targetConnectionId), tracker.groups)
  }

  /** Never rejects: a bug of ours fails the job, and is logged. */
  async run(): Promise<RunEnd | { event: 'fail'; reason: JobRecord['reason'] }> {
    const { clock, timers, clusters, logger } = this.#options
    const changed = (): void => {
      this.rates.sample(this.books.states.counts(), this.books.progress.sentBytes)
      this.#options.changed()
    }
    try {
      const tracker = this.#trackerOf()
      tracker.forgetRecent()
      await tracker.begin()
      const target = this.#guard()
      const sender = await this.#sender(target)
      const canary = new Canary({ job: this.job, canary: this.#source.plan.options.canary, tracker, clock, timers })
      const rememberTargets = async (): Promise<void> => target.remember(this.#source.plan.targets.map(({ topic }) => topic))
      const refusal = () => clusters.refusal(this.job.targetConnectionId, targetNameOf(this.job, clusters.name))
      this.#runner = new ReplayRunner({ ...this.#options, books: this.books, source: this.#source, sender, pacing: this.#pacing, canary, clock, timers, refusal, rememberTargets, changed, itemRefusal: (fed, topic) => this.#itemRefusal(fed, topic) })
      if (this.#stop) this.#runner.stop(this.#stop)
      return await this.#runner.run()
    } catch (error) {
      return this.#broken(error, logger)
    }
  }

  /** After a crash: what the ledger has, and what is in doubt. */
  recount(): void {
    this.job.items = this.books.states.counts()
    // Nobody has seen what became of the first few: others go ahead, and are looked at.
    if (this.job.canary === 'watching') this.job.canary = 'sending'
  }

  /** Of a job that is given up: asks the target what became of its last batch, where it may and can; else that stays in doubt. */
  async settleDoubt(mayAsk: boolean): Promise<void> {
    const { books, job } = this
    const { flight } = books
    if (flight !== null && mayAsk) await this.#askTarget()
    for (const index of books.flight === null ? [] : indexesOf(books.flight)) {
      const place = books.flight!.places.find(({ indexes }) => indexes.includes(index))!
      books.giveBack([index])
      books.settle({ index, state: 'INDOUBT', code: 'in-doubt', message: 'The job was cancelled before it was known whether it arrived.', topic: place.topic, partition: place.partition })
    }
    if (flight !== null) await books.flush()
    job.items = books.states.counts()
  }

  /** How many are pending again. */
  async retry(indexes: readonly number[] | null): Promise<number> {
    const { books } = this
    const wanted = indexes === null ? null : new Set(indexes)
    const again = [...books.states.in('FAILED')].filter((index) => wanted === null || wanted.has(index))
    if (again.length === 0) return 0
    const stillFailed = new Set([...books.states.in('FAILED'), ...books.states.in('INDOUBT')].filter((index) => !again.includes(index)).map((index) => this.#orderKey(index)))
    const held = [...books.states.in('HELD')].filter((index) => !stillFailed.has(this.#orderKey(index)))
    books.giveBack([...again, ...held])
    await this.#newPass()
    return again.length + held.length
  }

  async decide(indexes: readonly number[], decision: 'sent' | 'not-sent'): Promise<number> {
    const { books } = this
    const doubtful = indexes.filter((index) => index < this.job.total && books.states.get(index) === 'INDOUBT')
    if (doubtful.length === 0) return 0
    const places = new Map(doubtful.map((index) => [index, this.#options.jobs.row(this.job.jobId, index)]))
    const stillDoubtful = books.flight === null ? [] : indexesOf(books.flight).filter((index) => !doubtful.includes(index))
    if (decision === 'sent') books.land(doubtful.map((index) => ({ topic: places.get(index)?.topic ?? this.#source.items(index, 1)[0]!.targetTopic, partition: places.get(index)?.partition ?? -1, indexes: [index], baseOffset: -1 })))
    else books.giveBack(doubtful)
    books.keepFlight(new Set(stillDoubtful))
    await this.#newPass()
    return doubtful.length
  }

  /** Items that come again stand before others that are final: a new list, in plan order, in which the register counts anew. */
  async #newPass(): Promise<void> {
    const { books } = this
    books.progress.pass++
    books.progress.passRuns = runsOf(books.states.in('PENDING'))
    books.progress.committed = 0
    await books.flush()
  }

  async #askTarget(): Promise<void> {
    const { books } = this
    const { progress } = books
    const sender = await this.#sender(this.#guard(), SETTLE_TIMEOUT_MS)
    try {
      const { flight } = books
      const recovery = await sender.recover({ planHash: shortHash(this.#source.plan), pass: progress.pass, committed: progress.committed, flight, hasRegister: progress.hasRegister })
      books.land(recovery.sent)
      books.giveBack(recovery.unsent)
      books.keepFlight(new Set(recovery.inDoubt.map(({ index }) => index)))
      progress.committed = recovery.next
    } catch (error) {
      // It cannot be asked: then it stays in doubt. A bug is thrown on.
      pauseFor(error)
    } finally {
      await sender.close()
    }
  }

  async #sender(target: TargetGuard, deliveryTimeoutMs?: number): Promise<Sender> {
    const { clusters, jobs, random } = this.#options
    const installId = await jobs.installId(() => random.uuid())
    const cluster = clusters.cluster(this.job.targetConnectionId)
    const timeout = deliveryTimeoutMs === undefined ? {} : { deliveryTimeoutMs }
    return openSender({ ...this.#options, ...timeout, job: this.job, source: this.#source, cluster, target, installId, runner: random.uuid(), signal: this.#leaving.signal })
  }

  #guard(): TargetGuard {
    const { jobs, clusters } = this.#options
    const { jobId, targetConnectionId } = this.job
    return new TargetGuard(clusters.cluster(targetConnectionId), this.#source.plan.targets, jobs.places(jobId).targets, async (targets) => {
      const writes: Write[] = [jobs.putPlaces(jobId, { ...jobs.places(jobId), targets })]
      await jobs.store.commit(writes)
    })
  }

  #itemRefusal({ item }: FedItem, topic: string): { code: string; message: string } | null {
    const { jobs, claims } = this.#options
    const target = { clusterId: this.job.targetClusterId, topic }
    const other = claims.take(this.job.jobId, item.source, target)
    if (item.isForced) return null
    const same = sameRecordSent(jobs.store, item.source, target)
    if (same) return { code: 'same-record', message: sameRecordText(same, topic, (jobId) => `job ${jobs.get(jobId)?.number ?? jobId}`) }
    if (!this.#source.plan.options.skipReplayed) return null
    if (other !== null) return { code: 'already-replayed', message: `It is being sent to "${topic}" by job ${jobs.get(other)?.number ?? other}, or may have been.` }
    const before = replayedBefore(jobs.store, item.source, target)
    if (before === undefined) return null
    const by = jobs.get(before.jobId)
    const how = before.state === 'SENT' ? 'was sent' : 'may have been sent'
    return { code: 'already-replayed', message: `It ${how} to "${topic}" by job ${by?.number ?? before.jobId} on ${new Date(before.atMs).toISOString()}.` }
  }

  #trackerOf(): OutcomeTracker {
    const { clusters } = this.#options
    const { sourceConnectionId, targetConnectionId } = this.job
    this.#tracker ??= new OutcomeTracker({
      ...this.#options,
      job: this.job,
      source: this.#source,
      sourceCluster: () => (sourceConnectionId === null ? null : clusters.cluster(sourceConnectionId)),
      targetCluster: () => clusters.cluster(targetConnectionId),
    })
    return this.#tracker
  }

  #orderKey(index: number): string {
    return this.#source.items(index, 1)[0]!.orderKey
  }

  #broken(error: unknown, logger: LiveJobOptions['logger']): Extract<RunEnd, { event: 'pause' }> | { event: 'fail'; reason: JobRecord['reason'] } {
    try {
      return { event: 'pause', reason: pauseFor(error).reason }
    } catch (bug) {
      logger.error(`Replay job ${this.job.number} failed`, bug)
      return { event: 'fail', reason: { code: 'error', message: `Headwater made a mistake: ${(bug as Error).message}`, remedy: 'Please report this. What was sent is in the ledger.' } }
    }
  }
}
