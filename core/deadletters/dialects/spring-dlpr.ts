// Spring for Apache Kafka, `DeadLetterPublishingRecoverer`: origin headers are appended at every hop, exception headers are replaced.
import type { FailureError } from '../failure.ts'
import type { FailureDialect } from './dialect.ts'
import { defined, type HeaderFields } from './header-fields.ts'

const PLACE = {
  topic: 'kafka_dlt-original-topic',
  partition: 'kafka_dlt-original-partition',
  offset: 'kafka_dlt-original-offset',
  timestamp: 'kafka_dlt-original-timestamp',
  encodings: { partition: 'i32be', offset: 'i64be', timestamp: 'i64be' },
} as const

/** The first two are Java-serialized objects: never read, only taken away. */
const ALSO_OWNED: ReadonlySet<string> = new Set(['springDeserializerExceptionKey', 'springDeserializerExceptionValue', 'kafka_deliveryAttempt', 'kafka_listenerInfo'])

export const springDlpr: FailureDialect = {
  id: 'spring-dlpr',
  name: 'Spring for Apache Kafka',
  newest: 'last',
  headers: ['kafka_dlt-original-*', 'kafka_dlt-exception-*', 'kafka_dlt-key-exception-*'],
  payload: 'full',
  recordTime: 'failure',
  // The group alone is no sign: retry topics write it under this name too. Of both generations the one that wrote last has the word.
  signature: (headers) => {
    if (!headers.hasAny([PLACE.topic, 'kafka_dlt-exception-fqcn', 'kafka_dlt-key-exception-fqcn'])) return 0
    return headers.isBehind('retry_topic-attempts', PLACE.topic) ? 0.5 : 1
  },
  decode: (fields) => ({
    places: fields.places(PLACE),
    ...defined<{ group?: string }>({ group: fields.word('kafka_dlt-original-consumer-group') }),
    error: springError(fields, 'kafka_dlt-'),
  }),
  owned: (name) => isSpringOwned(name) || name.startsWith('kafka_dlt-'),
}

export function isSpringOwned(name: string): boolean {
  return ALSO_OWNED.has(name)
}

/** The exception that Spring wraps around all others says nothing: the cause does. */
export function springError(fields: HeaderFields, prefix: string): FailureError {
  const ofKey = fields.view.has(`${prefix}key-exception-fqcn`) && !fields.view.has(`${prefix}exception-fqcn`)
  const part = ofKey ? `${prefix}key-exception` : `${prefix}exception`
  return defined<FailureError>({
    class: fields.word(`${part}-fqcn`),
    rootClass: ofKey ? undefined : fields.word(`${part}-cause-fqcn`),
    message: fields.text(`${part}-message`),
    stack: fields.word(`${part}-stacktrace`),
    side: ofKey ? 'key' : sideOf(fields.word(`${part}-fqcn`)),
  })
}

/** Where neither key nor value was read, the headers of the value stand beside those of the key. */
function sideOf(name: string | undefined): 'value' | undefined {
  return name?.endsWith('.DeserializationException') ? 'value' : undefined
}
