// Spring for Apache Kafka, `@RetryableTopic`: origin headers of the first hop only, `retry_topic-*` headers once more at every hop.
import type { FailureHop, RawRecord } from '../failure.ts'
import { readTopicName } from '../recognise/topic-names.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import { readNumber } from './encodings.ts'
import { defined, type HeaderFields } from './header-fields.ts'
import { isSpringOwned, springError } from './spring-dlpr.ts'

const ATTEMPTS = 'retry_topic-attempts'
const DUE = 'retry_topic-backoff-timestamp'
const ORIGINAL_TIMESTAMP = 'retry_topic-original-timestamp'
const PLACE = {
  topic: 'kafka_original-topic',
  partition: 'kafka_original-partition',
  offset: 'kafka_original-offset',
  timestamp: 'kafka_original-timestamp',
  encodings: { partition: 'i32be', offset: 'i64be', timestamp: 'i64be' },
} as const
/** Spring's constant has the prefix of the other generation. */
const GROUP = 'kafka_dlt-original-consumer-group'
const MAX_ATTEMPTS = 32_767
/** The record is written a moment after it has failed; its next attempt is due later than that. */
const WRITE_DELAY_MS = 50

export const springRetry: FailureDialect = {
  id: 'spring-retry',
  name: 'Spring @RetryableTopic',
  newest: 'last',
  headers: ['retry_topic-attempts', 'retry_topic-original-timestamp', 'retry_topic-backoff-timestamp', 'kafka_original-*', 'kafka_exception-*'],
  payload: 'full',
  recordTime: 'failure',
  signature: (headers) => (headers.hasAny([ATTEMPTS, DUE, PLACE.topic, 'kafka_exception-fqcn', 'kafka_key-exception-fqcn']) ? 1 : 0),
  decode: (fields, record) => ({
    ...attemptsOf(fields, record),
    ...defined<Pick<DialectReading, 'group' | 'originTimestamp'>>({ group: fields.word(GROUP), originTimestamp: fields.time(ORIGINAL_TIMESTAMP, 'bigint-be') }),
    error: springError(fields, 'kafka_'),
  }),
  owned: (name) =>
    isSpringOwned(name) || name === GROUP || name.startsWith('retry_topic-') || name.startsWith('kafka_original-') || name.startsWith('kafka_exception-') || name.startsWith('kafka_key-exception-'),
}

/** The header counts the attempt that comes next, also where none does, on the way to the dead-letter topic: one fewer has been made. */
function attemptsOf(fields: HeaderFields, record: RawRecord): Pick<DialectReading, 'places' | 'attempts' | 'attemptsSource' | 'dueAt' | 'failedAt' | 'isRetry'> {
  const next = fields.view.all(ATTEMPTS).slice(-200).map((bytes) => nextAttempt(bytes, fields))
  const due = fields.times(DUE, 'bigint-be')
  const origin = fields.places(PLACE).slice(-1)
  const tiers = due.slice(0, -1).map((dueAt, index) => defined<FailureHop>({ topic: '', dueAt, attempt: next[index] }))
  const last = due.at(-1)
  const isRetry = readTopicName(record.topic)?.role === 'retry' || (last !== undefined && last > record.timestampMs + WRITE_DELAY_MS)
  const made = next.at(-1)
  return {
    places: [...origin.map((place) => ({ ...place, attempt: 1 })), ...tiers],
    ...(made === undefined ? {} : { attempts: Math.max(1, made - 1), attemptsSource: 'header' }),
    ...(last === undefined ? {} : isRetry ? { dueAt: last } : { failedAt: last }),
    isRetry: isRetry && last !== undefined,
  }
}

/** Anything that is not a count is 1, as Spring takes it. */
function nextAttempt(bytes: Buffer | null, fields: HeaderFields): number {
  if (bytes?.length === 1 && bytes[0]! > 0) return bytes[0]!
  const read = bytes === null ? { issue: 'is null' } : readNumber(bytes, 'i32be')
  if ('value' in read && read.value >= 1 && read.value <= MAX_ATTEMPTS) return read.value
  fields.issue(ATTEMPTS, 'value' in read ? `holds ${read.value}, which is no number of attempts` : read.issue)
  return 1
}
