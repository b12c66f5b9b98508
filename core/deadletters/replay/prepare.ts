// What will be produced for the items of a plan: the one function that the dry run shows and the job sends.
import type { Clock } from '../../base/clock.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import type { PreparedItem, ReplayPlan } from './plan.ts'

export interface PrepareContext {
  readonly store: WorkbenchStore
  /** null for a plan whose records come from a file. */
  readonly source: ClusterConnection | null
  readonly target: ClusterConnection
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * The items from `fromIndex` on, in order, fewer at the end of the plan. Reads the source in batches, and nothing is written anywhere. Rejects
 * what a cluster rejects (KafkaError, ConnectionFailed), and StalePlan where the plan has another hash by now.
 */
export type PrepareItems = (plan: ReplayPlan, fromIndex: number, count: number, context: PrepareContext) => Promise<PreparedItem[]>
