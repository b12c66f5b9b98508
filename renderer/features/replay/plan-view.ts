// What the steps of a plan share: the plan, what is being done to it, and the ways elsewhere.
import type { Connection } from '../../../core/contract/connections.ts'
import type { PlanSummary, ReplayOptions } from '../../../core/contract/replay.ts'
import type { Step } from './plan-words.ts'
import type { ReplayDraft } from './replay-draft.ts'
import type { DryRun, PlanActions } from './replay.queries.ts'

/** What every screen of replays gets from the window. */
export interface ReplayWindow {
  /** That the window looks at. */
  connectionId: string
  connections: readonly Connection[]
  dark: boolean
  isWritable: (connectionId: string) => boolean
  onArm: (connectionId: string) => void
  /** In the place of what is on show. */
  onOpenPlan: (planId: string) => void
  onOpenJob: (jobId: string) => void
  onOpenJobs: () => void
  onOpenRecord: (connectionId: string, topic: string, record: { partition: number; offset: bigint }) => void
  onOpenDeadLetters: () => void
  /** Begins another plan, of what is chosen here. */
  onStartReplay: (draft: ReplayDraft) => void
}

export interface PlanView extends ReplayWindow {
  summary: PlanSummary
  /** As asked for, even before the core has taken it over. */
  options: ReplayOptions
  actions: PlanActions
  changeOptions: (change: Partial<ReplayOptions>) => void
  dryRun: DryRun
  onStep: (step: Step) => void
  /** Opens the editor of a record. */
  onEdit: (index: number) => void
  /** It has been started: it is shown, and not changed any more. */
  isStarted: boolean
}
