// What a policy and its stops are called.
import { expect, it } from 'vitest'
import type { RetryPolicy, RetryStop, Simulator } from '../../../../core/contract/retries.ts'
import { countWords, nextDueOf, policyTitle, titlesOf, waitingIn } from '../../../../renderer/features/retries/policy-words.ts'
import { simulatorsOf, suitedTo } from '../../../../renderer/features/retries/simulator-draft.ts'
import { NEW_DRAFT } from '../../../../renderer/features/retries/policy-draft.ts'

const stop = (changes: Partial<RetryStop>): RetryStop => ({ topic: 't', role: 'tier', delayMs: 1, isFormer: false, exists: true, partitions: 1, records: 0, nextDueMs: null, moved: 0, problem: null, ...changes })
const policy = (stops: RetryStop[], changes: Partial<RetryPolicy['draft']> = {}): RetryPolicy => ({
  policyId: 'p', revision: 1, draft: { ...NEW_DRAFT, source: 'orders', ...changes }, createdAtMs: 0, state: 'running', reason: null, isPausedByHand: false, stops, warpedMs: 0, worstLatenessMs: 0,
})
const stops = [
  stop({ role: 'source', topic: 'orders', records: 9 }), stop({ role: 'ingress', topic: 'orders.retry', records: 1 }), stop({ records: 2, nextDueMs: 50 }), stop({ records: 3, nextDueMs: 40 }),
  stop({ isFormer: true, records: 1 }), stop({ role: 'dead-letter', records: null }),
]

it('stops are numbered where there are several of a kind', () => {
  expect(titlesOf(stops)).toEqual(['Source', 'Failed records', 'Tier 1', 'Tier 2', 'Former tier', 'Dead letters'])
})

it('what waits is summed over tiers and what is still to be taken', () => {
  expect([waitingIn(policy(stops)), nextDueOf(policy(stops)), nextDueOf(policy([]))]).toEqual([7, 40, null])
  expect(stops.map(countWords)).toEqual(['9 records', '1 to take', '2 waiting', '3 waiting', '1 waiting', 'the topic is gone'])
})

it('a policy of a group says so', () => {
  expect([policyTitle(policy([])), policyTitle(policy([], { group: 'billing' }))]).toEqual(['orders', 'orders for billing'])
})

it('a simulated consumer suits its policy', () => {
  expect(suitedTo(policy(stops))).toMatchObject({ groupId: 'try-orders', topics: ['orders'], onFailure: { kind: 'forward', topic: 'orders.retry' } })
  expect(suitedTo(policy(stops, { group: 'billing', mode: 'delayed-topics' }))).toMatchObject({ groupId: 'billing', topics: ['orders', 't', 't'] })
})

it('simulated consumers are listed with the policy whose topics they read, the newest first', () => {
  const simulator = (simulatorId: string, topics: string[]): Simulator => ({
    simulatorId, spec: { ...suitedTo(policy(stops)), topics }, startedAtMs: 0, state: 'running', succeeded: 0, failed: 0, forwarded: 0, hung: 0, crashed: 0, problem: null, events: [],
  })
  expect(simulatorsOf(policy(stops), [simulator('a', ['orders']), simulator('b', ['payments']), simulator('c', ['t'])]).map(({ simulatorId }) => simulatorId)).toEqual(['c', 'a'])
})
