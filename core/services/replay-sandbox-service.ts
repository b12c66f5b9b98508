// Answers for the sandbox: failing cases tried on the local broker, and those that a fixed consumer has taken promoted to a plan for the real cluster.
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { JobSummary, PlanSummary } from '../contract/replay.ts'
import type { FailureKey } from '../deadletters/failure.ts'
import { createPlan } from '../deadletters/replay/create-plan.ts'
import type { ReplayJobs } from '../deadletters/replay/jobs/replay-jobs.ts'
import { DEFAULT_MAX_ITEMS, defaultOptions, type ReplayOptions } from '../deadletters/replay/options.ts'
import type { PlanStore } from '../deadletters/replay/plan-store.ts'
import { isFileLine, type ReplayPlan } from '../deadletters/replay/plan.ts'
import { composeSandbox, isNeighbour, openSandbox } from '../deadletters/replay/sandbox.ts'
import { pathProblem } from '../deadletters/replay/transform/mask.ts'
import { replayOutcomesTable } from '../storage/workbench-tables.ts'
import type { WorkbenchStore } from '../storage/workbench-store.ts'
import type { Answers } from './answers.ts'
import { LOCAL_CONNECTION_ID } from './connections-service.ts'
import type { DeadLettersService } from './dead-letters-service.ts'
import type { ReplayPlansService } from './replay-plans-service.ts'
import { invalidInput, notFound } from './service-error.ts'

type SandboxAnswers = Pick<Answers<'replay'>, 'sandbox' | 'startSandbox' | 'promote'>
type Input<Name extends keyof SandboxAnswers> = Parameters<SandboxAnswers[Name]>[0]

export interface ReplaySandboxOptions {
  readonly deadLetters: Pick<DeadLettersService, 'topics'>
  readonly planning: Pick<ReplayPlansService, 'makingFor' | 'shown'>
  readonly plans: PlanStore
  readonly store: WorkbenchStore
  readonly jobs: () => Pick<ReplayJobs, 'list'>
  readonly start: (plan: ReplayPlan) => Promise<JobSummary>
  readonly clock: Clock
  readonly random: Random
}

export class ReplaySandboxService implements SandboxAnswers {
  readonly #options: ReplaySandboxOptions

  constructor(options: ReplaySandboxOptions) {
    this.#options = options
  }

  async sandbox({ connectionId, keys, neighbours, masks }: Input<'sandbox'>, signal: AbortSignal) {
    if (connectionId === LOCAL_CONNECTION_ID) throw invalidInput('connectionId', 'These dead letters are on the local broker already.', 'Replay them there.')
    for (const [i, { path }] of masks.entries()) {
      const problem = pathProblem(path)
      if (problem !== null) throw invalidInput(`masks.${i}.path`, problem)
    }
    const { deadLetters, planning } = this.#options
    const { clusterId } = await deadLetters.topics.cluster(connectionId)
    const head = await this.#head(connectionId, LOCAL_CONNECTION_ID, `Sandbox of ${keys.length} ${keys.length === 1 ? 'case' : 'cases'}`)
    const options = { ...head.options, ...SANDBOX_OPTIONS, transform: masks.length === 0 ? null : { kind: 'mask' as const, rules: masks, salt: head.planId } }
    const chosen = keys.map((key): FailureKey => ({ ...key, clusterId, offset: Number(key.offset) }))
    const making = await planning.makingFor(connectionId, LOCAL_CONNECTION_ID, new Set(keys.map(({ topic }) => topic)), signal)
    const sandbox = await composeSandbox({ ...head, options }, chosen, neighbours, making)
    return {
      topics: sandbox.topics.map(({ topic, partitionCount, exists, configs }) => ({ source: topic, local: topic, partitionCount, exists, configs: [...configs] })),
      cases: sandbox.cases,
      neighbours: sandbox.neighbours,
      sizeBytes: sandbox.plan.totals.sizeBytes,
      notes: [...sandbox.notes],
      plan: planning.shown(sandbox.plan),
    }
  }

  async startSandbox({ connectionId, planId }: Input<'startSandbox'>, signal: AbortSignal): Promise<JobSummary> {
    const plan = this.#options.plans.get(planId)
    if (!plan) throw notFound(`There is no replay plan "${planId}".`, 'It may have been removed in another window.')
    if (connectionId !== LOCAL_CONNECTION_ID || !plan.target.isLocal || plan.source === null) throw invalidInput('planId', 'This plan is no sandbox: a sandbox copies from a cluster to the local broker.')
    const making = await this.#options.planning.makingFor(plan.source.connectionId, LOCAL_CONNECTION_ID, new Set(plan.sourceTopics), signal)
    return this.#options.start(await openSandbox(plan, making))
  }

  /** Under the safe defaults of a remote target; nothing of what was masked is in it. */
  async promote({ jobId }: Input<'promote'>, signal: AbortSignal): Promise<PlanSummary> {
    const { plans, planning } = this.#options
    const job = this.#options.jobs().list().find((known) => known.jobId === jobId)
    const copied = job && plans.get(job.planId)
    if (!job || !copied?.source) throw notFound('There is no sandbox of this job any more.')
    const keys = this.#consumed(jobId, copied)
    if (keys.length === 0) throw invalidInput('jobId', 'No case of this sandbox was consumed yet.', 'Start the fixed consumer on the local broker, and wait until it has committed.')
    const { connectionId } = copied.source
    const head = await this.#head(connectionId, connectionId, `${keys.length} of ${copied.title.toLowerCase()}`)
    const making = await planning.makingFor(connectionId, connectionId, new Set(keys.map(({ topic }) => topic)), signal)
    return planning.shown(await createPlan({ ...head, options: { ...head.options, maxItems: Math.max(DEFAULT_MAX_ITEMS, keys.length) } }, { keys }, making))
  }

  #consumed(jobId: string, plan: ReplayPlan): FailureKey[] {
    const consumed: number[] = []
    const { store, plans } = this.#options
    store.visit(replayOutcomesTable, { jobId, index: 0 }, { jobId, index: plan.itemCount }, ({ index }, { outcome }) => void (outcome === 'consumed' && consumed.push(index)))
    return plans.itemsAt(plan.planId, consumed).flatMap((item) => (isFileLine(item.source) || isNeighbour(item) ? [] : [item.source]))
  }

  async #head(sourceId: string, targetId: string, title: string) {
    const { deadLetters, clock, random } = this.#options
    const isLocal = targetId === LOCAL_CONNECTION_ID
    const [source, target] = await Promise.all([deadLetters.topics.cluster(sourceId), deadLetters.topics.cluster(targetId)])
    const nowMs = clock.now()
    return {
      planId: random.uuid(),
      createdAtMs: nowMs,
      frozenAtMs: nowMs,
      title,
      source: { connectionId: sourceId, clusterId: source.clusterId },
      target: { connectionId: targetId, clusterId: target.clusterId, isLocal },
      options: defaultOptions({ isLocal }),
    }
  }
}

/** A try-out is repeated as often as it takes. */
const SANDBOX_OPTIONS: Partial<ReplayOptions> = { canary: null, stopAfterErrors: null, maxReplays: null, skipReplayed: false, skipSuperseded: 'never', maxItems: 1_000_000 }
