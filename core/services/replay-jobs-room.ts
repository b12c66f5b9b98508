// Replay jobs of this Headwater put together: ledger and audit, the way to clusters and to the local broker, and the services that answer for them.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import { AuditLog } from '../deadletters/audit.ts'
import type { FailureIndex } from '../deadletters/index/failure-index.ts'
import type { RulesStore } from '../deadletters/recognise/rules-store.ts'
import { isCurrent, keysDeletedBy, lastDryRun } from '../deadletters/replay/dry-run-store.ts'
import { JobStore } from '../deadletters/replay/jobs/job-store.ts'
import type { JobReason } from '../deadletters/replay/jobs/pause-job.ts'
import type { PlanSource } from '../deadletters/replay/jobs/plan-feed.ts'
import { ReplayJobs } from '../deadletters/replay/jobs/replay-jobs.ts'
import { Schedules } from '../deadletters/replay/jobs/schedules.ts'
import { PlanStore } from '../deadletters/replay/plan-store.ts'
import type { ReplayPlan } from '../deadletters/replay/plan.ts'
import type { LocalReplayPort } from '../deadletters/replay/senders/local-replay-port.ts'
import type { Transforms } from '../deadletters/replay/transform/transforms.ts'
import type { WorkbenchStore } from '../storage/workbench-store.ts'
import type { Answers } from './answers.ts'
import { AuditService } from './audit-service.ts'
import type { ConnectionsService } from './connections-service.ts'
import { ReplayJobsService } from './replay-jobs-service.ts'
import { markReplayed } from './replay-marks.ts'
import { StoredPlanSource } from './replay-plan-source.ts'
import { ServiceError } from './service-error.ts'

export interface ReplayJobsRoomOptions {
  readonly store: WorkbenchStore
  readonly connections: ConnectionsService
  readonly index: FailureIndex
  readonly rules: RulesStore
  readonly transforms: Transforms
  readonly local: LocalReplayPort
  /** Who repeats a dry run that is too old. */
  readonly plans: () => Partial<Pick<Answers<'replay'>, 'dryRun'>>
  /** The user of the operating system. */
  readonly who: string
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
}

export interface ReplayJobsRoom {
  readonly audit: AuditLog
  readonly jobs: ReplayJobs
  readonly service: ReplayJobsService
  readonly auditService: AuditService
  close(): Promise<void>
}

export async function openReplayJobs(options: ReplayJobsRoomOptions): Promise<ReplayJobsRoom> {
  const { store, connections, rules, transforms, local, clock, timers, random, logger, who } = options
  const leaving = new AbortController()
  const audit = new AuditLog(store, clock, who)
  const jobStore = new JobStore(store)
  const plans = new PlanStore(store, clock)
  const connectionName = (connectionId: string): string | undefined => connections.list().connections.find(({ id }) => id === connectionId)?.name
  const source = (plan: ReplayPlan): PlanSource =>
    new StoredPlanSource({ plan, store, clock, transforms, signal: leaving.signal, userDialects: () => rules.dialects(), cluster: (connectionId) => connections.cluster(connectionId) })
  const jobs = await ReplayJobs.open({
    jobs: jobStore,
    audit,
    clusters: { cluster: (connectionId) => connections.cluster(connectionId), name: connectionName, refusal: (connectionId, name) => writeRefusal(connections, connectionId, name) },
    planSource: ({ planId, planHash }) => {
      const plan = plans.get(planId)
      return plan?.planHash === planHash ? source(plan) : null
    },
    local,
    clock,
    timers,
    random,
    logger,
    marked: (keys, mark, jobId) => markReplayed(options.index, keys, mark, jobId),
  })
  const schedules = new Schedules({ jobs, clock, timers, logger })
  await schedules.open()
  const ensureDryRun = async (planId: string, signal: AbortSignal): Promise<number> => {
    const plan = plans.get(planId)
    const isNew = !plan || isCurrent(lastDryRun(store, planId), plan, clock.now())
    if (!isNew) for await (const _ of options.plans().dryRun?.({ planId }, signal) ?? []);
    return keysDeletedBy(lastDryRun(store, planId))
  }
  return {
    audit,
    jobs,
    service: new ReplayJobsService({ jobs, jobStore, schedules, clock, timers, connectionName, plan: (planId) => plans.get(planId), source, ensureDryRun }),
    auditService: new AuditService(audit, timers),
    async close() {
      schedules.close()
      await jobs.close()
      leaving.abort()
    },
  }
}

export function writeRefusal(connections: Pick<ConnectionsService, 'refuseUnlessWritable'>, connectionId: string, name: string): JobReason | null {
  try {
    connections.refuseUnlessWritable(connectionId)
    return null
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.code === 'NOT_FOUND') return connectionGone(name)
    return { code: 'read-only', message: error.message, remedy: 'Arm the cluster, then resume.' }
  }
}

/** Made again it has another id: this job can never go on. What it has sent is known by the cluster's own id, and not sent again by another one. */
function connectionGone(name: string): JobReason {
  return { code: 'connection-gone', message: `The connection to "${name}" was removed.`, remedy: 'Connect to it again and plan what is left anew, or cancel.' }
}
