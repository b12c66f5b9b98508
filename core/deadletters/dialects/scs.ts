// Spring Cloud Stream's Kafka binder: appends its headers after a copy of all others.
import { type FailureError } from '../failure.ts'
import { readTopicName } from '../recognise/topic-names.ts'
import type { FailureDialect } from './dialect.ts'
import { defined } from './header-fields.ts'

const PLACE = {
  topic: 'x-original-topic',
  partition: 'x-original-partition',
  offset: 'x-original-offset',
  timestamp: 'x-original-timestamp',
  encodings: { partition: 'i32be', offset: 'i64be', timestamp: 'i64be' },
} as const
const CLASS = 'x-exception-fqcn'
const MESSAGE = 'x-exception-message'
const STACK = 'x-exception-stacktrace'
const OWNED: ReadonlySet<string> = new Set([PLACE.topic, PLACE.partition, PLACE.offset, PLACE.timestamp, 'x-original-timestamp-type', CLASS, MESSAGE, STACK])

export const springCloudStream: FailureDialect = {
  id: 'scs',
  name: 'Spring Cloud Stream',
  newest: 'last',
  headers: ['x-original-*', 'x-exception-*'],
  payload: 'full',
  recordTime: 'failure',
  // Others write `x-original-topic` too, with numbers as text.
  signature: (headers) => {
    if (!headers.has(PLACE.topic)) return 0
    if (headers.hasAny([CLASS, STACK])) return 1
    return headers.all(PLACE.offset).at(-1)?.length === 8 ? 1 : 0
  },
  decode: (fields, { topic }) => ({
    places: fields.places(PLACE),
    ...defined<{ group?: string }>({ group: readTopicName(topic)?.group }),
    error: defined<FailureError>({ class: fields.word(CLASS), message: fields.text(MESSAGE), stack: fields.word(STACK) }),
  }),
  owned: (name) => OWNED.has(name),
}
