// Share groups' dead-letter queue (KIP-1191): written by the broker, six headers, and usually nothing of the record itself.
import type { FailureError } from '../failure.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import { defined, type HeaderFields } from './header-fields.ts'

/** A draft (KIP-1317) has one underscore. */
const PREFIXES = ['__dlq.errors.', '_dlq.errors.'] as const
const REJECTED = 'Offset rejected by client.'
const TOO_OFTEN = 'Offset delivery count exceeded the threshold.'
/** A topic whose name the broker did not know stands there with its id. */
const TOPIC_ID = /^[A-Za-z0-9_-]{22}$/

export const shareDlq: FailureDialect = {
  id: 'share-dlq',
  name: 'Share group',
  newest: 'last',
  headers: ['__dlq.errors.*', '_dlq.errors.*'],
  payload: 'maybe-pointer',
  recordTime: 'failure',
  signature: (headers) => (PREFIXES.some((prefix) => headers.hasPrefix(prefix)) ? 1 : 0),
  decode: (fields) => {
    const prefix = fields.view.hasPrefix(PREFIXES[0]) ? PREFIXES[0] : PREFIXES[1]
    const message = fields.text(`${prefix}message`)
    const places = fields.places({
      topic: `${prefix}topic`,
      partition: `${prefix}partition`,
      offset: `${prefix}offset`,
      encodings: { partition: 'dec', offset: 'dec', timestamp: 'dec' },
    })
    const topic = places.at(-1)?.topic ?? ''
    return {
      places: places.slice(-1),
      ...defined<Pick<DialectReading, 'group' | 'originTopicId'>>({ group: fields.word(`${prefix}group`), originTopicId: TOPIC_ID.test(topic) ? topic : undefined }),
      ...deliveriesOf(fields, prefix, message),
      error: defined<FailureError>({ message, reason: reasonOf(message) }),
    }
  },
  owned: (name) => PREFIXES.some((prefix) => name.startsWith(prefix)),
}

function deliveriesOf(fields: HeaderFields, prefix: string, message: string | undefined): Pick<DialectReading, 'attempts' | 'attemptsSource' | 'maxKnown'> {
  const attempts = fields.count(`${prefix}delivery.count`, 'dec')
  if (attempts === undefined) return {}
  return { attempts, attemptsSource: 'delivery-count', ...(message === TOO_OFTEN ? { maxKnown: true } : {}) }
}

function reasonOf(message: string | undefined): FailureError['reason'] {
  if (message === REJECTED) return 'rejected'
  return message === TOO_OFTEN ? 'delivery-limit' : 'unknown'
}
