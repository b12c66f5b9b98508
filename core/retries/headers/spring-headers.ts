// Spring's @RetryableTopic: retry control is appended with every hop, the origin is told by the first, the exception by the newest.
import type { RecordHeader } from '../../protocol/records/record.ts'
import { bigInteger, type FailedAttempt, has, int32, int64, isAttempt, last, type RetryHeaders, text, without } from './retry-headers.ts'

const ATTEMPTS = 'retry_topic-attempts'
const DUE_AT = 'retry_topic-backoff-timestamp'
const ORIGINAL_TIMESTAMP = 'retry_topic-original-timestamp'
const ORIGINAL_TOPIC = 'kafka_original-topic'
const GROUP = 'kafka_dlt-original-consumer-group'
const EXCEPTION = ['kafka_exception-fqcn', 'kafka_exception-cause-fqcn', 'kafka_exception-message', 'kafka_exception-stacktrace'] as const
const [FQCN, CAUSE, MESSAGE, STACK] = EXCEPTION
const REPLACED: ReadonlySet<string> = new Set([...EXCEPTION, GROUP])

export const springHeaders: RetryHeaders = {
  attemptOf(headers) {
    const value = last(headers, ATTEMPTS)
    const attempt = value?.length === 4 ? value.readInt32BE(0) : value?.length === 1 ? value[0]! : 1
    return isAttempt(attempt) ? attempt : 1
  },
  toTier: (headers, failed, dueMs) => written(headers, failed, dueMs),
  /** No delay comes before the dead letters: due is when it failed. */
  toDeadLetters: (headers, failed) => written(headers, failed, failed.failedAtMs),
}

function written(headers: readonly RecordHeader[], failed: FailedAttempt, dueMs: number): RecordHeader[] {
  const { attempt, failedAtMs, group, origin, error } = failed
  const originalTimestamp = headers.find(({ key }) => key === ORIGINAL_TIMESTAMP) ?? bigInteger(ORIGINAL_TIMESTAMP, origin.timestampMs ?? failedAtMs)
  return [
    ...without(headers, REPLACED),
    originalTimestamp,
    ...int32(ATTEMPTS, attempt + 1),
    bigInteger(DUE_AT, dueMs),
    ...(has(headers, ORIGINAL_TOPIC) ? [] : originHeaders(origin)),
    ...text(GROUP, group),
    ...text(FQCN, error.className),
    ...text(CAUSE, error.className),
    ...text(MESSAGE, error.message),
    ...text(STACK, error.stack),
  ]
}

function originHeaders({ topic, partition, offset, timestampMs }: FailedAttempt['origin']): RecordHeader[] {
  return [
    ...text(ORIGINAL_TOPIC, topic),
    ...int32('kafka_original-partition', partition),
    ...int64('kafka_original-offset', offset),
    ...int64('kafka_original-timestamp', timestampMs),
    ...text('kafka_original-timestamp-type', timestampMs === null ? null : 'CreateTime'),
  ]
}
