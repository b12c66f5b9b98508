// Wolverine (.NET): the exception, when it happened, and the destination as a URI.
import type { FailureError, FailureHop } from '../failure.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import { defined, type HeaderFields } from './header-fields.ts'

const CLASS = 'exception-type'
const DESTINATION = 'original-destination'
const FAILED_AT = 'failed-at'
const PARTITION = 'original-partition'
const OFFSET = 'original-offset'
const OWNED: ReadonlySet<string> = new Set([CLASS, 'exception-message', 'exception-stack', FAILED_AT, DESTINATION, PARTITION, OFFSET])

export const wolverine: FailureDialect = {
  id: 'wolverine',
  name: 'Wolverine',
  newest: 'last',
  headers: ['exception-type', 'exception-message', 'exception-stack', 'failed-at', 'original-destination'],
  payload: 'full',
  recordTime: 'failure',
  signature: (headers) => (headers.has(CLASS) && headers.hasAny([DESTINATION, FAILED_AT]) ? 1 : 0),
  decode: (fields) => ({
    places: placesOf(fields),
    ...defined<Pick<DialectReading, 'failedAt'>>({ failedAt: fields.time(FAILED_AT, 'dec') }),
    error: defined<FailureError>({ class: fields.word(CLASS), message: fields.text('exception-message'), stack: fields.word('exception-stack') }),
  }),
  owned: (name) => OWNED.has(name),
}

/** `kafka://topic/orders`: the topic is what comes last. */
function placesOf(fields: HeaderFields): FailureHop[] {
  const destination = fields.word(DESTINATION)
  const topic = destination?.replace(/[/?#]+$/, '').replace(/^.*\//, '')
  if (!topic) return []
  return [defined<FailureHop>({ topic, partition: fields.count(PARTITION, 'dec'), offset: fields.count(OFFSET, 'dec') })]
}
