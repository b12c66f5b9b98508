// Dead letters as the contract shows them: rows, failures and topics in its words.
import type { FailureCase, FailureRow, RecognisedTopic as ShownTopic } from '../contract/dead-letters.ts'
import type { Failure, FailureHop } from '../deadletters/failure.ts'
import type { FailureEntry } from '../deadletters/index/failure-entry.ts'
import type { RecognisedTopic } from '../deadletters/recognise/recognise.ts'

export function rowOf(entry: FailureEntry, isGone: boolean): FailureRow {
  const { topic, topicId, partition, offset, originTopic, originPartition, originOffset, originTimestamp } = entry
  return {
    key: { topic, topicId, partition, offset: BigInt(offset) },
    dialect: entry.dialect,
    fingerprint: entry.fingerprint,
    class: entry.class,
    message: entry.message,
    origin: originTopic === null ? null : { topic: originTopic, partition: originPartition, offset: bigOrNull(originOffset), timestampMs: originTimestamp },
    group: entry.group,
    attempts: entry.attempts,
    atMs: entry.at,
    timeQuality: entry.timeQuality,
    keyText: entry.keyText,
    sizeBytes: entry.sizeBytes,
    replayCount: entry.replayCount,
    state: entry.state,
    isGone,
    payloadSource: entry.isPointer ? 'pointer' : 'dlq',
    issueCount: entry.issueCount,
    transaction: entry.transaction,
  }
}

export function errorOf({ error }: Failure): FailureCase['error'] {
  const { class: named, rootClass, message, rootMessage, stack, side, reason } = error
  return { class: named ?? null, rootClass: rootClass ?? null, message: message ?? null, rootMessage: rootMessage ?? null, stack: stack ?? null, side: side ?? null, reason: reason ?? null }
}

export function hopOf({ topic, partition, offset, at, dueAt, attempt }: FailureHop): FailureCase['hops'][number] {
  return { topic, partition: partition ?? null, offset: bigOrNull(offset ?? null), atMs: at ?? null, dueAtMs: dueAt ?? null, attempt: attempt ?? null }
}

export function topicOf({ dialect, recordCount, originTopics, groups, evidence, ...topic }: RecognisedTopic): ShownTopic {
  return {
    ...topic,
    dialect: dialect?.id ?? null,
    dialectName: dialect?.name ?? null,
    originTopics: [...originTopics],
    groups: [...groups],
    evidence: [...evidence],
    recordCount: bigOrNull(recordCount),
  }
}

function bigOrNull(value: number | null): bigint | null {
  return value === null ? null : BigInt(value)
}
