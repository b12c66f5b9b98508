// Which partition a message goes to, in words, and whether its original is in another one.
import type { Draft } from './draft.ts'

export interface Placement {
  /** null = any partition. */
  partition: number | null
  partitionCount: number
}

export function placementText(draft: Draft, placement: Placement | undefined): string {
  if (draft.topic.trim() === '') return 'Choose a topic to see where the key goes.'
  if (draft.partition !== null) return `Goes to partition ${draft.partition}, whatever the key.`
  if (draft.key.kind === 'stored') return 'By key: where such a large key goes is worked out when it is sent.'
  if (!placement) return 'Asking where the key goes…'
  if (placement.partition === null) return `No key: any of ${placement.partitionCount} partitions, chosen when it is sent.`
  return `This key goes to partition ${placement.partition} of ${placement.partitionCount}.`
}

/** The partition of the record that is sent again, where the message may go to another: its producer had other rules than murmur2. */
export function otherPartition({ origin, topic, partition, key }: Draft, placement: Placement | undefined): number | null {
  if (!origin || partition !== null || origin.topic !== topic.trim()) return null
  if (!placement) return key.kind === 'stored' ? origin.partition : null
  return placement.partition === origin.partition || origin.partition >= placement.partitionCount ? null : origin.partition
}
