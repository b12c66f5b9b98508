// Names of topics by framework, for one group or all.
import { expect, it } from 'vitest'
import { shortDelay, topologyOf } from '../../../core/retries/topology.ts'
import type { PolicyDraft } from '../../../core/retries/retry-policy.ts'
import { draft } from '../../support/retry-world.ts'

const named = (changes: Partial<PolicyDraft>, delays = [1000, 5000]): string[] => {
  const { ingress, tiers, returnTo, deadLetters } = topologyOf(draft({ ...changes, tiers: delays.map((delayMs) => ({ topic: null, delayMs })) }))
  return [ingress, ...tiers.map(({ topic }) => topic), returnTo, deadLetters]
}

it.each([
  ['spring', {}, ['orders.retry', 'orders-retry-1000', 'orders-retry-5000', 'orders', 'orders-dlt']],
  ['smallrye', {}, ['orders.retry', 'orders_retry_1000', 'orders_retry_5000', 'orders', 'dead-letter-topic-orders']],
  ['uber', {}, ['orders.retry', 'orders.retry.1', 'orders.retry.2', 'orders', 'orders.dlq']],
  ['kafkajs', { group: 'billing' }, ['orders.failed.billing', 'billing-retry-1', 'billing-retry-2', 'orders.retry.billing', 'billing-dlq']],
  ['custom', {}, ['orders.retry', 'orders.retry.1s', 'orders.retry.5s', 'orders', 'orders.dlq']],
  ['spring', { group: 'billing' }, ['orders.failed.billing', 'orders-billing-retry-1000', 'orders-billing-retry-5000', 'orders.retry.billing', 'orders-billing-dlt']],
] as const)('%s %o', (naming, changes, names) => {
  expect(named({ naming, ...changes })).toEqual(names)
})

it('Spring counts tiers of one delay, and numbers a delay that comes again', () => {
  expect(named({ naming: 'spring' }, [2000, 2000]).slice(1, 3)).toEqual(['orders-retry-0', 'orders-retry-1'])
  expect(named({ naming: 'spring' }, [2000, 4000, 4000]).slice(1, 4)).toEqual(['orders-retry-2000', 'orders-retry-4000', 'orders-retry-4000-1'])
})

it('a name of one’s own stays, blank is none', () => {
  const { ingress, tiers, deadLetters } = topologyOf(draft({ ingressTopic: 'in', deadLetterTopic: ' ', tiers: [{ topic: 'wait', delayMs: 1 }] }))
  expect([ingress, tiers[0]!.topic, deadLetters]).toEqual(['in', 'wait', 'orders.dlq'])
})

it.each([[1, '1ms'], [1500, '1500ms'], [5000, '5s'], [600_000, '10m'], [7_200_000, '2h'], [86_400_000, '1d']])('%i ms is %s', (delayMs, text) => {
  expect(shortDelay(delayMs)).toBe(text)
})
