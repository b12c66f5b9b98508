// Answers for taking a replay back: on the local broker, once its job is over, and never quietly.
import type { AuditLog } from '../deadletters/audit.ts'
import type { FailureIndex } from '../deadletters/index/failure-index.ts'
import { isOver } from '../deadletters/replay/jobs/job-state.ts'
import { JobStore } from '../deadletters/replay/jobs/job-store.ts'
import type { ReplayJobs } from '../deadletters/replay/jobs/replay-jobs.ts'
import type { PlanStore } from '../deadletters/replay/plan-store.ts'
import { type Retractor, undoJob } from '../deadletters/replay/undo.ts'
import type { WorkbenchStore } from '../storage/workbench-store.ts'
import type { Answers } from './answers.ts'
import { type ConnectionsService, LOCAL_CONNECTION_ID } from './connections-service.ts'
import { invalidInput, notFound } from './service-error.ts'

type Undo = Pick<Answers<'replay'>, 'undo'>

export interface ReplayUndoOptions {
  readonly connections: ConnectionsService
  readonly store: WorkbenchStore
  readonly plans: PlanStore
  readonly index: Pick<FailureIndex, 'markOutcome'>
  readonly retractor: Retractor
  readonly audit: () => Pick<AuditLog, 'append'>
  readonly jobs: () => Pick<ReplayJobs, 'tookBack'>
}

export class ReplayUndoService implements Undo {
  readonly #options: ReplayUndoOptions
  readonly #jobs: JobStore

  constructor(options: ReplayUndoOptions) {
    this.#options = options
    this.#jobs = new JobStore(options.store)
  }

  async undo({ connectionId, jobId, force }: Parameters<Undo['undo']>[0]) {
    const job = this.#jobs.get(jobId)
    if (!job) throw notFound(`There is no replay job "${jobId}".`, 'It may belong to another Headwater.')
    if (!job.isTargetLocal || connectionId !== LOCAL_CONNECTION_ID) {
      throw invalidInput('jobId', 'What was sent to a remote cluster cannot be undone: Kafka has no way to take records back.', 'Set a stopped group past them, or send tombstones to a compacted topic.')
    }
    if (!isOver(job.state)) throw invalidInput('jobId', `Job ${job.number} is not over yet.`, 'Cancel it first.')
    const { connections, index, audit, jobs, ...context } = this.#options
    const topicIds = Object.fromEntries(Object.entries(this.#jobs.places(jobId).targets).map(([topic, { topicId }]) => [topic, topicId]))
    const undone = await undoJob({ ...job, topicIds }, { ...context, cluster: connections.cluster(LOCAL_CONNECTION_ID), force })
    await jobs().tookBack(jobId, undone.undone)
    await index.markOutcome(undone.keys, 'new', { text: `Replay of job ${job.number} taken back`, jobId })
    const refused = undone.refused.reduce((sum, { count }) => sum + count, 0)
    await audit().append({
      connectionId,
      connectionName: connections.name(connectionId),
      clusterId: job.targetClusterId,
      action: 'undo',
      subject: `job ${job.number}`,
      text: undoneText(job.number, undone.undone, refused, force),
      outcome: refused === 0 ? 'done' : undone.undone > 0 ? 'partly' : 'failed',
      detail: [{ name: 'undone', text: String(undone.undone) }, { name: 'refused', text: String(refused) }],
      jobId,
    })
    return { undone: undone.undone, refused: undone.refused.map(({ code, message, count }) => ({ code, text: message, count })) }
  }
}

function undoneText(job: number, undone: number, refused: number, force: boolean): string {
  const included = force ? ', what groups have read included' : ''
  if (undone + refused === 0) return `Nothing of job ${job} was left to take back.`
  if (undone === 0) return `Took back nothing of job ${job}: ${counted(refused)} ${have(refused)} been read.`
  return `Took back ${refused === 0 ? counted(undone) : `${undone} of ${counted(undone + refused)}`} that job ${job} had sent${included}${refused === 0 ? '.' : `; ${refused} ${have(refused)} been read.`}`
}

const counted = (records: number): string => `${records} ${records === 1 ? 'record' : 'records'}`
const have = (records: number): string => (records === 1 ? 'has' : 'have')
