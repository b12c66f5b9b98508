// The four ways to send a batch, seen from the job: what was under way is settled first, then batch after batch goes out with what was written down before.
import type { Flight } from '../jobs/flight.ts'
import type { ReadyItem } from '../plan.ts'
import type { KnownProgress } from '../register.ts'

export type OutgoingItem = Omit<ReadyItem, 'orderKey' | 'failure'>

export interface OutgoingPlace {
  readonly topic: string
  readonly partition: number
  /** In plan order. */
  readonly items: readonly OutgoingItem[]
}

export interface OutgoingBatch {
  /** Positions before and after it in the list of the pass. */
  readonly from: number
  readonly to: number
  readonly places: readonly OutgoingPlace[]
  /** Offset of the last item in its dead-letter topic: what people see in the group of the job. */
  readonly sourceOffset: number
}

/** Where each record of a place is: offsets count up from the first; -1 where the broker has it and does not know where. */
export interface SentPlace {
  readonly topic: string
  readonly partition: number
  readonly indexes: readonly number[]
  readonly baseOffset: number
}

/** What the broker did not take, for what is in it. */
export interface RefusedPlace {
  readonly topic: string
  readonly partition: number
  readonly indexes: readonly number[]
  readonly error: Error
  /** Those at fault, where they are named. */
  readonly suspects: readonly number[]
}

export interface Delivery {
  readonly sent: readonly SentPlace[]
  readonly refused: readonly RefusedPlace[]
  /** Whether these are there is not known. */
  readonly inDoubt: readonly { readonly indexes: readonly number[]; readonly error: Error }[]
  /** Why nothing more can be sent; items that are in none of the lists were not. */
  readonly stopped: Error | null
  readonly throttleMs: number
}

/** What a look at the target tells about what was under way. */
export interface Recovery {
  /** Position from which nothing was sent. */
  readonly next: number
  readonly sent: readonly SentPlace[]
  /** For certain not there. */
  readonly unsent: readonly number[]
  readonly inDoubt: readonly { readonly index: number; readonly topic: string; readonly partition: number; readonly message: string }[]
  /** What a person should know before the job goes on; it pauses for that. */
  readonly ask?: { readonly message: string; readonly remedy: string }
}

export interface Sender {
  /** Keeps other runners of the job out, and settles what was under way. Rejects PauseJob where it cannot go on. */
  recover(known: KnownProgress): Promise<Recovery>
  /**
   * `writeDown` makes the flight durable, with everything before it; no record counts before that has resolved. `endOffsets`, by place, are for a search after a crash.
   * Modes L, I and T: all or nothing. Rejects when it is not known what became of the batch: `recover` tells.
   */
  send(batch: OutgoingBatch, writeDown: (endOffsets: readonly number[] | null) => Promise<void>): Promise<Delivery>
  /** Nothing more is sent; what is open is given up where that can be said. Never rejects. */
  close(): Promise<void>
}

export const NOTHING_UNDER_WAY: Omit<Recovery, 'next'> = { sent: [], unsent: [], inDoubt: [] }

/** A flight of which the target says that it arrived as a whole. */
export function sentPlaces({ places }: Flight, baseOffsets: readonly number[]): SentPlace[] {
  return places.map(({ topic, partition, indexes }, i) => ({ topic, partition, indexes, baseOffset: baseOffsets[i]! }))
}

export function partitionRecordsOf({ topic, partition, items }: OutgoingPlace, nowMs: number) {
  return { topic, partition, records: items.map(({ key, value, headers, timestampMs }) => ({ key, value, headers, timestamp: timestampMs ?? nowMs })) }
}
