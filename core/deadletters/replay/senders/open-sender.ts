// The sender of a job by its mode, with the names that its transactions and its progress have on the target cluster.
import type { Clock } from '../../../base/clock.ts'
import type { ClusterConnection } from '../../../client/cluster-connection.ts'
import type { JobRecord } from '../jobs/job-record.ts'
import type { PlanSource } from '../jobs/plan-feed.ts'
import { PauseJob } from '../jobs/pause-job.ts'
import { isFileLine, type ReplayPlan, replayIdOf, shortHash } from '../plan.ts'
import { LedgeredSender } from './ledgered-sender.ts'
import type { LocalReplayPort } from './local-replay-port.ts'
import { LocalSender } from './local-sender.ts'
import type { Sender } from './sender.ts'
import type { TargetGuard } from './target-guard.ts'
import { TransactionSender } from './transaction-sender.ts'

export interface OpenSenderOptions {
  readonly job: JobRecord
  readonly source: PlanSource
  readonly cluster: ClusterConnection
  readonly target: TargetGuard
  /** null where Headwater runs without a broker of its own. */
  readonly local: LocalReplayPort | null
  readonly installId: string
  /** Of this run. */
  readonly runner: string
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly deliveryTimeoutMs?: number
  readonly transactionTimeoutMs?: number
}

export function openSender({ job, source, local, ...options }: OpenSenderOptions): Sender {
  const { plan } = source
  const planHash = shortHash(plan)
  const stamped = (index: number): string | null => (plan.options.headers.stamp ? replayIdOf(plan, index) : null)
  if (job.mode === 'W') return new LedgeredSender({ ...options, replayIdOf: stamped })
  if (job.mode === 'T') {
    const names = namesOf(job, plan, options.installId)
    return new TransactionSender({ ...options, ...names, registerAt: registerPlace(source), planHash, replayIdOf: stamped })
  }
  if (local === null) throw new PauseJob('broker', 'There is no local broker here to replay to.', 'Start Headwater with its broker.')
  return new LocalSender({ ...options, port: local, jobId: job.jobId, planHash })
}

/** What rules of a company have to allow: transactional id and group of a job. */
export function namesOf({ jobId }: Pick<JobRecord, 'jobId'>, { options }: Pick<ReplayPlan, 'options'>, installId: string): { transactionalId: string; groupId: string } {
  return { transactionalId: `${options.idPrefix}.${installId}.${jobId}`, groupId: `${options.idPrefix}.${jobId}` }
}

/**
 * The first partition of the sources by name and number, where people would look for the progress of a reader; on another cluster than that of the source, a
 * partition of the first target.
 */
export function registerPlace(planned: PlanSource): { topic: string; partition: number } {
  const { plan } = planned
  const [firstTarget] = plan.targets.map(({ topic }) => topic).toSorted()
  let first: { topic: string; partition: number } | null = null
  const isSameCluster = plan.source !== null && plan.source.clusterId === plan.target.clusterId
  for (let index = 0; isSameCluster && index < plan.itemCount; index += STEP) {
    for (const { source } of planned.items(index, STEP)) {
      if (isFileLine(source)) continue
      const { topic, partition } = source
      if (first === null || topic < first.topic || (topic === first.topic && partition < first.partition)) first = { topic, partition }
    }
  }
  return first ?? { topic: firstTarget ?? '', partition: 0 }
}

const STEP = 256
