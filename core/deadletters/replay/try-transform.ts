// Tries a transform on a plan without keeping it: how many records come out valid, and which.
import { contentHash } from './content-hash.ts'
import type { Transform } from './options.ts'
import { PlanStore } from './plan-store.ts'
import type { ReplayPlan } from './plan.ts'
import { prepare, type PrepareContext } from './prepare.ts'

export type Tried = 'changed' | 'unchanged' | 'failed' | 'left-out'

export interface TriedTransform {
  /** Of the first items of the plan, by index. */
  readonly items: readonly Tried[]
  readonly total: number
}

/** A plan may be larger than what a person waits for. */
const MOST_TRIED = 10_000
const BATCH_ITEMS = 500

/** The plan as it would be with the transform. */
export function withTransform(plan: ReplayPlan, transform: Transform | null): ReplayPlan {
  return { ...plan, options: { ...plan.options, transform } }
}

/** Throws FunctionTextError for what is no function. Edited items count as they are. */
export async function tryTransform(plan: ReplayPlan, transform: Transform | null, context: PrepareContext): Promise<TriedTransform> {
  const plans = new PlanStore(context.store, context.clock)
  const total = Math.min(plan.itemCount, MOST_TRIED)
  const tried: Tried[] = []
  for (let from = 0; from < total; from += BATCH_ITEMS) {
    context.signal.throwIfAborted()
    const items = plans.items(plan.planId, from, Math.min(BATCH_ITEMS, total - from))
    const [before, after] = await Promise.all([prepare(withTransform(plan, null), items, new Map(), context), prepare(withTransform(plan, transform), items, new Map(), context)])
    for (const [i, item] of after.entries()) {
      const was = before[i]!
      if (item.failure) tried.push(item.failure.code === 'by-transform' ? 'left-out' : 'failed')
      else tried.push(was.failure || contentHash(was) !== contentHash(item) || was.partition !== item.partition ? 'changed' : 'unchanged')
    }
  }
  return { items: tried, total: plan.itemCount }
}
