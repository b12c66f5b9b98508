// Watermill (Go): its poison queue says why and from which topic and handler; its requeuer counts.
import type { FailureError, FailureHop } from '../failure.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import { defined, type HeaderFields } from './header-fields.ts'

const TOPIC = 'topic_poisoned'
const REASON = 'reason_poisoned'
const RETRIES = '_watermill_requeuer_retries'
const DELAYED_UNTIL = '_watermill_delayed_until'
const OWNED: ReadonlySet<string> = new Set([REASON, TOPIC, 'handler_poisoned', 'subscriber_poisoned', RETRIES, DELAYED_UNTIL, '_watermill_delayed_for'])

export const watermill: FailureDialect = {
  id: 'watermill',
  name: 'Watermill',
  newest: 'last',
  headers: ['reason_poisoned', 'topic_poisoned', 'handler_poisoned', 'subscriber_poisoned', '_watermill_requeuer_retries'],
  payload: 'full',
  recordTime: 'failure',
  signature: (headers) => (headers.hasAny([REASON, TOPIC]) ? 1 : headers.hasAny([RETRIES, DELAYED_UNTIL]) ? 0.6 : 0),
  decode: (fields) => {
    const topic = fields.word(TOPIC)
    const retries = fields.count(RETRIES, 'dec')
    return {
      places: topic === undefined ? [] : [{ topic } satisfies FailureHop],
      ...defined<Pick<DialectReading, 'component' | 'attempts' | 'dueAt'>>({
        component: fields.word('handler_poisoned') ?? fields.word('subscriber_poisoned'),
        attempts: retries === undefined ? undefined : retries + 1,
        dueAt: delayedUntil(fields),
      }),
      isRetry: !fields.view.has(REASON),
      error: defined<FailureError>({ message: fields.text(REASON) }),
    }
  },
  owned: (name) => OWNED.has(name),
}

function delayedUntil(fields: HeaderFields): number | undefined {
  const text = fields.word(DELAYED_UNTIL)
  if (text === undefined) return undefined
  const at = Date.parse(text)
  if (!Number.isNaN(at)) return at
  fields.issue(DELAYED_UNTIL, 'is not a time')
  return undefined
}
