// Where records go: back, to the first retry tier, to a topic that was typed, or where a redirect says.
import { describe, expect, it } from 'vitest'
import { defaultOptions, type ReplayOptions } from '../../../../core/deadletters/replay/options.ts'
import { describeTargets, targetTopicOf } from '../../../../core/deadletters/replay/target-topics.ts'
import { planWorld } from '../../../support/replay-plans.ts'

const origin = { topic: 'orders', topicId: null, partition: 0, offset: 1, timestampMs: null, group: null }
const roles = { roleOf: () => 'none' as const, firstRetryOf: ({ topic }: { topic: string }) => (topic === 'orders' ? 'orders-retry-0' : null) }
const REDIRECTS = [{ from: 'orders', to: 'orders-v2' }, { from: 'orders', to: 'never' }, { from: 'orders-retry-0', to: 'retry-v2' }]

/** [what, options, topic] */
const CASES: readonly [string, Partial<ReplayOptions>, string | null][] = [
  ['the topic of the origin', {}, 'orders'],
  ['a redirect, the first that fits', { redirects: REDIRECTS }, 'orders-v2'],
  ['the first retry tier', { target: { kind: 'first-retry' } }, 'orders-retry-0'],
  ['a redirect of the retry tier', { target: { kind: 'first-retry' }, redirects: REDIRECTS }, 'retry-v2'],
  ['the topic that was typed, whatever the redirects', { target: { kind: 'topic', topic: 'orders' }, redirects: REDIRECTS }, 'orders'],
]

describe('a record goes to', () => {
  it.each(CASES)('%s', (_what, options, topic) => {
    expect(targetTopicOf({ origin }, { ...defaultOptions({ isLocal: true }), ...options }, roles)).toBe(topic)
  })

  it('nowhere, where nothing says it', () => {
    expect(targetTopicOf({ origin: null }, defaultOptions({ isLocal: true }), roles)).toBeNull()
    expect(targetTopicOf({ origin: { ...origin, topic: 'payments' } }, { ...defaultOptions({ isLocal: true }), target: { kind: 'first-retry' } }, roles)).toBeNull()
  })
})

it('only targets that are there are described, and none is created', async () => {
  const { cluster, topic } = await planWorld({}, { 'auto.create.topics.enable': 'true' })
  await topic('orders', 3)
  const found = await describeTargets(cluster, ['orders', 'payments', 'no such name', 'orders'])
  expect([...found.values()]).toEqual([{ name: 'orders', topicId: (await cluster.topic('orders')).topicId, partitionCount: 3 }])
  await expect(cluster.topic('payments')).rejects.toThrow('There is no topic "payments".')
})
