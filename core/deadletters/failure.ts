// A record that failed, told in one way whatever framework dead-lettered it; total: any bytes give a failure, what is not known stays absent.
import { detectDialect, dialectById } from './dialects/detect-dialect.ts'
import type { FailureDialect } from './dialects/dialect.ts'
import { embeddedHeaders } from './dialects/embedded-headers.ts'
import { HeaderFields } from './dialects/header-fields.ts'
import { HeaderView } from './dialects/header-view.ts'
import { springCloudStream } from './dialects/scs.ts'
import { normalised } from './normalised.ts'

export interface FailureHeader {
  readonly key: string
  readonly value: Buffer | null
}

/** A record as it lies in a topic. */
export interface RawRecord {
  readonly topic: string
  /** UUID text, or `name:<topic>` where the broker gives none. */
  readonly topicId: string
  readonly partition: number
  readonly offset: number
  /** -1 = none. */
  readonly timestampMs: number
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly FailureHeader[]
}

/** Names a dead letter for ever: `topicId` tells a topic from its namesake that was deleted. */
export interface FailureKey {
  readonly clusterId: string
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  readonly offset: number
}

/** The record that failed, as far as its dead letter tells. */
export interface FailureOrigin {
  topic: string
  topicId?: string
  partition?: number
  offset?: number
  timestamp?: number
  /** Known once the origin was read. */
  key?: Buffer | null
}

export interface FailureError {
  class?: string
  rootClass?: string
  message?: string
  rootMessage?: string
  stack?: string
  /** Which part could not be read. */
  side?: 'key' | 'value'
  reason?: 'rejected' | 'delivery-limit' | 'exception' | 'expired' | 'unknown'
}

/** A place where the record stood before it came here. */
export interface FailureHop {
  /** '' for a retry tier that the headers do not name. */
  topic: string
  partition?: number
  offset?: number
  /** The timestamp that it had there. */
  at?: number
  /** When its next attempt was due there. */
  dueAt?: number
  /** Which attempt was made there. */
  attempt?: number
}

/** Offsets are numbers, times are milliseconds since the epoch. */
export interface Failure {
  key: FailureKey
  dialect: string
  dlqTimestamp: number
  tsType: 'create' | 'append'
  origin?: FailureOrigin
  group?: string
  /** Connector, channel, handler, task. */
  component?: string
  stage?: string
  error: FailureError
  attempts?: number
  attemptsSource?: 'header' | 'delivery-count' | 'hops'
  /** True where `attempts` is also how many were allowed. */
  maxKnown?: boolean
  /** Oldest first; the last one is where it failed for the last time. */
  hops: FailureHop[]
  firstFailureAt?: number
  lastFailureAt?: number
  timeQuality: 'exact' | 'derived' | 'unknown'
  payloadSource: 'dlq' | 'pointer'
  replay: { count: number; ofJob?: string }
  fingerprint: { v: 1; id: string }
  /** What could not be read, as sentences. */
  decodeIssues: string[]
}

export interface DecodeContext {
  readonly clusterId: string
  /** Of the user; they are asked before the built-in ones. */
  readonly userDialects?: readonly FailureDialect[]
  /** Decided by the user for this topic: no signature is asked. */
  readonly dialect?: string | undefined
  /** Decided by the user for this topic, where the headers do not tell. */
  readonly origin?: string | undefined
  readonly group?: string | undefined
  /** Retry topics of this dead-letter topic in their order: they give names to tiers that headers do not name. */
  readonly retryTopics?: readonly string[]
  /** Of a topic that headers name by its id. */
  readonly topicName?: (topicId: string) => string | undefined
}

/** Never throws. */
export function decodeFailure(record: RawRecord, context: DecodeContext): Failure {
  const own = new HeaderView(record.headers)
  const found = dialectOf(own, context)
  const inPayload = found === undefined ? payloadView(record) : undefined
  const [view, dialect] = inPayload ? [inPayload, springCloudStream] : [own, found]
  const fields = new HeaderFields(view, dialect?.newest ?? 'last')
  const reading = dialect?.decode(fields, record) ?? { places: [], error: {} }
  return normalised({ record, context, dialect, reading, fields })
}

/** Which headers a dialect has written: of the failure, and those that control retries. Unknown dialects own nothing. */
export function ownedHeaders(dialect: string, userDialects: readonly FailureDialect[] = []): (name: string) => boolean {
  const found = dialectById(dialect, userDialects)
  return (name) => found?.owned(name) ?? false
}

/** What is left for the application: order, duplicates and null values as they are. */
export function stripHeaders<H extends { readonly key: string }>(headers: readonly H[], dialect: string, userDialects: readonly FailureDialect[] = []): H[] {
  const isOwned = ownedHeaders(dialect, userDialects)
  return headers.filter(({ key }) => !isOwned(key))
}

/** Spring Cloud Stream can put its headers into the payload. */
function payloadView({ value }: RawRecord): HeaderView | undefined {
  const headers = embeddedHeaders(value)
  const view = headers === null ? undefined : new HeaderView(headers)
  return view && springCloudStream.signature(view) > 0 ? view : undefined
}

function dialectOf(view: HeaderView, { dialect, userDialects = [] }: DecodeContext): FailureDialect | undefined {
  return (dialect === undefined ? undefined : dialectById(dialect, userDialects)) ?? detectDialect(view, userDialects)
}
