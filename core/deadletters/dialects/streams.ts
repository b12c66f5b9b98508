// Kafka Streams' dead-letter queue (KIP-1034), in both of its forms: early builds wrote class and message as one and copied no other headers.
import type { FailureError } from '../failure.ts'
import type { FailureDialect } from './dialect.ts'
import { defined } from './header-fields.ts'

const PREFIX = '__streams.errors.'
const PLACE = {
  topic: `${PREFIX}topic`,
  partition: `${PREFIX}partition`,
  offset: `${PREFIX}offset`,
  encodings: { partition: 'dec', offset: 'dec', timestamp: 'dec' },
} as const

export const streams: FailureDialect = {
  id: 'streams',
  name: 'Kafka Streams',
  newest: 'last',
  headers: ['__streams.errors.*'],
  payload: 'no-headers',
  recordTime: 'origin',
  signature: (headers) => (headers.hasPrefix(PREFIX) ? 1 : 0),
  decode: (fields) => {
    const exception = fields.word(`${PREFIX}exception`) ?? ''
    const end = exception.indexOf(': ')
    return {
      places: fields.places(PLACE),
      ...defined<{ component?: string }>({ component: fields.word(`${PREFIX}processor.node.id`) ?? fields.word(`${PREFIX}task.id`) }),
      error: defined<FailureError>({
        class: (end < 0 ? exception : exception.slice(0, end)) || undefined,
        message: fields.text(`${PREFIX}message`) ?? (end < 0 ? undefined : exception.slice(end + 2)),
        stack: fields.word(`${PREFIX}stacktrace`),
      }),
    }
  },
  owned: (name) => name.startsWith(PREFIX),
}
