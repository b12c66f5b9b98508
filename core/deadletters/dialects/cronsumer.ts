// kafka-cronsumer (Go, Trendyol): an exception topic drained by a schedule; all headers are replaced in place, none tells the origin.
import type { FailureError } from '../failure.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import { defined } from './header-fields.ts'

const RETRIES = 'x-retry-count'
const PRODUCED_AT = 'x-produce-time'
const MESSAGE = 'x-error-message'
const OWNED: ReadonlySet<string> = new Set([RETRIES, 'x-retry-attempt-count', PRODUCED_AT, MESSAGE])

export const cronsumer: FailureDialect = {
  id: 'cronsumer',
  name: 'kafka-cronsumer',
  newest: 'last',
  headers: ['x-retry-count', 'x-retry-attempt-count', 'x-produce-time', 'x-error-message'],
  payload: 'full',
  recordTime: 'failure',
  // Each of these names alone may be anybody's.
  signature: (headers) => (headers.has(RETRIES) && headers.hasAny([PRODUCED_AT, 'x-retry-attempt-count', MESSAGE]) ? 1 : 0),
  decode: (fields) => {
    const retries = fields.count(RETRIES, 'dec')
    return {
      places: [],
      ...defined<Pick<DialectReading, 'attempts'>>({ attempts: retries === undefined ? undefined : Math.max(1, retries) }),
      error: defined<FailureError>({ message: fields.text(MESSAGE) }),
    }
  },
  owned: (name) => OWNED.has(name),
}
