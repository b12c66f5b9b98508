// What the contract answers about topics, by name, and what the screens read out of it.
import type { Client } from '../../../core/contract/rpc-client.ts'

export type TopicList = Awaited<ReturnType<Client['topics']['list']>>
export type TopicDescription = Awaited<ReturnType<Client['topics']['describe']>>

/** Offsets between start and end. A compacted topic or one with transactions holds fewer records, so it is an estimate at best. */
export function offsetsHeld({ partitions }: Pick<TopicDescription, 'partitions'>): bigint {
  return partitions.reduce((sum, { startOffset, endOffset }) => sum + (endOffset - startOffset), 0n)
}

export function isCompacted({ configs }: Pick<TopicDescription, 'configs'>): boolean {
  return configs.some(({ name, value }) => name === 'cleanup.policy' && value?.includes('compact') === true)
}
