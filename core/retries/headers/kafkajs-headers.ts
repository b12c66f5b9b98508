// kafkajs-async-retry: one header of JSON, which stays as it was on the way to the dead letters.
import type { RecordHeader } from '../../protocol/records/record.ts'
import { isAttempt, last, type RetryHeaders, without } from './retry-headers.ts'

const NAME = 'asyncRetry'
const ONLY: ReadonlySet<string> = new Set([NAME])
const MAX_BYTES = 4096

export const kafkajsHeaders: RetryHeaders = {
  attemptOf(headers) {
    const failed = read(headers).att
    return typeof failed === 'number' && isAttempt(failed + 1) ? failed + 1 : 1
  },
  toTier(headers, { attempt, origin }, dueMs) {
    const { top } = read(headers)
    const value = JSON.stringify({ top: typeof top === 'string' ? top : origin.topic, ttl: dueMs, att: attempt })
    return [...without(headers, ONLY), { key: NAME, value: Buffer.from(value) }]
  },
  toDeadLetters: (headers) => [...headers],
}

function read(headers: readonly RecordHeader[]): { att?: unknown; top?: unknown } {
  const value = last(headers, NAME)
  if (value === null || value.length > MAX_BYTES) return {}
  try {
    const parsed: unknown = JSON.parse(value.toString('utf8'))
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch {
    return {} // not JSON: it counts as the first attempt
  }
}
