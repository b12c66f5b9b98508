import { describe, expect, test } from 'vitest'
import type { AssignorMember } from '../../../../../core/groups/consumer/assignors/assignor.ts'
import { assignUniformly } from '../../../../../core/groups/consumer/assignors/uniform.ts'
import { eachPartition, partitionsOf, type TopicPartitions } from '../../../../../core/groups/consumer/topic-partitions.ts'

interface Spec {
  topics: string[]
  /** `topic/partition` */
  current?: string[]
}

function assign(specs: Record<string, Spec>, counts: Record<string, number>): Record<string, string[]> {
  const members = Object.entries(specs).map(([memberId, { topics, current = [] }]): AssignorMember => {
    const lists = current.map((name) => ({ topicId: name.split('/')[0]!, partitions: [Number(name.split('/')[1])] }))
    return { memberId, instanceId: null, topicIds: new Set(topics), current: partitionsOf(lists) }
  })
  const targets = assignUniformly({ members, partitionCountOf: (topicId) => counts[topicId]! })
  return Object.fromEntries([...targets].map(([memberId, target]: [string, TopicPartitions]) => [memberId, [...eachPartition(target)].map((pair) => pair.join('/')).sort()]))
}

const sizes = (shares: Record<string, string[]>): number[] => Object.values(shares).map(({ length }) => length)

describe('uniform', () => {
  test('gives everybody as much, and of each topic something', () => {
    const shares = assign({ a: { topics: ['t', 'u'] }, b: { topics: ['t', 'u'] } }, { t: 3, u: 3 })
    expect(sizes(shares)).toEqual([3, 3])
    expect(Object.values(shares).flat().sort()).toEqual(['t/0', 't/1', 't/2', 'u/0', 'u/1', 'u/2'])
  })

  test('keeps what everybody has when it is even already', () => {
    const current = { a: { topics: ['t'], current: ['t/0', 't/3'] }, b: { topics: ['t'], current: ['t/1', 't/2'] } }
    expect(assign(current, { t: 4 })).toEqual({ a: ['t/0', 't/3'], b: ['t/1', 't/2'] })
  })

  test('moves no more than a new member needs', () => {
    const before = { a: ['t/0', 't/1', 't/2'], b: ['t/3', 't/4', 't/5'] }
    const shares = assign({ a: { topics: ['t'], current: before.a }, b: { topics: ['t'], current: before.b }, c: { topics: ['t'] } }, { t: 6 })
    expect(sizes(shares)).toEqual([2, 2, 2])
    expect(shares['a']!.every((name) => before.a.includes(name)) && shares['b']!.every((name) => before.b.includes(name))).toBe(true)
  })

  test('gives what a member leaves behind to those that have least', () => {
    const shares = assign({ a: { topics: ['t'], current: ['t/0', 't/1'] }, b: { topics: ['t'], current: ['t/2'] } }, { t: 4 })
    expect(shares).toEqual({ a: ['t/0', 't/1'], b: ['t/2', 't/3'] })
  })

  test('takes away what nobody may have any more: other topics, gone partitions', () => {
    expect(assign({ a: { topics: ['t'], current: ['t/0', 't/9', 'u/0'] } }, { t: 1, u: 1 })).toEqual({ a: ['t/0'] })
  })

  test('lets one of two keep what both believe to have', () => {
    const shares = assign({ a: { topics: ['t'], current: ['t/0'] }, b: { topics: ['t'], current: ['t/0'] } }, { t: 2 })
    expect([...shares['a']!, ...shares['b']!].sort()).toEqual(['t/0', 't/1'])
  })

  test('is even where members read different topics, as far as that can be', () => {
    const shares = assign({ a: { topics: ['t'] }, b: { topics: ['t', 'u'] }, c: { topics: ['u'] } }, { t: 2, u: 4 })
    expect(sizes(shares)).toEqual([2, 2, 2])
  })

  test('passes partitions on through a member in the middle, which itself has no more than before', () => {
    const shares = assign(
      {
        a: { topics: ['t'], current: ['t/0', 't/1', 't/2'] },
        b: { topics: ['t', 'u'], current: ['u/0', 'u/1'] },
        c: { topics: ['u'], current: ['u/2'] },
      },
      { t: 3, u: 3 },
    )
    expect(sizes(shares)).toEqual([2, 2, 2])
  })

  test('leaves a topic without subscribers alone, and members without topics empty', () => {
    expect(assign({ a: { topics: [] } }, { t: 3 })).toEqual({ a: [] })
  })

  test('shares 10,000 partitions among 1,000 members, and again with one more, without holding the loop', () => {
    const specs = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`m${i}`, { topics: ['t'] }]))
    const startedMs = performance.now()
    const shares = assign(specs, { t: 10_000 })
    const next = Object.fromEntries(Object.entries(shares).map(([id, current]) => [id, { topics: ['t'], current }]))
    const again = assign({ ...next, new: { topics: ['t'] } }, { t: 10_000 })
    expect([Math.max(...sizes(again)), Math.min(...sizes(again))]).toEqual([10, 9])
    const moved = Object.entries(shares).flatMap(([id, names]) => names.filter((name) => !again[id]!.includes(name)))
    expect(moved).toHaveLength(9)
    expect(performance.now() - startedMs).toBeLessThan(5000)
  })
})
