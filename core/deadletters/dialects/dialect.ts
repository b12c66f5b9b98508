// What one framework writes into the headers of records that failed: how to know it, read it and take it away again.
import type { FailureError, FailureHop, RawRecord } from '../failure.ts'
import type { HeaderFields } from './header-fields.ts'
import type { HeaderView } from './header-view.ts'

export type DialectId =
  | 'spring-dlpr'
  | 'spring-retry'
  | 'scs'
  | 'connect'
  | 'streams'
  | 'share-dlq'
  | 'smallrye-dlq'
  | 'smallrye-retry'
  | 'karafka'
  | 'wolverine'
  | 'watermill'
  | 'cronsumer'
  | 'kafkajs-async-retry'
  | 'headwater'
  | `user:${string}`

/** Which occurrence of a header that is there several times was written last. */
export type Newest = 'first' | 'last'

/** What the headers say, before it is brought into one form. */
export interface DialectReading {
  /** Where the record stood when it failed, oldest first. */
  places: FailureHop[]
  originTopicId?: string
  group?: string
  component?: string
  stage?: string
  error: FailureError
  attempts?: number
  attemptsSource?: 'header' | 'delivery-count'
  maxKnown?: boolean
  /** Said by a header. */
  failedAt?: number
  firstFailedAt?: number
  originTimestamp?: number
  /** When the next attempt is due. */
  dueAt?: number
  /** It carries a due time or a tier: on its way to another attempt, if its topic is one of retries. */
  isRetry?: boolean
}

export interface FailureDialect {
  readonly id: DialectId
  readonly name: string
  readonly newest: Newest
  /** By which a person knows it; names that end in `*` stand for all that begin so. */
  readonly headers: readonly string[]
  /** 0 = nothing of it is here, 1 = it has written this record. */
  signature(headers: HeaderView): number
  /** Never throws: bytes that cannot be read leave the field absent and a sentence in `fields.issues`. */
  decode(fields: HeaderFields, record: RawRecord): DialectReading
  /** Headers to take away before a replay: failure and retry control. */
  owned(name: string): boolean
  /** The worst that may be missing of the payload. */
  readonly payload: 'full' | 'no-headers' | 'pointer' | 'maybe-pointer'
  /** What the timestamp of the dead letter means. */
  readonly recordTime: 'failure' | 'origin'
}

/** What a record without any known failure header is given as its dialect. */
export const NO_DIALECT = 'unknown'
