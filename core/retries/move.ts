// One step of a record on its way: from the ingress into its tier or to the dead letters, from a tier back.
import { murmur2 } from '../base/murmur2.ts'
import type { RecordHeader } from '../protocol/records/record.ts'
import { readFailureNotes, withoutNotes } from './headers/failure-notes.ts'
import { headerDialects } from './headers/header-dialects.ts'
import { type FailedAttempt, MAX_ATTEMPTS } from './headers/retry-headers.ts'
import { type BoundTopic, type RetryPolicy, tierAfter } from './retry-policy.ts'
import type { WaitingRecord } from './waiting-record.ts'

/** Where a record goes, and with which headers. */
export interface Step {
  readonly to: BoundTopic
  readonly headers: readonly RecordHeader[]
}

/** Of a record that a consumer has given up for now: attempts only ever grow, because the next one is written with it (F5). */
export function stepFromIngress(policy: RetryPolicy, record: WaitingRecord, nowMs: number): Step {
  const { failed, headers } = failureOf(policy, record, nowMs)
  const dialect = headerDialects[policy.draft.headerDialect]
  const tier = tierAfter(policy, failed.attempt)
  return tier === null
    ? { to: policy.deadLetters, headers: dialect.toDeadLetters(headers, failed) }
    : { to: tier, headers: dialect.toTier(headers, failed, nowMs + tier.delayMs) }
}

export function stepFromTier(policy: RetryPolicy, { headers }: WaitingRecord): Step {
  return { to: policy.returnTo, headers }
}

/** For a record that its next topic would refuse for ever: it must not hold up those behind it. */
export function stepToDeadLetters(policy: RetryPolicy, record: WaitingRecord, nowMs: number, refusal: string): Step {
  const { failed, headers } = failureOf(policy, record, nowMs)
  const error = { className: 'Headwater.CannotForward', message: refusal, stack: null }
  const attempt = headerDialects[policy.draft.headerDialect].attemptOf(headers)
  return { to: policy.deadLetters, headers: headerDialects[policy.draft.headerDialect].toDeadLetters(headers, { ...failed, attempt: Math.max(1, attempt - 1), error }) }
}

/** Number of the attempt that a record in a tier waits for. */
export function attemptOf(policy: RetryPolicy, { headers }: WaitingRecord): number {
  return headerDialects[policy.draft.headerDialect].attemptOf(headers)
}

/** As the partition's number, or by the key; a record without a key stays at its number as far as there is one. */
export function partitionFor(policy: RetryPolicy, key: Buffer | null, partition: number, partitionCount: number): number {
  if (policy.draft.partition === 'same' && partition < partitionCount) return partition
  return key === null ? partition % partitionCount : (murmur2(key) & 0x7fffffff) % partitionCount
}

function failureOf({ draft, source }: RetryPolicy, { headers, stampMs }: WaitingRecord, nowMs: number): { failed: FailedAttempt; headers: RecordHeader[] } {
  const { origin, error } = readFailureNotes(headers)
  const attempt = Math.min(headerDialects[draft.headerDialect].attemptOf(headers), MAX_ATTEMPTS - 1)
  const failedAtMs = stampMs > 0 ? Math.min(stampMs, nowMs) : nowMs
  const failed = { attempt, failedAtMs, group: draft.group, origin: origin ?? { topic: source.name, partition: null, offset: null, timestampMs: null }, error }
  return { failed, headers: withoutNotes(headers) }
}
