// What replays have written on a record: how often it was sent again, and by which job.
import { defined, type HeaderFields } from './dialects/header-fields.ts'
import type { Failure } from './failure.ts'

export const REPLAY_ID = 'x-replay-id'
export const REPLAY_COUNT = 'x-replay-count'
export const REPLAY_OF = 'x-replay-of'
export const REPLAY_AT = 'x-replay-at'

/** `x-replay-id` is `<job>/<index>`. */
export function replayMarkOf(fields: HeaderFields): Failure['replay'] {
  const id = fields.word(REPLAY_ID)
  const count = fields.count(REPLAY_COUNT, 'dec')
  return defined<Failure['replay']>({ count: count ?? (id === undefined ? 0 : 1), ofJob: id?.replace(/\/\d+$/, '') })
}
