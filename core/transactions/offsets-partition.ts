// The partition of `__consumer_offsets` that Kafka would keep a group in: transactions with offsets name it, though Headwater has no such topic.
import type { PartitionName } from './transaction.ts'

export const OFFSETS_TOPIC = '__consumer_offsets'

/** Java's hash of the group id, without its sign. */
export function offsetsPartitionOf(groupId: string, partitionCount: number): PartitionName {
  let hash = 0
  for (let i = 0; i < groupId.length; i++) hash = (Math.imul(31, hash) + groupId.charCodeAt(i)) | 0
  const positive = hash === -0x8000_0000 ? 0 : Math.abs(hash)
  return { topic: OFFSETS_TOPIC, partition: positive % partitionCount }
}
