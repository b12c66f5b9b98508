import { expect, it } from 'vitest'
import type { RetryPolicy } from '../../../core/retries/retry-policy.ts'
import { policyRoleOf } from '../../../core/services/retry-policy-role.ts'

const bound = (name: string) => ({ name, topicId: name })
const policy = {
  source: bound('orders'), ingress: bound('orders.retry'), tiers: [{ ...bound('later'), delayMs: 5_000 }], returnTo: bound('orders'), deadLetters: bound('graveyard'), former: [{ ...bound('once'), delayMs: 1_000, role: 'tier' }], isDeleted: false,
} as unknown as RetryPolicy

it.each([
  ['graveyard', { role: 'dlq', text: 'It is the dead-letter topic of the retry policy for "orders".', originTopic: 'orders', delayMs: null }],
  ['orders.retry', { role: 'retry', text: 'It is the ingress topic of the retry policy for "orders".', originTopic: 'orders', delayMs: null }],
  ['later', { role: 'retry', text: 'It is the tier of the retry policy for "orders".', originTopic: 'orders', delayMs: 5_000 }],
  ['once', { role: 'retry', text: 'It is the tier of the retry policy for "orders".', originTopic: 'orders', delayMs: 1_000 }],
  ['orders', undefined],
  ['else', undefined],
])('%s', (topic, role) => {
  expect(policyRoleOf([policy], topic)).toEqual(role)
})

it('a policy that is gone says nothing of its dead letters', () => {
  expect(policyRoleOf([{ ...policy, isDeleted: true }], 'graveyard')).toBeUndefined()
})
