// Which dead letters came back from replays that nobody watched to the end: known by the x-replay-id that they carry.
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { type ChainLink } from './chains.ts'
import type { Draft } from './draft.ts'
import { JobStore } from './jobs/job-store.ts'
import type { PlanStore } from './plan-store.ts'
import { isFileLine, shortHash } from './plan.ts'

/** Replays whose job or plan is gone are not known any more. */
export function lineageOf(drafts: readonly Pick<Draft, 'source' | 'replayId'>[], store: WorkbenchStore, plans: Pick<PlanStore, 'get' | 'itemsAt'>): ChainLink[] {
  const sent = drafts.flatMap(({ source, replayId }) => {
    const [, hash, index] = /^(.*)\/(\d+)$/.exec(replayId ?? '') ?? []
    return hash === undefined || isFileLine(source) ? [] : [{ hash, index: Number(index), later: source }]
  })
  if (sent.length === 0) return []
  const jobs = new JobStore(store).list()
  return [...Map.groupBy(sent, ({ hash }) => hash)].flatMap(([hash, ofPlan]) => {
    const job = jobs.find((other) => shortHash(other) === hash)
    if (job === undefined || plans.get(job.planId)?.planHash !== job.planHash) return []
    const sources = new Map(plans.itemsAt(job.planId, ofPlan.map(({ index }) => index)).map(({ index, source }) => [index, source]))
    return ofPlan.flatMap(({ index, later }) => {
      const earlier = sources.get(index)
      return earlier === undefined || isFileLine(earlier) ? [] : [{ earlier, later, cameBy: { jobId: job.jobId, index } }]
    })
  })
}
