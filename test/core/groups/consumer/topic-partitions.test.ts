import { describe, expect, test } from 'vitest'
import {
  eachPartition,
  hasPartition,
  isSubset,
  listOf,
  ownedSince,
  partitionsOf,
  sameOwned,
  samePartitions,
} from '../../../../core/groups/consumer/topic-partitions.ts'

const some = partitionsOf([{ topicId: 'b', partitions: [3, 1] }, { topicId: 'a', partitions: [0] }, { topicId: 'b', partitions: [2] }])

test('a topic that is named twice is one topic', () => {
  expect(listOf(some)).toEqual([{ topicId: 'a', partitions: [0] }, { topicId: 'b', partitions: [1, 2, 3] }])
})

test('what is owned lists like a plain set', () => {
  expect(listOf(ownedSince(4, some))).toEqual(listOf(some))
  expect([...eachPartition(ownedSince(4, some))]).toHaveLength(4)
})

test('topics without partitions are not owned', () => {
  expect(ownedSince(1, new Map([['a', new Set<number>()]])).size).toBe(0)
})

describe('membership', () => {
  test('of a partition', () => {
    expect([hasPartition(some, 'b', 1), hasPartition(some, 'b', 0), hasPartition(some, 'c', 0)]).toEqual([true, false, false])
  })

  test('of a set in another', () => {
    const part = partitionsOf([{ topicId: 'b', partitions: [1] }])
    expect([isSubset(part, some), isSubset(some, part), isSubset(new Map(), part)]).toEqual([true, false, true])
  })
})

describe('equality', () => {
  test.each([
    [[{ topicId: 'a', partitions: [1, 0] }], true],
    [[{ topicId: 'a', partitions: [0] }], false],
    [[{ topicId: 'a', partitions: [0, 2] }], false],
    [[{ topicId: 'b', partitions: [0, 1] }], false],
    [[{ topicId: 'a', partitions: [0, 1] }, { topicId: 'b', partitions: [0] }], false],
  ])('of %j and a-0, a-1: %s', (lists, isSame) => {
    const a = partitionsOf([{ topicId: 'a', partitions: [0, 1] }])
    expect(samePartitions(a, partitionsOf(lists))).toBe(isSame)
    expect(sameOwned(ownedSince(1, a), ownedSince(1, partitionsOf(lists)))).toBe(isSame)
  })

  test('what is owned since another epoch is not the same', () => {
    expect(sameOwned(ownedSince(1, some), ownedSince(2, some))).toBe(false)
  })
})
