// What is said of a message stands as long as it is true of what is in the fields.
import { expect, it } from 'vitest'
import { emptyDraft } from '../../../../renderer/features/composer/draft.ts'
import { NO_LINK, type Outcome, standing } from '../../../../renderer/features/composer/outcome.ts'

const draft = emptyDraft('orders')
const changed = { ...draft, topic: 'payments' }
const refused: Outcome = { kind: 'refused', error: 'The value is not JSON.', byObstacle: false }
const noLink: Outcome = { kind: 'refused', error: NO_LINK, byObstacle: true }
const failed: Outcome = { kind: 'failed', failure: { code: 'KAFKA_ERROR', message: 'It is too large.', remedy: '', step: null } }
const sent: Outcome = { kind: 'sent', topic: 'orders', at: { partition: 2, offset: 8841n } }

it.each<[string, Outcome, typeof draft, string | null, boolean]>([
  ['a refusal', refused, draft, null, true],
  ['a refusal of what has been changed since', refused, changed, null, false],
  ['a failure', failed, draft, null, true],
  ['a failure of what has been changed since', failed, changed, null, false],
  ['the place of a message, whatever is written next', sent, changed, null, true],
  ['a missing connection', noLink, draft, NO_LINK, true],
  ['a missing connection that is there again', noLink, draft, null, false],
])('tells whether %s still stands', (_what, outcome, now, obstacle, stands) => {
  expect(standing({ outcome, draft }, now, obstacle)).toBe(stands ? outcome : null)
})

it('says nothing before anything was sent', () => {
  expect(standing(null, draft, NO_LINK)).toBeNull()
})
