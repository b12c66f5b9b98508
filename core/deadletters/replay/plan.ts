// A replay plan: a frozen, ordered list of records to send again and how; and what is ready to be sent of each.
import type { RecordHeader } from '../../protocol/records/record.ts'
import type { FailureKey } from '../failure.ts'
import type { ReplayOptions } from './options.ts'

/** A cluster as the workbench names it, and as it names itself. */
export interface PlanCluster {
  readonly connectionId: string
  readonly clusterId: string
}

export interface ReplayPlan {
  readonly planId: string
  /**
   * SHA-256, hex, over plan id, clusters, options and every item with its edit. Whatever is changed makes another one, and what was shown
   * under one hash is what is sent under it.
   */
  readonly planHash: string
  readonly createdAtMs: number
  /** When `planHash` came to be: at creation, or with the last change. */
  readonly frozenAtMs: number
  readonly title: string
  /** null: the records come from a file, and their bytes are kept with the plan. */
  readonly source: PlanCluster | null
  readonly target: PlanCluster & { readonly isLocal: boolean }
  readonly options: ReplayOptions
  readonly itemCount: number
  readonly totals: PlanTotals
  /** How many items go to each topic, and what it was when the plan was made; id null and 0 partitions = there was no such topic. */
  readonly targets: readonly { readonly topic: string; readonly topicId: string | null; readonly count: number; readonly partitionCount: number }[]
  readonly dialects: readonly { readonly dialect: string; readonly count: number }[]
  /** Where the dead letters lie. */
  readonly sourceTopics: readonly string[]
  /** Asked for, and not among the items. */
  readonly excluded: readonly { readonly code: string; readonly message: string; readonly count: number }[]
}

export interface PlanTotals {
  /** Of the records as they are to be sent, before edits and transforms. */
  readonly sizeBytes: number
  /** Times of the records; null for none. */
  readonly oldestMs: number | null
  readonly newestMs: number | null
  /** Items that will be skipped, by reason; and that cannot be sent, by code. */
  readonly skipped: Readonly<Record<string, number>>
  readonly unsendable: Readonly<Record<string, number>>
  readonly edited: number
  readonly tombstones: number
  /** Bytes kept with the plan, so that retention on the source cannot take them; null = the source is read again when it is sent. */
  readonly pinnedBytes: number | null
}

/** A line of an imported file, from 1; `file` is its SHA-256 in hex. */
export interface FileLine {
  readonly file: string
  readonly line: number
}

export type ItemSource = FailureKey | FileLine

export function isFileLine(source: ItemSource): source is FileLine {
  return 'file' in source
}

/** Where the record was when it failed, as far as its headers tell. */
export interface ItemOrigin {
  readonly topic: string
  readonly topicId: string | null
  readonly partition: number | null
  readonly offset: number | null
  readonly timestampMs: number | null
  readonly group: string | null
}

export type SkipReason = 'already-replayed' | 'same-record' | 'loop' | 'duplicate' | 'superseded' | 'source-gone' | 'excluded' | 'by-transform'

/** Not to be sent, and nothing is wrong with that. */
export interface ItemSkip {
  readonly reason: SkipReason
  readonly message: string
}

/** Cannot be sent, as things are. `code` is kebab-case and stays; `message` says which thing and what to do. */
export interface ItemProblem {
  readonly code: string
  readonly message: string
}

export interface PlanItem {
  /** Items are sent in this order. */
  readonly index: number
  readonly source: ItemSource
  readonly origin: ItemOrigin | null
  /** Whose headers it carries; null = nobody's that is known. */
  readonly dialect: string | null
  /** Items with the same text stay in order, and wait for each other (HELD); '' = nothing waits for it. */
  readonly orderKey: string
  /** '' where `problem` says why there is none. */
  readonly targetTopic: string
  /** As planned; a transform that changes the key may move the item, so what is prepared has the last word. -1 where `problem` says why. */
  readonly targetPartition: number
  readonly payload: 'dlq' | 'origin' | 'edited'
  /** How often it has been replayed before. */
  readonly replayCount: number
  /** Of the record as it was planned, before an edit or transform. */
  readonly sizeBytes: number
  /** Of the record that failed; -1 where it has none. */
  readonly timestampMs: number
  readonly isTombstone: boolean
  /** 16 hex characters over the bytes that were planned: others at the same place are not sent in their stead. */
  readonly contentHash: string
  /** murmur2 and CRC-32 of the key, for a choice of partition without reading the record again; null for a null key. */
  readonly keyHashes: readonly [murmur2: number, crc32: number] | null
  /** The key as a person reads it, its beginning; null for a null key. */
  readonly keyText: string | null
  /** A person has let it through, whatever the guards say. */
  readonly isForced: boolean
  readonly skip: ItemSkip | null
  readonly problem: ItemProblem | null
}

/** Exactly what will be produced. */
export interface ReadyItem {
  readonly index: number
  readonly orderKey: string
  readonly failure: null
  readonly topic: string
  readonly partition: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly RecordHeader[]
  /** null = the time at which it is sent. */
  readonly timestampMs: number | null
  /** As a record in a batch of its own, uncompressed: what is held against `max.message.bytes`. */
  readonly sizeBytes: number
  /** Its `x-replay-id`; null where the plan stamps nothing. */
  readonly replayId: string | null
}

/** Will not be produced: skipped on purpose, or cannot be. */
export interface UnsendableItem {
  readonly index: number
  readonly orderKey: string
  readonly failure: { readonly outcome: 'SKIPPED' | 'FAILED'; readonly code: string; readonly message: string }
}

export type PreparedItem = ReadyItem | UnsendableItem

/** The first 16 characters: how a plan is named in headers, registers and file names. */
export function shortHash({ planHash }: Pick<ReplayPlan, 'planHash'>): string {
  return planHash.slice(0, 16)
}

/** The same whenever the same plan is prepared: a scan after a crash finds what was sent, and a bounce is known again. */
export function replayIdOf(plan: Pick<ReplayPlan, 'planHash'>, index: number): string {
  return `${shortHash(plan)}/${index}`
}
