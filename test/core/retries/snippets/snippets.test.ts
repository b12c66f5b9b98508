// Client code for a policy: every client, the right topics, and names that would break out of their quotes.
import { expect, it } from 'vitest'
import { snippetsFor } from '../../../../core/retries/snippets/snippets.ts'
import { draft } from '../../../support/retry-world.ts'

it('every client reads what comes back and hands over what failed', () => {
  for (const { client, code } of snippetsFor(draft({ group: 'billing' }), '127.0.0.1:9092')) {
    expect([client, code.includes('orders.failed.billing'), code.includes('orders.retry.billing')]).toEqual([client, true, true])
  }
})

it('of delayed topics the tiers are read', () => {
  const [java] = snippetsFor(draft({ mode: 'delayed-topics' }), '127.0.0.1:9092')
  expect(java!.code).toContain('consumer.subscribe(List.of("orders", "orders.retry.1s", "orders.retry.5s"));')
})

it('a name stays inside its quotes', () => {
  for (const { client, code } of snippetsFor(draft({ ingressTopic: `a"b'c` }), '127.0.0.1:9092')) {
    const line = code.split('\n').find((candidate) => candidate.includes('a') && /a\\?"b\\?'c/.test(candidate))
    expect([client, line !== undefined]).toEqual([client, true])
  }
})
