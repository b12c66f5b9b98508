import { expect, it } from 'vitest'
import { selectEntries } from '../../../../core/deadletters/index/failure-filter.ts'
import { groupsOf, TREND_STEPS } from '../../../../core/deadletters/index/failure-groups.ts'
import { timelineOf } from '../../../../core/deadletters/index/failure-timeline.ts'
import { T0 } from '../../../support/dead-letters.ts'
import { entry, topicIndex } from '../../../support/failure-entries.ts'

const own = (fingerprint: string): string => fingerprint
const NOW = T0 + 30_000

it('counts, spreads and dates a group', () => {
  const entries = [
    entry({ at: T0, originPartition: 0, attempts: 1 }),
    entry({ offset: 1, at: T0 + 20_000, originPartition: 2, attempts: 3, message: 'No price for 12', state: 'resolved', group: 'shipping' }),
    entry({ offset: 2, at: T0 + 10_000, originPartition: null, partition: 7, attempts: null, state: 'bounced', topic: 'other-dlq' }),
    entry({ offset: 3, at: T0 + 10_500, attempts: 9, replayCount: 1, originTopic: null, group: null }),
  ]
  expect(groupsOf(entries, own, NOW)).toEqual([
    {
      fingerprint: 'f1',
      class: 'shop.PriceMissing',
      message: 'No price for 12',
      maskedMessage: 'No price for <n>',
      count: 4,
      newCount: 2,
      firstSeenMs: T0,
      lastSeenMs: T0 + 20_000,
      trend: Array.from({ length: TREND_STEPS }, (_, step) => ({ 0: 1, 10: 2, 20: 1 })[step] ?? 0),
      trendFromMs: T0,
      trendStepMs: 1_000,
      topics: [{ topic: 'orders-dlq', count: 3 }, { topic: 'other-dlq', count: 1 }],
      consumerGroups: ['billing', 'shipping'],
      originTopics: ['orders'],
      partitions: [{ partition: 0, count: 1 }, { partition: 2, count: 2 }, { partition: 7, count: 1 }],
      attempts: { p50: 3, max: 9 },
      replayedCount: 2,
      bouncedCount: 2,
      resolvedCount: 1,
    },
  ])
})

it('the largest comes first, merged groups count as one', () => {
  const entries = [entry({ fingerprint: 'a' }), entry({ fingerprint: 'b' }), entry({ fingerprint: 'b' }), entry({ fingerprint: 'c' })]
  expect(groupsOf(entries, own, NOW).map(({ fingerprint, count }) => [fingerprint, count])).toEqual([['b', 2], ['a', 1], ['c', 1]])
  expect(groupsOf(entries, (fingerprint) => (fingerprint === 'c' ? 'a' : fingerprint), NOW).map(({ fingerprint, count }) => [fingerprint, count])).toEqual([['a', 2], ['b', 2]])
})

it('one record with a wrong clock does not flatten the trend, and one from the future counts as now', () => {
  const [group] = groupsOf([entry({ at: 0 }), entry({ at: NOW - 1_000 }), entry({ at: NOW + 1e9 })], own, NOW)
  expect(group!.trendStepMs).toBe(24 * 3_600_000)
  expect(group!.trend.at(-1)).toBe(2)
})

it('nothing is in no group', () => {
  expect(groupsOf([], own, NOW)).toEqual([])
})

it('a hundred thousand entries are filtered, grouped and laid out in time at once', () => {
  const entries = Array.from({ length: 100_000 }, (_, i) => entry({ offset: i, at: T0 + i, fingerprint: `f${i % 40}`, group: `g${i % 7}`, attempts: i % 5, stackId: `s${i % 40}` }))
  const index = topicIndex(entries)
  const context = { groupOf: own, framesContain: () => false }
  selectEntries([index], {}, context)
  const began = performance.now()
  const selected = selectEntries([index], { text: 'price' }, context)
  groupsOf(selected, own, NOW + 100_000)
  timelineOf(selected, own, { fromMs: undefined, untilMs: undefined, steps: 100, nowMs: NOW + 100_000 })
  // Some 40 ms on a calm machine.
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(selected).toHaveLength(100_000)
})
