// What of a dead letter is sent again: its own bytes, or those of the record that failed, where that can still be read and is the same message.
import { type Failure, type RawRecord, stripHeaders } from '../failure.ts'
import type { FailureDialect } from '../dialects/dialect.ts'
import { isSameBytes, isSameContent } from './content-hash.ts'
import type { FoundRecord } from './fetch-records.ts'
import type { ReplayOptions } from './options.ts'
import type { ItemProblem } from './plan.ts'

export interface PayloadChoice {
  readonly payload: 'dlq' | 'origin'
  readonly record: RawRecord
  readonly problem: ItemProblem | null
}

export interface DeadLetter {
  readonly record: RawRecord
  readonly failure: Failure
}

/** Whether the origin is to be read for the choice. */
export function needsOrigin({ failure }: DeadLetter, payload: ReplayOptions['payload']): boolean {
  const { origin, payloadSource } = failure
  return origin?.partition !== undefined && origin.offset !== undefined && (payload !== 'dlq' || payloadSource === 'pointer')
}

/** `origin`: null where it was not asked for. */
export function choosePayload(letter: DeadLetter, origin: FoundRecord | null, payload: ReplayOptions['payload'], userDialects: readonly FailureDialect[] = []): PayloadChoice {
  const isPointer = letter.failure.payloadSource === 'pointer'
  const found = origin !== null && origin.missing === null ? origin.record : null
  if (found === null) return withoutOrigin(letter, isPointer, payload, origin)
  const difference = differenceOf(letter, found, isPointer)
  if (difference !== null) return isPointer || payload === 'origin' ? { payload: 'origin', record: found, problem: difference } : own(letter)
  const isWanted = isPointer || payload === 'origin' || !isSameContent(found, asItCame(letter, userDialects))
  return isWanted ? { payload: 'origin', record: found, problem: null } : own(letter)
}

function withoutOrigin(letter: DeadLetter, isPointer: boolean, payload: ReplayOptions['payload'], origin: FoundRecord | null): PayloadChoice {
  const why = origin !== null && origin.missing !== null ? origin.message : 'Its dead letter does not tell where the record was.'
  if (isPointer) return { ...own(letter), problem: { code: 'unhydratable', message: `The dead letter is only a pointer, and the record cannot be read: ${why} Its headers can be exported.` } }
  if (payload === 'origin') return { ...own(letter), problem: { code: 'origin-gone', message: `${why} Send what lies in the dead-letter topic instead.` } }
  return own(letter)
}

function own({ record }: DeadLetter): PayloadChoice {
  return { payload: 'dlq', record, problem: null }
}

function asItCame({ record, failure }: DeadLetter, userDialects: readonly FailureDialect[]): RawRecord {
  return { ...record, headers: stripHeaders(record.headers, failure.dialect, userDialects) }
}

/** Why what lies at the origin's offset now is not the record that failed; null where nothing speaks against it. */
function differenceOf({ record, failure }: DeadLetter, found: RawRecord, isPointer: boolean): ItemProblem | null {
  const where = `The record at offset ${found.offset} of partition ${found.partition} of "${found.topic}" is not the one that failed`
  const remedy = isPointer ? 'Send it all the same only if you know that it is the same message.' : 'Send what lies in the dead-letter topic, or let it through if you know better.'
  const because = reasonOf(record, failure, found, isPointer)
  return because === null ? null : { code: 'origin-differs', message: `${where}: ${because} ${remedy}` }
}

function reasonOf(record: RawRecord, { origin, dlqTimestamp, tsType, lastFailureAt }: Failure, found: RawRecord, isPointer: boolean): string | null {
  if (origin?.topicId !== undefined && origin.topicId !== found.topicId) return 'the topic was deleted and created again.'
  if (!isPointer) return isSameBytes(record.key, found.key) && isSameBytes(record.value, found.value) ? null : 'its bytes are others.'
  if (origin?.timestamp !== undefined && found.timestampMs >= 0 && origin.timestamp !== found.timestampMs) return 'it has another timestamp.'
  // A pointer has nothing to compare but time: what was written after the failure cannot have failed then.
  const failedAt = tsType === 'append' || lastFailureAt !== undefined ? (lastFailureAt ?? dlqTimestamp) : null
  return failedAt !== null && found.timestampMs > failedAt ? 'it was written after the failure.' : null
}
