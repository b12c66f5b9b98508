// A failure as columns on disk, and back: in the file it stands for good, after its record has left the log.
import type { TransactionOutcome } from '../../client/transaction-outcomes.ts'
import type { Failure, FailureError, FailureHop } from '../failure.ts'
import { defined } from '../dialects/header-fields.ts'
import { detached, type FailureEntry, messageOf, shared } from './failure-entry.ts'

/** Raised when a decoder tells more or otherwise: what was read by an older one is read again. */
export const DECODER_VERSION = 1

type Hop = [topic: string, partition: number | null, offset: number | null, at: number | null, dueAt: number | null, attempt: number | null]

/** In this order; new ones are added at the end. */
export type FailureColumns = [
  dialect: string, fingerprint: string, dlqTimestamp: number, isAppendTime: boolean,
  originTopic: string | null, originTopicId: string | null, originPartition: number | null, originOffset: number | null, originTimestamp: number | null,
  group: string | null, component: string | null, stage: string | null,
  errorClass: string | null, rootClass: string | null, message: string | null, rootMessage: string | null, side: string | null, reason: string | null, stackId: string, stackHeads: string[],
  attempts: number | null, attemptsSource: string | null, maxKnown: boolean, hops: Hop[],
  firstFailureAt: number | null, lastFailureAt: number | null, timeQuality: string, isPointer: boolean,
  replayCount: number, replayJob: string | null, replayId: string | null, issues: string[],
  keyText: string | null, keyHash: string, sizeBytes: number, transaction: string | null,
]

/** Longer messages are cut; the record itself has them whole. */
const MAX_TEXT_CHARS = 16_384

export function columnsOf(failure: Failure, entry: FailureEntry, stackHeads: readonly string[]): FailureColumns {
  const { origin, error, replay } = failure
  return [
    failure.dialect, failure.fingerprint.id, failure.dlqTimestamp, failure.tsType === 'append',
    origin?.topic ?? null, origin?.topicId ?? null, origin?.partition ?? null, origin?.offset ?? null, origin?.timestamp ?? null,
    failure.group ?? null, failure.component ?? null, failure.stage ?? null,
    error.class ?? null, error.rootClass ?? null, cut(error.message), cut(error.rootMessage), error.side ?? null, error.reason ?? null, entry.stackId, [...stackHeads],
    failure.attempts ?? null, failure.attemptsSource ?? null, failure.maxKnown ?? false, failure.hops.map(hopColumns),
    failure.firstFailureAt ?? null, failure.lastFailureAt ?? null, failure.timeQuality, entry.isPointer,
    replay.count, replay.ofJob ?? null, entry.replayId, failure.decodeIssues,
    entry.keyText, entry.keyHash, entry.sizeBytes, entry.transaction,
  ]
}

/** The stack is put in by who reads it. */
export function failureOf(key: Failure['key'], columns: FailureColumns): Failure {
  const [
    dialect, fingerprint, dlqTimestamp, isAppendTime, originTopic, originTopicId, originPartition, originOffset, originTimestamp, group, component, stage,
    errorClass, rootClass, message, rootMessage, side, reason, , , attempts, attemptsSource, maxKnown, hops, firstFailureAt, lastFailureAt, timeQuality, isPointer, replayCount, replayJob, , issues,
  ] = columns
  const origin = originTopic === null ? undefined : present<NonNullable<Failure['origin']>>({ topic: originTopic, topicId: originTopicId, partition: originPartition, offset: originOffset, timestamp: originTimestamp })
  return {
    key,
    dialect,
    dlqTimestamp,
    tsType: isAppendTime ? 'append' : 'create',
    ...present<Pick<Failure, 'group' | 'component' | 'stage' | 'attempts' | 'attemptsSource' | 'firstFailureAt' | 'lastFailureAt'>>({
      group, component, stage, attempts, attemptsSource: attemptsSource as NonNullable<Failure['attemptsSource']> | null, firstFailureAt, lastFailureAt,
    }),
    ...(origin ? { origin } : {}),
    ...(maxKnown ? { maxKnown } : {}),
    error: present<FailureError>({ class: errorClass, rootClass, message, rootMessage, side: side as FailureError['side'] | null, reason: reason as FailureError['reason'] | null }),
    hops: hops.map(hopOf),
    timeQuality: timeQuality as Failure['timeQuality'],
    payloadSource: isPointer ? 'pointer' : 'dlq',
    replay: { count: replayCount, ...(replayJob === null ? {} : { ofJob: replayJob }) },
    fingerprint: { v: 1, id: fingerprint },
    decodeIssues: issues,
  }
}

export function entryFromColumns(place: { topic: string; topicId: string; partition: number; offset: number }, columns: FailureColumns): FailureEntry {
  const [
    dialect, fingerprint, dlqTimestamp, , originTopic, , originPartition, originOffset, originTimestamp, group, , , errorClass, rootClass, message, rootMessage, , , stackId, ,
    attempts, , , , , lastFailureAt, timeQuality, isPointer, replayCount, , replayId, issues, keyText, keyHash, sizeBytes, transaction,
  ] = columns
  const one = (text: string | null): string | null => (text === null ? null : shared(text))
  return {
    ...place,
    dialect: shared(dialect),
    fingerprint: shared(fingerprint),
    class: one(rootClass ?? errorClass),
    message: messageOf(rootMessage ?? message),
    originTopic: one(originTopic),
    originPartition,
    originOffset,
    originTimestamp,
    group: one(group),
    attempts,
    at: lastFailureAt ?? dlqTimestamp,
    timeQuality: timeQuality as Failure['timeQuality'],
    keyText: keyText === null ? null : detached(keyText),
    keyHash: detached(keyHash),
    sizeBytes,
    replayCount,
    replayId: replayId === null ? null : detached(replayId),
    isPointer,
    issueCount: issues.length,
    transaction: transaction as TransactionOutcome | null,
    stackId: shared(stackId),
    state: 'new',
  }
}

export function stackOf(columns: FailureColumns): { stackId: string; heads: string[] } {
  return { stackId: columns[18], heads: columns[19] }
}

function hopColumns({ topic, partition, offset, at, dueAt, attempt }: FailureHop): Hop {
  return [topic, partition ?? null, offset ?? null, at ?? null, dueAt ?? null, attempt ?? null]
}

function hopOf([topic, partition, offset, at, dueAt, attempt]: Hop): FailureHop {
  return present<FailureHop>({ topic, partition, offset, at, dueAt, attempt })
}

function present<T extends object>(fields: { [K in keyof T]?: T[K] | null | undefined }): T {
  return defined<T>(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? undefined])) as { [K in keyof T]: T[K] | undefined })
}

function cut(text: string | undefined): string | null {
  return text === undefined ? null : text.slice(0, MAX_TEXT_CHARS)
}
