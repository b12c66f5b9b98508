// What the topics screens read out of a topic's description.
import type { TopicDetail, TopicPartition } from '../../../core/contract/topics.ts'

export interface OffsetsHeld {
  count: bigint
  /** Partitions that could not be asked; the count is without them. */
  unread: number
}

/** Offsets between start and end. A topic with transactions or deleted records holds fewer records, so it is an estimate at best. */
export function offsetsHeld({ partitions }: Pick<TopicDetail, 'partitions'>): OffsetsHeld {
  const known = partitions.map(spanOf).filter((span) => span !== null)
  return { count: known.reduce((sum, held) => sum + held, 0n), unread: partitions.length - known.length }
}

export function spanOf({ startOffset, endOffset }: Pick<TopicPartition, 'startOffset' | 'endOffset'>): bigint | null {
  if (startOffset === null || endOffset === null) return null
  return endOffset > startOffset ? endOffset - startOffset : 0n
}

/** null = its configuration is not known. */
export function cleanupPolicyOf({ configs }: Pick<TopicDetail, 'configs'>): string | null {
  return configs.find(({ name }) => name === 'cleanup.policy')?.value ?? null
}

/** Only where nothing is compacted away is the span of offsets an estimate of records. */
export const countsRecords = (cleanupPolicy: string | null): boolean => cleanupPolicy !== null && !cleanupPolicy.includes('compact')

export interface ReplicaHealth {
  leaderless: number
  underReplicated: number
}

export function replicaHealth(partitions: readonly TopicPartition[]): ReplicaHealth {
  return {
    leaderless: partitions.filter(({ leader }) => leader < 0).length,
    underReplicated: partitions.filter(({ replicas, inSyncReplicas }) => inSyncReplicas.length < replicas.length).length,
  }
}
