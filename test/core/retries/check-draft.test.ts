// What stands against a policy, by field; circles are looked for over seeds in test/simulation/retries.
import { expect, it } from 'vitest'
import { checkDraft } from '../../../core/retries/check-draft.ts'
import type { PolicyDraft } from '../../../core/retries/retry-policy.ts'
import { draft } from '../../support/retry-world.ts'

const problemsOf = (changes: Partial<PolicyDraft>): string[] => checkDraft(draft(changes), (name) => name !== 'missing', []).map(({ field, message }) => `${field}: ${message}`)

it('nothing is wrong with the usual one', () => {
  expect(problemsOf({})).toEqual([])
})

it.each<[Partial<PolicyDraft>, string]>([
  [{ source: '' }, 'source: Choose the topic whose consumers fail.'],
  [{ source: 'missing' }, 'source: Topic "missing" does not exist. Create it first, or choose another.'],
  [{ source: '__consumer_offsets' }, 'source: "__consumer_offsets" belongs to the broker.'],
  [{ group: '' }, 'group: Name the group, or let records go back to the source for everybody.'],
  [{ tiers: [] }, 'tiers: A policy needs at least one tier: a delay after which a record is tried again.'],
  [{ tiers: [{ topic: null, delayMs: 0 }] }, 'tiers.0.delayMs: The delay of tier 1 must be at least 1 ms.'],
  [{ tiers: [{ topic: null, delayMs: 31 * 86_400_000 }] }, 'tiers.0.delayMs: The delay of tier 1 must be at most 30 days.'],
  [{ maxAttempts: 1 }, 'maxAttempts: At least 2 attempts: the first one counts.'],
  [{ ratePerSecond: 0 }, 'ratePerSecond: At least 1 record a second, or no limit.'],
  [{ tiers: [{ topic: 'a b', delayMs: 1 }] }, 'tiers.0.topic: Topic name "a b" may only contain ASCII letters, digits, ".", "_" and "-".'],
  [{ ingressTopic: 'orders.dlq' }, 'deadLetterTopic: The dead-letter topic is "orders.dlq", as is the topic for failed records: records would go round in a circle. Choose another name.'],
])('%o', (changes, problem) => {
  expect(problemsOf(changes)[0]).toBe(problem)
})
