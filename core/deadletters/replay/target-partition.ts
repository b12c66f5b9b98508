// Which partition of its target a record goes to: that of its origin, one by its key, or the one that was named.
import { crc32 } from 'node:zlib'
import { murmur2 } from '../../client/partitioner.ts'
import type { Partitioner, PartitionChoice } from './options.ts'
import type { ItemProblem } from './plan.ts'

export type KeyHashes = readonly [murmur2: number, crc32: number]

export interface Placed {
  readonly topic: string
  readonly partitionCount: number
  /** Of the origin; null = its dead letter does not tell. */
  readonly originPartition: number | null
  /** Where the dead letter lies: spreads records without a key. */
  readonly sourcePartition: number
  /** null for a null key. */
  readonly keyHashes: KeyHashes | null
}

/** As they would be in Java's client and in librdkafka. */
export function keyHashesOf(key: Uint8Array | null): KeyHashes | null {
  return key === null ? null : [murmur2(key), crc32(key)]
}

/** What a partitioner makes of a key. librdkafka (`consistent_random`) takes an empty key for none. */
export function partitionBy(partitioner: Partitioner, [murmur, crc]: KeyHashes, partitionCount: number): number {
  return partitioner === 'murmur2' ? (murmur & 0x7fffffff) % partitionCount : crc % partitionCount
}

/** A number, or why there is none. */
export function targetPartition(choice: PartitionChoice, placed: Placed): number | ItemProblem {
  if (choice.mode === 'by-key') return byKey(choice.partitioner, placed)
  const wanted = choice.mode === 'explicit' ? choice.partition : placed.originPartition
  if (wanted === null) {
    return { code: 'no-origin-partition', message: `Its dead letter does not tell the partition that it came from. Choose the partition by key.` }
  }
  if (wanted < placed.partitionCount) return wanted
  const { topic, partitionCount } = placed
  const came = choice.mode === 'same' ? 'It came from' : 'It is to go to'
  return { code: 'partition-missing', message: `${came} partition ${wanted}, and topic "${topic}" has ${partitionCount} partitions. Choose the partition by key.` }
}

/** Without a key: where it came from if that exists, so that the choice is the same each time it is made. */
function byKey(partitioner: Partitioner, { keyHashes, partitionCount, originPartition, sourcePartition }: Placed): number {
  return keyHashes === null ? (originPartition ?? sourcePartition) % partitionCount : partitionBy(partitioner, keyHashes, partitionCount)
}
