// SmallRye and Quarkus, strategy `dead-letter-queue`: new headers first, those of the old record after them, so the first is the newest.
import type { FailureError } from '../failure.ts'
import type { FailureDialect } from './dialect.ts'
import { defined, type HeaderFields } from './header-fields.ts'

const PREFIX = 'dead-letter-'
const FIELDS: ReadonlySet<string> = new Set(['exception-class-name', 'reason', 'cause-class-name', 'cause', 'topic', 'partition', 'offset'])
const TOPIC = `${PREFIX}topic`
const CHANNEL_TOPIC = 'dead-letter-topic-'
const DESERIALIZATION = 'deserialization-failure-'

export const smallryeDlq: FailureDialect = {
  id: 'smallrye-dlq',
  name: 'SmallRye dead-letter queue',
  newest: 'first',
  headers: ['dead-letter-*', 'deserialization-failure-*'],
  payload: 'full',
  recordTime: 'failure',
  signature: (headers) => {
    if (headers.hasAny([TOPIC, `${PREFIX}reason`, `${PREFIX}exception-class-name`])) return headers.isBefore('delayed-retry-topic', TOPIC) ? 0.5 : 1
    return headers.has(`${DESERIALIZATION}dlq`) ? 0.9 : 0
  },
  decode: (fields, { topic }) => ({
    places: smallryePlaces(fields, PREFIX),
    ...(topic.startsWith(CHANNEL_TOPIC) ? { component: topic.slice(CHANNEL_TOPIC.length) } : {}),
    error: smallryeError(fields, PREFIX),
  }),
  owned: (name) => isDeserializationHeader(name) || (name.startsWith(PREFIX) && FIELDS.has(name.slice(PREFIX.length))),
}

export function isDeserializationHeader(name: string): boolean {
  return name.startsWith(DESERIALIZATION)
}

export function smallryePlaces(fields: HeaderFields, prefix: string) {
  return fields.places({
    topic: `${prefix}topic`,
    partition: `${prefix}partition`,
    offset: `${prefix}offset`,
    encodings: { partition: 'dec', offset: 'dec', timestamp: 'dec' },
  })
}

export function smallryeError(fields: HeaderFields, prefix: string): FailureError {
  const { view } = fields
  const deserialization = view.hasPrefix(DESERIALIZATION)
  return defined<FailureError>({
    class: fields.word(`${prefix}exception-class-name`),
    message: fields.text(`${prefix}reason`) ?? fields.text(`${DESERIALIZATION}reason`),
    rootClass: fields.word(`${prefix}cause-class-name`),
    rootMessage: fields.text(`${prefix}cause`) ?? fields.text(`${DESERIALIZATION}cause`),
    side: !deserialization ? undefined : fields.text(`${DESERIALIZATION}key`) === 'true' || view.has(`${DESERIALIZATION}key-data`) ? 'key' : 'value',
  })
}
