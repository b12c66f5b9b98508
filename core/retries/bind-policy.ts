// Ties a draft to the topics of its names that there are now, and says where in them a policy begins.
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Logs } from '../log/logs.ts'
import { randomUuid } from '../metadata/random-uuid.ts'
import type { Topics } from '../metadata/topics.ts'
import { retryCursorsTable, type Write } from '../storage/tables.ts'
import { cursorKey, type Stop } from './policy-stops.ts'
import { cursorRecordOf, startingAt } from './position.ts'
import { RetryPolicyError } from './retry-policy-error.ts'
import type { BoundTopic, FormerStop, PolicyDraft, RetryPolicy } from './retry-policy.ts'
import { topologyOf } from './topology.ts'

export interface BindDeps {
  readonly topics: Topics
  readonly logs: Logs
  readonly clock: Clock
  readonly random: Random
}

type Bound = Pick<RetryPolicy, 'draft' | 'source' | 'ingress' | 'tiers' | 'returnTo' | 'deadLetters'>

export function newPolicy(draft: PolicyDraft, deps: BindDeps): RetryPolicy {
  const policyId = randomUuid(deps.random)
  return { policyId, revision: 1, createdAtMs: deps.clock.now(), isPaused: false, isDeleted: false, warpedMs: 0, former: [], ...bound(draft, deps) }
}

/** What an edit leaves behind with something in it goes on being emptied. */
export function reboundPolicy(before: RetryPolicy, draft: PolicyDraft, stops: readonly Stop[], deps: BindDeps): RetryPolicy {
  const next = bound(draft, deps)
  return { ...before, ...next, revision: before.revision + 1, former: formerOf(before, next, stops) }
}

/** A policy begins where its topics end: what stands in them went its way before. A topic that it had before goes on where it was. */
export function firstPositions({ policyId, ingress, tiers }: RetryPolicy, before: RetryPolicy | null, { topics, logs }: BindDeps): Write[] {
  const known = new Set(before === null ? [] : [before.ingress, ...before.tiers, ...before.former].map(({ topicId }) => topicId))
  return [ingress, ...tiers]
    .filter(({ topicId }) => !known.has(topicId))
    .flatMap(({ topicId }) =>
      topics.getById(topicId)!.partitions.map((id, partition) => retryCursorsTable.put(cursorKey(policyId, topicId, partition), cursorRecordOf(startingAt(logs.get(id)!.logEndOffset)))),
    )
}

function bound(draft: PolicyDraft, { topics }: BindDeps): Bound {
  const { ingress, tiers, returnTo, deadLetters } = topologyOf(draft)
  const bind = (name: string): BoundTopic => {
    const topic = topics.get(name)
    if (topic === undefined) throw new RetryPolicyError('', `Topic "${name}" was deleted meanwhile. Save again.`)
    return { name, topicId: topic.topicId }
  }
  return { draft, source: bind(draft.source), ingress: bind(ingress), tiers: tiers.map(({ topic, delayMs }) => ({ ...bind(topic), delayMs })), returnTo: bind(returnTo), deadLetters: bind(deadLetters) }
}

/** Consumers may go on handing over to the topic that was for it; a tier that is empty is done, and so is a topic that was deleted. */
function formerOf(before: RetryPolicy, { ingress, tiers }: Bound, stops: readonly Stop[]): FormerStop[] {
  const used = new Set([ingress, ...tiers].map(({ topicId }) => topicId))
  const left: FormerStop[] = [
    { ...before.ingress, role: 'ingress', delayMs: 0 },
    ...(before.draft.mode === 'forward' ? before.tiers.map((tier): FormerStop => ({ ...tier, role: 'tier' })) : []),
    ...before.former,
  ]
  const queuesOf = (topicId: string): Stop['queues'] => stops.find(({ topic }) => topic.topicId === topicId)?.queues ?? []
  const isLeft = ({ topicId, role }: FormerStop): boolean => (role === 'ingress' ? queuesOf(topicId).length > 0 : queuesOf(topicId).some(({ waiting }) => waiting > 0))
  return left.filter((stop) => !used.has(stop.topicId) && isLeft(stop))
}
