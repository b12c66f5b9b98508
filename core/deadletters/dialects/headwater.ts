// Headwater's own: what its forwarder writes when a retry policy asks for no other dialect. Texts and decimal numbers, one occurrence of each.
import type { FailureError } from '../failure.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import { defined, type HeaderFields } from './header-fields.ts'

const PLACE = {
  topic: 'headwater-original-topic',
  partition: 'headwater-original-partition',
  offset: 'headwater-original-offset',
  timestamp: 'headwater-original-timestamp',
  encodings: { partition: 'dec', offset: 'dec', timestamp: 'dec' },
} as const
const ATTEMPTS = 'headwater-attempts'
const GROUP = 'headwater-original-consumer-group'
const CLASS = 'headwater-exception-class'
const MESSAGE = 'headwater-exception-message'
const STACK = 'headwater-exception-stacktrace'
const FIRST_FAILED_AT = 'headwater-first-failed-at'
const FAILED_AT = 'headwater-failed-at'
const DUE_AT = 'headwater-due-at'
/** What a consumer may say when it hands a record over. */
const NOTES = ['x-error-class', 'x-error-message', 'x-error-stack'] as const
const OWNED: ReadonlySet<string> = new Set([
  PLACE.topic, PLACE.partition, PLACE.offset, PLACE.timestamp, ATTEMPTS, GROUP, CLASS, MESSAGE, STACK, FIRST_FAILED_AT, FAILED_AT, DUE_AT, ...NOTES,
])

export const headwater: FailureDialect = {
  id: 'headwater',
  name: 'Headwater',
  newest: 'last',
  headers: ['headwater-*'],
  payload: 'full',
  recordTime: 'failure',
  signature: (headers) => (headers.hasAny([PLACE.topic, ATTEMPTS]) ? 1 : 0),
  decode: (fields) => {
    const dueAt = fields.time(DUE_AT, 'dec')
    return {
      places: fields.places(PLACE).slice(-1),
      ...defined<Pick<DialectReading, 'group' | 'attempts' | 'failedAt' | 'firstFailedAt' | 'dueAt'>>({
        group: fields.word(GROUP),
        attempts: fields.count(ATTEMPTS, 'dec'),
        failedAt: fields.time(FAILED_AT, 'dec'),
        firstFailedAt: fields.time(FIRST_FAILED_AT, 'dec'),
        dueAt,
      }),
      isRetry: dueAt !== undefined,
      error: errorOf(fields),
    }
  },
  owned: (name) => OWNED.has(name),
}

function errorOf(fields: HeaderFields): FailureError {
  return defined<FailureError>({
    class: fields.word(CLASS) ?? fields.word(NOTES[0]),
    message: fields.text(MESSAGE) ?? fields.text(NOTES[1]),
    stack: fields.word(STACK) ?? fields.word(NOTES[2]),
  })
}
