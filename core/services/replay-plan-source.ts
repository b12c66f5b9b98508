// A stored plan as a job reads it: its items from the workbench's file, its records from the source cluster, exactly as the dry run has shown them.
import type { Clock } from '../base/clock.ts'
import type { ClusterConnection } from '../client/cluster-connection.ts'
import { PauseJob } from '../deadletters/replay/jobs/pause-job.ts'
import type { PlanSource } from '../deadletters/replay/jobs/plan-feed.ts'
import { CHUNK_ITEMS, PlanStore } from '../deadletters/replay/plan-store.ts'
import type { PlanItem, PreparedItem, ReplayPlan } from '../deadletters/replay/plan.ts'
import { type PrepareContext, prepareItems, StalePlan } from '../deadletters/replay/prepare.ts'

export interface StoredPlanSourceOptions extends Pick<PrepareContext, 'store' | 'transforms' | 'signal'> {
  readonly clock: Clock
  readonly plan: ReplayPlan
  readonly userDialects: () => PrepareContext['userDialects']
  readonly cluster: (connectionId: string) => ClusterConnection
}

/** Chunks of items that are kept decoded: a job looks at the same ones again and again. */
const MAX_CHUNKS = 16

export class StoredPlanSource implements PlanSource {
  readonly plan: ReplayPlan
  readonly #options: StoredPlanSourceOptions
  readonly #plans: PlanStore
  readonly #chunks = new Map<number, readonly PlanItem[]>()

  constructor(options: StoredPlanSourceOptions) {
    this.plan = options.plan
    this.#options = options
    this.#plans = new PlanStore(options.store, options.clock)
  }

  items(fromIndex: number, count: number): readonly PlanItem[] {
    const until = Math.min(fromIndex + count, this.plan.itemCount)
    const items: PlanItem[] = []
    for (let index = fromIndex; index < until; ) {
      const part = Math.floor(index / CHUNK_ITEMS)
      const first = part * CHUNK_ITEMS
      items.push(...this.#chunk(part).slice(index - first, until - first))
      index = first + CHUNK_ITEMS
    }
    return items
  }

  async prepare(fromIndex: number, count: number): Promise<readonly PreparedItem[]> {
    const { plan, cluster, store, clock, transforms, userDialects, signal } = this.#options
    const source = plan.source && cluster(plan.source.connectionId)
    try {
      return await prepareItems(plan, fromIndex, count, { store, clock, transforms, signal, source, userDialects: userDialects() })
    } catch (error) {
      if (!(error instanceof StalePlan)) throw error
      throw new PauseJob('source', error.message, 'What was planned is not sent otherwise: cancel this job, and start one of the plan as it is now.', error)
    }
  }

  #chunk(part: number): readonly PlanItem[] {
    const known = this.#chunks.get(part) ?? this.#plans.items(this.plan.planId, part * CHUNK_ITEMS, CHUNK_ITEMS)
    this.#chunks.delete(part)
    this.#chunks.set(part, known)
    if (this.#chunks.size > MAX_CHUNKS) this.#chunks.delete(this.#chunks.keys().next().value!)
    return known
  }
}
