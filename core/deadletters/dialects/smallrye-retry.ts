// SmallRye and Quarkus, strategy `delayed-retry-topic`: the first of a header is the newest; its dead letters carry the same headers.
import { readTopicName } from '../recognise/topic-names.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import { defined, type HeaderFields } from './header-fields.ts'
import { isDeserializationHeader, smallryeError, smallryePlaces } from './smallrye-dlq.ts'

const PREFIX = 'delayed-retry-'
const COUNT = `${PREFIX}count`

export const smallryeRetry: FailureDialect = {
  id: 'smallrye-retry',
  name: 'SmallRye delayed retries',
  newest: 'first',
  headers: ['delayed-retry-*'],
  payload: 'full',
  recordTime: 'failure',
  signature: (headers) => (headers.hasAny([COUNT, `${PREFIX}topic`]) ? 1 : 0),
  decode: (fields, { topic, timestampMs }) => {
    const delayMs = readTopicName(topic)?.delayMs
    return {
      places: smallryePlaces(fields, PREFIX),
      ...attemptsOf(fields),
      ...defined<Pick<DialectReading, 'firstFailedAt' | 'originTimestamp' | 'dueAt'>>({
        firstFailedAt: fields.time(`${PREFIX}first-processing-timestamp`, 'dec'),
        originTimestamp: fields.time(`${PREFIX}original-timestamp`, 'dec'),
        dueAt: delayMs === undefined || timestampMs < 0 ? undefined : timestampMs + delayMs,
      }),
      isRetry: true,
      error: smallryeError(fields, PREFIX),
    }
  },
  owned: (name) => name.startsWith(PREFIX) || isDeserializationHeader(name),
}

/** The header counts the retries that were made: none yet in the first retry topic. */
function attemptsOf(fields: HeaderFields): Pick<DialectReading, 'attempts' | 'attemptsSource'> {
  const retries = fields.count(COUNT, 'dec')
  return retries === undefined ? {} : { attempts: retries + 1, attemptsSource: 'header' }
}
