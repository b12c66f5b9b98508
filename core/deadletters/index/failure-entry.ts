// What is held in memory of each dead letter: enough for groups, timeline, filters and lists without touching the disk.
import { createHash } from 'node:crypto'
import type { TransactionOutcome } from '../../client/transaction-outcomes.ts'
import type { Preview } from '../../serdes/preview.ts'
import { previewOf } from '../../serdes/preview.ts'
import type { Failure, RawRecord } from '../failure.ts'

export const TRIAGE_STATES = ['new', 'acknowledged', 'replayed', 'bounced', 'consumed', 'resolved', 'parked', 'ignored'] as const
export type TriageState = (typeof TRIAGE_STATES)[number]

export interface FailureEntry {
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  readonly offset: number
  readonly dialect: string
  readonly fingerprint: string
  /** Of the deepest cause, where it is known. */
  readonly class: string | null
  /** Its beginning. */
  readonly message: string | null
  readonly originTopic: string | null
  readonly originPartition: number | null
  readonly originOffset: number | null
  readonly originTimestamp: number | null
  readonly group: string | null
  readonly attempts: number | null
  /** When it failed last, else the time of its record, which may be that of the original. */
  readonly at: number
  readonly timeQuality: Failure['timeQuality']
  readonly keyText: string | null
  /** '' for a null key. */
  readonly keyHash: string
  readonly sizeBytes: number
  readonly replayCount: number
  readonly replayId: string | null
  readonly isPointer: boolean
  readonly issueCount: number
  readonly transaction: TransactionOutcome | null
  /** Digest of its stack's frames; '' without a stack. */
  readonly stackId: string
  /** What a person or a replay has made of it. */
  state: TriageState
}

const MAX_MESSAGE_CHARS = 500
const MAX_KEY_CHARS = 200

export interface Arrived {
  readonly record: RawRecord
  readonly failure: Failure
  readonly sizeBytes: number
  readonly transaction: TransactionOutcome | null
  readonly replayId: string | null
  readonly stackId: string
}

/** The same text once: names of classes, topics and groups are few. */
const MAX_SHARED = 20_000
const sharedTexts = new Map<string, string>()

export function shared(text: string): string {
  const known = sharedTexts.get(text)
  if (known !== undefined) return known
  if (sharedTexts.size >= MAX_SHARED) sharedTexts.clear()
  const own = detached(text)
  sharedTexts.set(own, own)
  return own
}

/** A copy: part of a longer text would keep all of it in memory. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

function sharedOrNull(text: string | undefined): string | null {
  return text === undefined ? null : shared(text)
}

export function entryOf({ record, failure, sizeBytes, transaction, replayId, stackId }: Arrived): FailureEntry {
  const { origin, error } = failure
  return {
    topic: shared(record.topic),
    topicId: shared(record.topicId),
    partition: record.partition,
    offset: record.offset,
    dialect: failure.dialect,
    fingerprint: shared(failure.fingerprint.id),
    class: sharedOrNull(error.rootClass ?? error.class),
    message: messageOf(error.rootMessage ?? error.message ?? null),
    originTopic: sharedOrNull(origin?.topic),
    originPartition: origin?.partition ?? null,
    originOffset: origin?.offset ?? null,
    originTimestamp: origin?.timestamp ?? null,
    group: sharedOrNull(failure.group),
    attempts: failure.attempts ?? null,
    at: failure.lastFailureAt ?? failure.dlqTimestamp,
    timeQuality: failure.timeQuality,
    keyText: keyTextOf(record.key),
    keyHash: keyHashOf(record.key),
    sizeBytes,
    replayCount: failure.replay.count,
    replayId,
    isPointer: failure.payloadSource === 'pointer',
    issueCount: failure.decodeIssues.length,
    transaction,
    stackId: shared(stackId),
    state: 'new',
  }
}

/** Its beginning, which is what lists show. */
export function messageOf(message: string | null): string | null {
  return message === null ? null : detached(message.slice(0, MAX_MESSAGE_CHARS))
}

export function keyHashOf(key: Buffer | null): string {
  return key === null ? '' : createHash('sha1').update(key).digest('base64url').slice(0, 16)
}

function keyTextOf(key: Buffer | null): string | null {
  const preview: Preview = previewOf(key)
  if (preview.kind === 'null') return null
  return detached(preview.kind === 'binary' ? preview.hex : preview.text.slice(0, MAX_KEY_CHARS))
}
