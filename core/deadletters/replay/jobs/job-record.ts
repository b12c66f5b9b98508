// A replay job as it is kept: everything that is needed to go on after a restart, besides its plan and its ledger.
import type { ReplayRate } from '../options.ts'
import type { ReplayPlan } from '../plan.ts'
import type { ItemCounts } from './item-states.ts'
import type { JobReason } from './pause-job.ts'
import type { JobState } from './job-state.ts'

export type ReplayMode = 'L' | 'I' | 'T' | 'W'
export const OUTCOMES = ['waiting', 'consumed', 'bounced', 'untracked'] as const
export type Outcome = (typeof OUTCOMES)[number]
export type OutcomeCounts = Readonly<Record<Outcome, number>>
export type CanaryState = 'none' | 'sending' | 'watching' | 'passed' | 'failed'

export interface JobRecord {
  readonly jobId: string
  /** Counts from 1, for people. */
  readonly number: number
  readonly name: string
  readonly planId: string
  readonly planHash: string
  readonly mode: ReplayMode
  /** null where the records come from a file. */
  readonly sourceConnectionId: string | null
  readonly targetConnectionId: string
  readonly targetClusterId: string
  /** As the clusters were called when it was made: told once a connection is gone. Absent from records of before. */
  readonly sourceName?: string | undefined
  readonly targetName?: string | undefined
  readonly isTargetLocal: boolean
  readonly isSandbox: boolean
  readonly total: number
  state: JobState
  reason: JobReason | null
  rate: ReplayRate
  canary: CanaryState
  pass: number
  /** The items of the pass as runs `[first, count]`, in order; null = all. */
  passRuns: readonly (readonly [number, number])[] | null
  /** Position in the pass up to which everything is final. */
  committed: number
  /** The register has been written in this job. */
  hasRegister: boolean
  /** As of the last flush. */
  items: ItemCounts
  outcomes: OutcomeCounts
  sentBytes: number
  readonly createdAtMs: number
  startedAtMs: number | null
  endedAtMs: number | null
  scheduledForMs: number | null
  /** How late it may start. */
  graceMs: number
  isArchived: boolean
  /** Records that were taken back since. */
  takenBack: { readonly count: number; readonly atMs: number } | null
}

export interface NewJobFacts extends Pick<JobRecord, 'jobId' | 'number' | 'name' | 'mode' | 'isSandbox' | 'createdAtMs' | 'sourceName' | 'targetName'> {
  readonly plan: ReplayPlan
}

/** What a connection is called now; undefined where it is gone. */
export type NameOf = (connectionId: string) => string | undefined

export const targetNameOf = ({ targetConnectionId, targetName }: JobRecord, nameOf: NameOf): string => nameOf(targetConnectionId) ?? targetName ?? targetConnectionId

/** null where the records come from a file. */
export const sourceNameOf = ({ sourceConnectionId, sourceName }: JobRecord, nameOf: NameOf): string | null =>
  sourceConnectionId === null ? null : (nameOf(sourceConnectionId) ?? sourceName ?? sourceConnectionId)

/** Nothing of it has been sent. */
export function newJob({ plan, ...facts }: NewJobFacts): JobRecord {
  return {
    ...facts,
    planId: plan.planId,
    planHash: plan.planHash,
    sourceConnectionId: plan.source?.connectionId ?? null,
    targetConnectionId: plan.target.connectionId,
    targetClusterId: plan.target.clusterId,
    isTargetLocal: plan.target.isLocal,
    total: plan.itemCount,
    state: 'PLANNED',
    reason: null,
    rate: plan.options.rate,
    canary: 'none',
    pass: 0,
    passRuns: null,
    committed: 0,
    hasRegister: false,
    items: { PENDING: plan.itemCount, SENDING: 0, SENT: 0, SKIPPED: 0, FAILED: 0, HELD: 0, INDOUBT: 0 },
    outcomes: { waiting: 0, consumed: 0, bounced: 0, untracked: 0 },
    sentBytes: 0,
    startedAtMs: null,
    endedAtMs: null,
    scheduledForMs: null,
    graceMs: 0,
    isArchived: false,
    takenBack: null,
  }
}

/** What a target was when the job began: another incarnation of it is not written to. */
export interface JobTarget {
  readonly topicId: string
  /** Where each partition ended. */
  readonly startOffsets: readonly number[]
}

export interface JobPlaces {
  readonly targets: Readonly<Record<string, JobTarget>>
  /** How far the dead-letter topics have been looked through for what came back: `[topic, partition, offset]`. */
  readonly watched: readonly (readonly [string, number, number])[]
}
