// SmallRye's delayed retry topics: the count and the two times are replaced, the newest failure is written before older ones.
import type { RecordHeader } from '../../protocol/records/record.ts'
import { decimal, type FailedAttempt, first, isAttempt, type RetryHeaders, text, without } from './retry-headers.ts'

const COUNT = 'delayed-retry-count'
const ORIGINAL_TIMESTAMP = 'delayed-retry-original-timestamp'
const FIRST_TIMESTAMP = 'delayed-retry-first-processing-timestamp'
const REPLACED: ReadonlySet<string> = new Set([COUNT, ORIGINAL_TIMESTAMP, FIRST_TIMESTAMP])

export const smallryeHeaders: RetryHeaders = {
  attemptOf(headers) {
    const count = decimal(first(headers, COUNT))
    return count !== null && isAttempt(count + 1) ? count + 1 : 1
  },
  toTier: (headers, failed) => written(headers, failed, failed.attempt),
  /** Counts retries: one less than the attempts that failed. */
  toDeadLetters: (headers, failed) => written(headers, failed, failed.attempt - 1),
}

function written(headers: readonly RecordHeader[], { failedAtMs, origin, error }: FailedAttempt, count: number): RecordHeader[] {
  const kept = (name: string, otherwise: number): RecordHeader[] => text(name, decimal(first(headers, name)) ?? otherwise)
  return [
    ...text('delayed-retry-exception-class-name', error.className),
    ...text('delayed-retry-reason', error.message),
    ...text('delayed-retry-topic', origin.topic),
    ...text('delayed-retry-partition', origin.partition),
    ...text('delayed-retry-offset', origin.offset),
    ...text(COUNT, count),
    ...kept(ORIGINAL_TIMESTAMP, origin.timestampMs ?? failedAtMs),
    ...kept(FIRST_TIMESTAMP, failedAtMs),
    ...without(headers, REPLACED),
  ]
}
