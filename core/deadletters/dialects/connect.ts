// Kafka Connect's sink connectors: texts and decimal numbers, appended each time; the record keeps its own time.
import type { FailureError } from '../failure.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import { defined, type HeaderFields } from './header-fields.ts'

const PREFIX = '__connect.errors.'
const PLACE = {
  topic: `${PREFIX}topic`,
  partition: `${PREFIX}partition`,
  offset: `${PREFIX}offset`,
  encodings: { partition: 'dec', offset: 'dec', timestamp: 'dec' },
} as const

export const connect: FailureDialect = {
  id: 'connect',
  name: 'Kafka Connect',
  newest: 'last',
  headers: ['__connect.errors.*'],
  payload: 'full',
  recordTime: 'origin',
  signature: (headers) => (headers.hasPrefix(PREFIX) ? 1 : 0),
  decode: (fields) => {
    const stage = fields.word(`${PREFIX}stage`)
    return {
      places: fields.places(PLACE),
      ...defined<Pick<DialectReading, 'component' | 'stage'>>({ component: componentOf(fields), stage }),
      error: defined<FailureError>({
        class: fields.word(`${PREFIX}exception.class.name`),
        message: fields.text(`${PREFIX}exception.message`),
        stack: fields.word(`${PREFIX}exception.stacktrace`),
        side: stage === 'KEY_CONVERTER' ? 'key' : stage === 'VALUE_CONVERTER' ? 'value' : undefined,
      }),
    }
  },
  owned: (name) => name.startsWith(PREFIX),
}

/** `orders-sink-0`, as Connect names its tasks. */
function componentOf(fields: HeaderFields): string | undefined {
  const connector = fields.word(`${PREFIX}connector.name`)
  const task = fields.word(`${PREFIX}task.id`)
  return connector === undefined || task === undefined ? connector : `${connector}-${task}`
}
