// Sets of partitions by topic id, and what a member owns of them since which epoch.

/** Partition numbers by topic id. */
export type TopicPartitions = ReadonlyMap<string, ReadonlySet<number>>

/** By topic id and partition: the member epoch in which the member got it. No topic is without a partition. */
export type OwnedPartitions = ReadonlyMap<string, ReadonlyMap<number, number>>

export const NO_PARTITIONS: TopicPartitions = new Map()
export const NOTHING_OWNED: OwnedPartitions = new Map()

interface TopicPartitionList {
  readonly topicId: string
  readonly partitions: readonly number[]
}

export function partitionsOf(lists: readonly TopicPartitionList[]): TopicPartitions {
  const found = new Map<string, Set<number>>()
  for (const { topicId, partitions } of lists) {
    const known = found.get(topicId)
    found.set(topicId, known ? new Set([...known, ...partitions]) : new Set(partitions))
  }
  return found
}

/** In the order of topics and partitions, so that the same set always looks the same. */
export function listOf(partitions: TopicPartitions | OwnedPartitions): { topicId: string; partitions: number[] }[] {
  return [...partitions.keys()].sort().map((topicId) => ({ topicId, partitions: [...partitions.get(topicId)!.keys()].sort((a, b) => a - b) }))
}

export function hasPartition(partitions: TopicPartitions | OwnedPartitions, topicId: string, partition: number): boolean {
  return partitions.get(topicId)?.has(partition) === true
}

export function* eachPartition(partitions: TopicPartitions | OwnedPartitions): Iterable<[topicId: string, partition: number]> {
  for (const [topicId, numbers] of partitions) for (const partition of numbers.keys()) yield [topicId, partition]
}

export function isSubset(part: TopicPartitions, whole: TopicPartitions | OwnedPartitions): boolean {
  for (const [topicId, partition] of eachPartition(part)) if (!hasPartition(whole, topicId, partition)) return false
  return true
}

export function samePartitions(a: TopicPartitions, b: TopicPartitions): boolean {
  return a.size === b.size && [...a].every(([topicId, partitions]) => partitions.size === b.get(topicId)?.size) && isSubset(a, b)
}

/** The same partitions, each since the same epoch. */
export function sameOwned(a: OwnedPartitions, b: OwnedPartitions): boolean {
  return a.size === b.size && [...a].every(([topicId, epochs]) => sameEpochs(epochs, b.get(topicId)))
}

function sameEpochs(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number> | undefined): boolean {
  return a.size === b?.size && [...a].every(([partition, epoch]) => b.get(partition) === epoch)
}

/** Every partition of `partitions`, owned since `epoch`. */
export function ownedSince(epoch: number, partitions: TopicPartitions): OwnedPartitions {
  return new Map([...partitions].filter(([, { size }]) => size > 0).map(([topicId, numbers]) => [topicId, new Map([...numbers].map((partition) => [partition, epoch]))]))
}
