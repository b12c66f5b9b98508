// A policy as it stands: its topics in the order of the way, what waits in each, and why it does not move.
import type { Logs } from '../log/logs.ts'
import type { Topics } from '../metadata/topics.ts'
import { ProtocolError } from '../protocol/protocol-error.ts'
import type { DelayClock } from './delay-clock.ts'
import type { DelayedTopics } from './delayed-topics.ts'
import type { Forwarder } from './forwarder.ts'
import type { Stop } from './policy-stops.ts'
import type { BoundTopic, RetryPolicy, Role } from './retry-policy.ts'

export interface StopView {
  readonly topic: string
  readonly role: Role
  readonly delayMs: number | null
  readonly isFormer: boolean
  readonly exists: boolean
  readonly partitions: number
  /** That wait; of the others, those that the topic holds. null = it is gone. */
  readonly records: number | null
  readonly nextDueMs: number | null
  readonly moved: number
  readonly problem: string | null
}

export interface PolicyView {
  readonly policy: RetryPolicy
  readonly state: 'running' | 'paused' | 'deleted'
  readonly reason: string | null
  readonly stops: readonly StopView[]
  readonly worstLatenessMs: number
}

export interface ViewParts {
  readonly topics: Topics
  readonly logs: Logs
  readonly delayed: DelayedTopics
  readonly delayClock: DelayClock
  readonly stoppedBecause: (policy: RetryPolicy) => { readonly reason: string } | null
}

export function viewOf({ policy, stops, worstLatenessMs }: Forwarder, parts: ViewParts): PolicyView {
  const stopped = parts.stoppedBecause(policy)
  const { source, returnTo, deadLetters, tiers, draft } = policy
  const isDelayed = draft.mode === 'delayed-topics'
  return {
    policy,
    state: policy.isDeleted ? 'deleted' : stopped === null ? 'running' : 'paused',
    reason: stopped?.reason ?? null,
    stops: [
      holding('source', source, parts),
      ...stops.filter(({ role, isFormer }) => role === 'ingress' && !isFormer).map((stop) => queued(stop, parts)),
      ...(isDelayed ? tiers.map((tier) => delayedTier(tier, parts)) : stops.filter(({ role, isFormer }) => role === 'tier' && !isFormer).map((stop) => queued(stop, parts))),
      ...stops.filter(({ isFormer, queues }) => isFormer && queues.some(({ waiting }) => waiting > 0)).map((stop) => queued(stop, parts)),
      ...(draft.group === null ? [] : [holding('return', returnTo, parts)]),
      holding('dead-letter', deadLetters, parts),
    ],
    worstLatenessMs,
  }
}

function holding(role: Role, { name, topicId }: BoundTopic, { topics, logs }: ViewParts): StopView {
  const partitionIds = topics.getById(topicId)?.partitions
  const records = partitionIds?.reduce((sum, id) => {
    const log = logs.get(id)
    return sum + (log === undefined ? 0 : log.highWatermark - log.logStartOffset)
  }, 0)
  return { topic: name, role, delayMs: null, isFormer: false, exists: partitionIds !== undefined, partitions: partitionIds?.length ?? 0, records: records ?? null, nextDueMs: null, moved: 0, problem: null }
}

function queued({ role, topic: { name, topicId }, delayMs, isFormer, queues, problem }: Stop, { topics, delayClock }: ViewParts): StopView {
  const exists = topics.getById(topicId) !== undefined
  const nextDueMs = role === 'tier' ? Math.min(...queues.map((queue) => headDueMs(queue, delayMs))) : Number.POSITIVE_INFINITY
  return {
    topic: name,
    role,
    delayMs: role === 'tier' ? delayMs : null,
    isFormer,
    exists,
    partitions: queues.length,
    records: exists ? queues.reduce((sum, { waiting }) => sum + waiting, 0) : null,
    nextDueMs: Number.isFinite(nextDueMs) ? delayClock.onWall(nextDueMs) : null,
    moved: queues.reduce((sum, { position }) => sum + position.moved, 0),
    problem,
  }
}

function headDueMs(queue: Stop['queues'][number], delayMs: number): number {
  try {
    const head = queue.head()
    return head === undefined ? Number.POSITIVE_INFINITY : queue.dueMs(head, delayMs)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return Number.POSITIVE_INFINITY // told as the problem of the stop
  }
}

function delayedTier({ name, topicId, delayMs }: RetryPolicy['tiers'][number], { topics, delayed, delayClock }: ViewParts): StopView {
  const nowMs = delayClock.now()
  const partitions = delayed.partitionsOf(topicId)
  const nextDueMs = Math.min(...partitions.map((partition) => partition.nextDueMs(nowMs)))
  return {
    topic: name,
    role: 'tier',
    delayMs,
    isFormer: false,
    exists: topics.getById(topicId) !== undefined,
    partitions: partitions.length,
    records: topics.getById(topicId) === undefined ? null : partitions.reduce((sum, partition) => sum + partition.waiting(nowMs), 0),
    nextDueMs: Number.isFinite(nextDueMs) ? delayClock.onWall(nextDueMs) : null,
    moved: partitions.reduce((sum, partition) => sum + partition.endOffset(nowMs), 0),
    problem: null,
  }
}
