// What the dry run has decided to leave out, beyond what the plan itself knows: so the job sends what was shown.
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { isCurrent, lastDryRun, verdictsOf } from './dry-run-store.ts'
import type { ReplayPlan, UnsendableItem } from './plan.ts'

/** Decided for good; other findings are about how the target was, and only as old as that may be. */
const DECIDED: ReadonlySet<string> = new Set(['superseded', 'already-replayed', 'same-record'])

/** By index. A dry run of another hash says nothing. */
export function exclusionsOf(store: WorkbenchStore, plan: ReplayPlan, fromIndex: number, count: number, nowMs: number): Map<number, UnsendableItem['failure']> {
  const excluded = new Map<number, UnsendableItem['failure']>()
  const run = lastDryRun(store, plan.planId)
  if (run?.planHash !== plan.planHash) return excluded
  const isNew = isCurrent(run, plan, nowMs)
  for (const [index, { verdict, findings }] of verdictsOf(store, plan.planId, fromIndex, count)) {
    const found = findings.find(({ code }) => isNew || DECIDED.has(code))
    if (found && verdict !== 'warning') excluded.set(index, { outcome: verdict === 'skipped' ? 'SKIPPED' : 'FAILED', code: found.code, message: found.message })
  }
  return excluded
}
