import { describe, expect, it } from 'vitest'
import type { TopicGlance, TopicSummary } from '../../../../core/contract/topics.ts'
import { filterTopics, isDetailSort, listEveryMs, sharedTopics, sortTopics } from '../../../../renderer/features/topics/topic-list.ts'

const topic = (name: string, partitionCount = 1): TopicSummary => ({ name, topicId: name, partitionCount, replicationFactor: 1, isInternal: false })
const namesOf = (topics: readonly TopicSummary[]): string => topics.map(({ name }) => name).join(' ')

const TOPICS = [topic('eu.orders', 3), topic('eu.payments', 12), topic('us.orders', 3), topic('us.orders-dlt')]

it.each([
  ['', 'eu.orders eu.payments us.orders us.orders-dlt'],
  ['  ', 'eu.orders eu.payments us.orders us.orders-dlt'],
  ['ORDERS', 'eu.orders us.orders us.orders-dlt'],
  ['dlt us', 'us.orders-dlt'],
  ['orders none', ''],
])('finds the topics that have every word of %j in their names', (text, names) => {
  expect(namesOf(filterTopics(TOPICS, text))).toBe(names)
})

describe('sorting', () => {
  const glance = (name: string, offsetSpan: bigint | null, lastTimestamp: bigint | null): TopicGlance => ({
    name, offsetSpan, lastTimestamp, cleanupPolicy: null, retentionMs: null, error: null,
  })
  const known = new Map([glance('eu.orders', 9_007_199_254_740_993n, 5n), glance('us.orders', 9_007_199_254_740_992n, null), glance('us.orders-dlt', 0n, 9n)].map((one) => [one.name, one]))

  it.each([
    [null, 'eu.orders eu.payments us.orders us.orders-dlt'],
    [{ id: 'name', descending: true }, 'us.orders-dlt us.orders eu.payments eu.orders'],
    [{ id: 'partitions', descending: true }, 'eu.payments eu.orders us.orders us.orders-dlt'],
    [{ id: 'partitions', descending: false }, 'us.orders-dlt eu.orders us.orders eu.payments'],
    [{ id: 'records', descending: true }, 'eu.orders us.orders us.orders-dlt eu.payments'],
    [{ id: 'records', descending: false }, 'us.orders-dlt us.orders eu.orders eu.payments'],
    [{ id: 'lastWrite', descending: true }, 'us.orders-dlt eu.orders eu.payments us.orders'],
  ])('by %j puts what is not known last', (sort, names) => {
    expect(namesOf(sortTopics(TOPICS, sort, (name) => known.get(name)))).toBe(names)
  })

  it.each([
    ['records', true],
    ['lastWrite', true],
    ['partitions', false],
  ])('by %s asks for details: %s', (id, asks) => {
    expect(isDetailSort({ id, descending: true })).toBe(asks)
  })
})

it.each([
  [0, 2_000],
  [100, 2_000],
  [101, 10_000],
  [5_000, 30_000],
  [10_000, 60_000],
])('reads a list of %i topics again every %i ms', (count, everyMs) => {
  expect(listEveryMs(count)).toBe(everyMs)
})

it('asks again soon after a failure', () => {
  expect([100, 10_000].map((count) => listEveryMs(count, true))).toEqual([2_000, 10_000])
})

describe('a list that is read again', () => {
  const copies = (topics: readonly TopicSummary[]): TopicSummary[] => topics.map((one) => ({ ...one }))

  it('is the same list when nothing has changed', () => {
    expect(sharedTopics(TOPICS, copies(TOPICS))).toBe(TOPICS)
  })

  it('keeps the topics that have not changed, wherever they stand', () => {
    const after = [topic('a'), ...copies(TOPICS)]
    after[2]!.partitionCount += 1
    const shared = sharedTopics(TOPICS, after)
    expect(shared).toEqual(after)
    expect(shared.map((one) => TOPICS.includes(one))).toEqual([false, true, false, true, true])
  })

  it('is another list when one is gone, or their order has changed', () => {
    expect(sharedTopics(TOPICS, copies(TOPICS.slice(1)))).toEqual(TOPICS.slice(1))
    expect(sharedTopics(TOPICS, copies(TOPICS.toReversed()))).toEqual(TOPICS.toReversed())
  })
})
