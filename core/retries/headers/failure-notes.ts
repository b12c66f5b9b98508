// What a consumer says of a failure when it puts a record into the ingress topic: plain `x-…` headers that any client can write.
import type { RecordHeader } from '../../protocol/records/record.ts'
import { decimal, type FailedAttempt, last, without } from './retry-headers.ts'

export const NOTES = {
  errorClass: 'x-error-class',
  errorMessage: 'x-error-message',
  errorStack: 'x-error-stack',
  originalTopic: 'x-original-topic',
  originalPartition: 'x-original-partition',
  originalOffset: 'x-original-offset',
  originalTimestamp: 'x-original-timestamp',
} as const

const NAMES: ReadonlySet<string> = new Set(Object.values(NOTES))

export type FailureNotes = Pick<FailedAttempt, 'error'> & { readonly origin: FailedAttempt['origin'] | null }

/** Never throws: what cannot be read is not there. */
export function readFailureNotes(headers: readonly RecordHeader[]): FailureNotes {
  const said = (name: string): string | null => last(headers, name)?.toString('utf8') ?? null
  const counted = (name: string): number | null => decimal(last(headers, name))
  const topic = said(NOTES.originalTopic)
  return {
    error: { className: said(NOTES.errorClass), message: said(NOTES.errorMessage), stack: said(NOTES.errorStack) },
    origin:
      topic === null || topic === ''
        ? null
        : { topic, partition: within(counted(NOTES.originalPartition), 0x7fff_ffff), offset: counted(NOTES.originalOffset), timestampMs: counted(NOTES.originalTimestamp) },
  }
}

const within = (value: number | null, limit: number): number | null => (value !== null && value <= limit ? value : null)

/** They are said anew with every failure. */
export const withoutNotes = (headers: readonly RecordHeader[]): RecordHeader[] => without(headers, NAMES)
