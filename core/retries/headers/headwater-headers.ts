// Headwater's own dialect: text in UTF-8, numbers in decimal, one occurrence of each; where a record came from stays as it was said first.
import type { RecordHeader } from '../../protocol/records/record.ts'
import { decimal, type FailedAttempt, has, isAttempt, last, type RetryHeaders, text, without } from './retry-headers.ts'

export const HEADWATER = {
  /** Attempts that have failed. */
  attempts: 'headwater-attempts',
  originalTopic: 'headwater-original-topic',
  originalPartition: 'headwater-original-partition',
  originalOffset: 'headwater-original-offset',
  originalTimestamp: 'headwater-original-timestamp',
  group: 'headwater-original-consumer-group',
  errorClass: 'headwater-exception-class',
  errorMessage: 'headwater-exception-message',
  errorStack: 'headwater-exception-stacktrace',
  /** Epoch milliseconds, as all times here. */
  firstFailedAt: 'headwater-first-failed-at',
  failedAt: 'headwater-failed-at',
  /** When the next attempt is due; only in a tier and on what came from one. */
  dueAt: 'headwater-due-at',
} as const

const ALL: ReadonlySet<string> = new Set(Object.values(HEADWATER))
const ORIGIN: readonly string[] = [HEADWATER.originalTopic, HEADWATER.originalPartition, HEADWATER.originalOffset, HEADWATER.originalTimestamp, HEADWATER.firstFailedAt]

export const headwaterHeaders: RetryHeaders = {
  attemptOf(headers) {
    const failed = decimal(last(headers, HEADWATER.attempts))
    return failed !== null && isAttempt(failed + 1) ? failed + 1 : 1
  },
  toTier: (headers, failed, dueMs) => [...written(headers, failed), ...text(HEADWATER.dueAt, dueMs)],
  toDeadLetters: (headers, failed) => written(headers, failed),
}

function written(headers: readonly RecordHeader[], { attempt, failedAtMs, group, origin, error }: FailedAttempt): RecordHeader[] {
  return [
    ...without(headers, ALL),
    ...text(HEADWATER.attempts, attempt),
    ...originOf(headers, origin, failedAtMs),
    ...text(HEADWATER.group, group),
    ...text(HEADWATER.errorClass, error.className),
    ...text(HEADWATER.errorMessage, error.message),
    ...text(HEADWATER.errorStack, error.stack),
    ...text(HEADWATER.failedAt, failedAtMs),
  ]
}

/** Later failures happen elsewhere: at a topic to which the record was brought back. */
function originOf(headers: readonly RecordHeader[], origin: FailedAttempt['origin'], failedAtMs: number): RecordHeader[] {
  if (has(headers, HEADWATER.originalTopic)) return headers.filter(({ key }) => ORIGIN.includes(key))
  return [
    ...text(HEADWATER.originalTopic, origin.topic),
    ...text(HEADWATER.originalPartition, origin.partition),
    ...text(HEADWATER.originalOffset, origin.offset),
    ...text(HEADWATER.originalTimestamp, origin.timestampMs),
    ...text(HEADWATER.firstFailedAt, failedAtMs),
  ]
}
