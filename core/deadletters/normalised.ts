// Brings what a dialect has read into the one form of a failure: origin, attempts, times. Nothing is invented.
import { type DialectReading, type FailureDialect, NO_DIALECT } from './dialects/dialect.ts'
import { defined, type HeaderFields } from './dialects/header-fields.ts'
import type { DecodeContext, Failure, FailureError, FailureHop, FailureOrigin, RawRecord } from './failure.ts'
import { type FingerprintParts, fingerprintId, fingerprintParts } from './fingerprint/fingerprint.ts'
import { replayMarkOf } from './replay-mark.ts'
import { withTierNames } from './recognise/retry-ladder.ts'
import { readTopicName } from './recognise/topic-names.ts'

interface Parts {
  readonly record: RawRecord
  readonly context: DecodeContext
  readonly dialect: FailureDialect | undefined
  readonly reading: DialectReading
  readonly fields: HeaderFields
}

interface Times {
  firstFailureAt?: number
  lastFailureAt?: number
  timeQuality: Failure['timeQuality']
}

export function normalised({ record, context, dialect, reading, fields }: Parts): Failure {
  const { topic, topicId, partition, offset, timestampMs, timestampType } = record
  const origin = originOf(reading, context, keptTimestamp(record, dialect, reading))
  const attempts = attemptsOf(reading)
  const cause = fingerprintParts(reading.error)
  const hops = withTierNames(reading.places, context.retryTopics ?? [])
  return {
    key: { clusterId: context.clusterId, topic, topicId, partition, offset },
    dialect: dialect?.id ?? NO_DIALECT,
    dlqTimestamp: timestampMs,
    tsType: timestampType === 'LogAppendTime' ? 'append' : 'create',
    ...defined<Pick<Failure, 'origin' | 'group' | 'component' | 'stage' | 'maxKnown'>>({
      origin,
      group: reading.group ?? context.group,
      component: reading.component,
      stage: reading.stage,
      maxKnown: reading.maxKnown,
    }),
    error: errorOf(reading.error, cause),
    ...attempts,
    hops,
    ...timesOf(record, dialect, { ...reading, places: hops }, attempts.attempts),
    payloadSource: isPointer(record, dialect) ? 'pointer' : 'dlq',
    replay: replayMarkOf(fields),
    fingerprint: { v: 1, id: fingerprintId(cause) },
    decodeIssues: fields.issues,
  }
}

/** As far as the headers tell. */
export function normalisedOrigin(reading: DialectReading): FailureOrigin | undefined {
  return originOf(reading, {})
}

/** The newest place that is no retry tier: retries are ways back to it. */
function originOf({ places, originTopicId, originTimestamp }: DialectReading, context: Pick<DecodeContext, 'origin' | 'topicName'>, keptAt?: number): FailureOrigin | undefined {
  const place = places.findLast(({ topic }) => topic !== '' && readTopicName(topic)?.role !== 'retry') ?? places.findLast(({ topic }) => topic !== '')
  if (place === undefined) return context.origin === undefined ? undefined : { topic: context.origin }
  const { partition, offset, at } = place
  const topic = (originTopicId === undefined ? undefined : context.topicName?.(originTopicId)) ?? place.topic
  return defined<FailureOrigin>({ topic, topicId: originTopicId, partition, offset, timestamp: (place === places[0] ? originTimestamp : undefined) ?? at ?? keptAt })
}

/** Some dialects give the dead letter the time of the record that failed. A record back in its topic has a time of its own. */
function keptTimestamp({ topic, timestampMs, timestampType }: RawRecord, dialect: FailureDialect | undefined, { places }: DialectReading): number | undefined {
  return dialect?.recordTime === 'origin' && timestampType === 'CreateTime' && timestampMs >= 0 && places.at(-1)?.topic !== topic ? timestampMs : undefined
}

/** Of the deepest cause the stack has the last word: Spring’s headers name the direct one, those of Connect and Streams none. */
function errorOf(error: FailureError, cause: FingerprintParts): FailureError {
  const isKnown = error.class !== undefined || error.message !== undefined || error.stack !== undefined
  return defined<FailureError>({
    ...error,
    rootClass: cause.rootClass || undefined,
    rootMessage: cause.message || undefined,
    reason: error.reason ?? (isKnown ? 'exception' : 'unknown'),
  })
}

/** Each place is one attempt that failed, as far as headers tell: what a consumer tried again in memory they do not. */
function attemptsOf({ attempts, attemptsSource, places }: DialectReading): Pick<Failure, 'attempts' | 'attemptsSource'> {
  if (attempts !== undefined) return { attempts, attemptsSource: attemptsSource ?? 'header' }
  return places.length === 0 ? {} : { attempts: places.length, attemptsSource: 'hops' }
}

function timesOf(record: RawRecord, dialect: FailureDialect | undefined, reading: DialectReading, attempts: number | undefined): Times {
  const last = lastFailureOf(record, dialect, reading)
  const firstFailureAt = reading.firstFailedAt ?? arrivalInFirstTier(reading.places) ?? (attempts === 1 ? last.lastFailureAt : undefined)
  return { ...last, ...(firstFailureAt === undefined ? {} : { firstFailureAt }) }
}

function lastFailureOf(record: RawRecord, dialect: FailureDialect | undefined, { failedAt, dueAt }: DialectReading): Times {
  if (failedAt !== undefined) return { lastFailureAt: failedAt, timeQuality: 'exact' }
  const delayMs = readTopicName(record.topic)?.delayMs
  if (dueAt !== undefined && delayMs !== undefined) return { lastFailureAt: dueAt - delayMs, timeQuality: 'derived' }
  const isWriteTime = record.timestampType === 'LogAppendTime' || dialect?.recordTime === 'failure'
  if (isWriteTime && record.timestampMs >= 0) return { lastFailureAt: record.timestampMs, timeQuality: 'exact' }
  return { timeQuality: 'unknown' }
}

/** A record enters the first retry tier when it has failed for the first time. */
export function arrivalInFirstTier(places: readonly FailureHop[]): number | undefined {
  const [first, second] = places
  return first !== undefined && second !== undefined && (second.topic === '' || readTopicName(second.topic)?.role === 'retry') ? second.at : undefined
}

function isPointer({ key, value }: RawRecord, dialect: FailureDialect | undefined): boolean {
  return (dialect?.payload === 'pointer' || dialect?.payload === 'maybe-pointer') && key === null && value === null
}
