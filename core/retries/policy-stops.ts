// The topics of a policy in which records wait, each partition with its queue.
import type { Logs } from '../log/logs.ts'
import type { Topics } from '../metadata/topics.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { retryCursorsTable } from '../storage/tables.ts'
import { PartitionQueue } from './partition-queue.ts'
import { type Position, positionOf, startingAt } from './position.ts'
import type { BoundTopic, RetryPolicy } from './retry-policy.ts'

export interface Stop {
  readonly role: 'ingress' | 'tier'
  readonly topic: BoundTopic
  readonly delayMs: number
  readonly isFormer: boolean
  readonly queues: readonly PartitionQueue[]
  /** Why due records stay. */
  problem: string | null
}

export interface StopsDeps {
  readonly storage: MetadataStore
  readonly topics: Topics
  readonly logs: Logs
  readonly startedMs: number
}

export const cursorKey = (policyId: string, topicId: string, partition: number): string => `${policyId}/${topicId}/${partition}`

/** Queues that were there before keep what they know. */
export function stopsOf(policy: RetryPolicy, before: readonly Stop[], deps: StopsDeps): Stop[] {
  const wanted: Omit<Stop, 'queues' | 'problem'>[] = [{ role: 'ingress', topic: policy.ingress, delayMs: 0, isFormer: false }]
  // Consumers read delayed topics themselves.
  if (policy.draft.mode === 'forward') for (const tier of policy.tiers) wanted.push({ role: 'tier', topic: tier, delayMs: tier.delayMs, isFormer: false })
  for (const { role, delayMs, ...topic } of policy.former) wanted.push({ role, topic, delayMs, isFormer: true })
  const known = new Map(before.map((stop) => [stop.topic.topicId, stop]))
  return wanted.map((stop) => ({ ...stop, problem: null, queues: queuesOf(policy, stop.topic, known.get(stop.topic.topicId)?.queues ?? [], deps) }))
}

function queuesOf({ policyId }: RetryPolicy, { topicId }: BoundTopic, before: readonly PartitionQueue[], { storage, topics, logs, startedMs }: StopsDeps): PartitionQueue[] {
  const partitionIds = topics.getById(topicId)?.partitions ?? []
  return partitionIds.flatMap((id, partition) => {
    const log = logs.get(id)
    if (log === undefined) return []
    const known = before[partition]
    return [known?.log === log ? known : new PartitionQueue(partition, log, positionIn(storage, policyId, topicId, partition), startedMs)]
  })
}

/** A partition without a row was added after the policy was saved: all of it waits. */
export function positionIn(storage: MetadataStore, policyId: string, topicId: string, partition: number): Position {
  const record = storage.get(retryCursorsTable, cursorKey(policyId, topicId, partition))
  return record === undefined ? startingAt(0) : positionOf(record)
}
