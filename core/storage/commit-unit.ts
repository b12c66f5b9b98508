// What becomes durable together: batches, metadata, moved log starts and dropped partitions of one request.
import type { Extent } from './extents.ts'
import type { StorageError } from './storage-error.ts'
import type { AbortedTransactionRecord, ProducerRecord, Write } from './tables.ts'

/** One whole record batch, already validated and stamped with its offsets. */
export interface Append {
  readonly partition: number
  /** Must not change until the unit is done. */
  readonly batch: Buffer
  readonly firstOffset: number
  readonly lastOffset: number
  readonly records: number
  readonly maxTimestampMs: number
  /** What its idempotent producer is on this partition from here on. */
  readonly producer?: { readonly producerId: number; readonly record: ProducerRecord }
  /** Of an abort marker: the transaction that it ends. */
  readonly aborted?: AbortedTransactionRecord
}

/** Cleaned extents for those they were made from, which stand next to each other. Their data must be durable already. */
export interface Swap {
  readonly partition: number
  readonly replaced: readonly Extent[]
  readonly by: readonly Extent[]
  /** Kept with the swap alone: not when the partition has gone meanwhile. */
  readonly writes?: readonly Write[]
}

export interface CommitUnit {
  readonly appends?: readonly Append[]
  readonly writes?: readonly Write[]
  /** New first readable offsets; only ever forward. */
  readonly logStarts?: readonly { readonly partition: number; readonly offset: number }[]
  readonly swaps?: readonly Swap[]
  /** Partitions whose last extent takes no more batches from here on, as when Kafka rolls a segment. */
  readonly cuts?: readonly number[]
  /** Goes on in a new generation first, so that the current one can be cleaned. */
  readonly seal?: true
  /** Partition ids whose data, producers and log start die. */
  readonly drops?: readonly number[]
}

/** Called once: null when durable, the error when not. */
export type Done = (error: StorageError | null) => void

const UNIT_OVERHEAD_BYTES = 128

/** Memory that a queued unit holds, bytes. */
export function sizeOf(unit: CommitUnit): number {
  let bytes = UNIT_OVERHEAD_BYTES
  for (const append of unit.appends ?? []) bytes += append.batch.length
  for (const write of unit.writes ?? []) bytes += write.key.length + (write.value?.length ?? 0)
  return bytes
}
