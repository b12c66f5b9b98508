// What the topics screen reads out of a topic's description.
import type { TopicDetail } from '../../../core/contract/topics.ts'

export interface OffsetsHeld {
  count: bigint
  /** Partitions that could not be asked; the count is without them. */
  unread: number
}

/** Offsets between start and end. A topic with transactions or deleted records holds fewer records, so it is an estimate at best. */
export function offsetsHeld({ partitions }: Pick<TopicDetail, 'partitions'>): OffsetsHeld {
  const known = partitions.flatMap(({ startOffset, endOffset }) =>
    startOffset === null || endOffset === null ? [] : [endOffset - startOffset],
  )
  return { count: known.reduce((sum, held) => sum + held, 0n), unread: partitions.length - known.length }
}

export function isCompacted({ configs }: Pick<TopicDetail, 'configs'>): boolean {
  return configs.some(({ name, value }) => name === 'cleanup.policy' && value?.includes('compact') === true)
}
