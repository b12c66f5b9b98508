// Karafka Pro (Ruby): where the record came from, as text, replaced each time; nothing of the error.
import type { DialectReading, FailureDialect } from './dialect.ts'
import { defined } from './header-fields.ts'

const PLACE = {
  topic: 'source_topic',
  partition: 'source_partition',
  offset: 'source_offset',
  encodings: { partition: 'dec', offset: 'dec', timestamp: 'dec' },
} as const
const OWNED: ReadonlySet<string> = new Set([...Object.values(PLACE).filter((name) => typeof name === 'string'), 'source_consumer_group', 'source_attempts', 'source_trace_id'])

export const karafka: FailureDialect = {
  id: 'karafka',
  name: 'Karafka',
  newest: 'last',
  headers: ['source_topic', 'source_partition', 'source_offset', 'source_consumer_group', 'source_attempts', 'source_trace_id'],
  payload: 'full',
  recordTime: 'failure',
  signature: (headers) => (headers.has(PLACE.topic) && headers.hasAny([PLACE.offset, 'source_attempts', 'source_consumer_group']) ? 1 : 0),
  decode: (fields) => ({
    places: fields.places(PLACE).slice(-1),
    ...defined<Pick<DialectReading, 'group' | 'attempts' | 'component'>>({
      group: fields.word('source_consumer_group'),
      attempts: fields.count('source_attempts', 'dec'),
      component: fields.word('source_trace_id'),
    }),
    error: {},
  }),
  owned: (name) => OWNED.has(name),
}
