import { describe, expect, test } from 'vitest'
import { NEW_GROUP, withMember } from '../../../../core/groups/consumer/consumer-group-state.ts'
import { newConsumerMember } from '../../../../core/groups/consumer/consumer-member.ts'
import { checkRegex, fingerprintOf, isSubscribed, resolveRegexes, subscribedTopicIds } from '../../../../core/groups/consumer/subscriptions.ts'
import type { TopicLookup } from '../../../../core/groups/topic-lookup.ts'

function topicsOf(counts: Record<string, number>, suffix = ''): TopicLookup {
  return {
    topicIdOf: (name) => (name in counts ? `id of ${name}${suffix}` : undefined),
    topicNameOf: (topicId) => Object.keys(counts).find((name) => topicId === `id of ${name}${suffix}`),
    partitionCountOf: (name) => counts[name],
    topicNames: () => Object.keys(counts),
  }
}

const member = (names: string[], regex = '') => ({ ...newConsumerMember(`${names.join(' ')} ${regex}`), subscribedTopicNames: new Set(names), subscribedTopicRegex: regex })
const topics = topicsOf({ a: 1, b: 2, ab: 3 })
const all = () => true

test('a member reads what it names and what its pattern matches, as far as it is there', () => {
  const regexes = new Map([['a.*', new Set(['a', 'ab'])]])
  const m = member(['b', 'gone'], 'a.*')
  expect([...subscribedTopicIds(m, regexes, topics)].sort()).toEqual(['id of a', 'id of ab', 'id of b'])
  expect(['id of b', 'id of ab', 'id of gone'].map((topicId) => isSubscribed(m, regexes, topicId, topics))).toEqual([true, true, false])
  expect(isSubscribed(member(['b']), regexes, 'id of a', topics)).toBe(false)
})

describe('patterns', () => {
  test('are resolved when they are new or stale, and forgotten when nobody has them', () => {
    const known = new Map([['a', new Set(['old'])], ['x', new Set<string>()]])
    const members = [member([], 'a'), member([], 'b|a.'), member(['b'])]
    expect(resolveRegexes(members, known, false, topics, all)).toEqual(new Map([['a', new Set(['old'])], ['b|a.', new Set(['b', 'ab'])]]))
    expect(resolveRegexes(members, known, true, topics, all).get('a')).toEqual(new Set(['a']))
  })

  test('that say the same as before are the same', () => {
    const known = new Map([['a.*', new Set(['a', 'ab'])]])
    expect(resolveRegexes([member([], 'a.*')], known, true, topics, all)).toBe(known)
    expect(resolveRegexes([member([], 'a.*')], new Map([['a.*', new Set(['a', 'b'])]]), true, topics, all)).toEqual(known)
  })

  test('match only what may be heard of', () => {
    expect(resolveRegexes([member([], '.*')], new Map(), false, topics, (topic) => topic !== 'b').get('.*')).toEqual(new Set(['a', 'ab']))
  })

  test('that are none say why', () => {
    expect(() => checkRegex('(a')).toThrow('SubscribedTopicRegex `(a` is not a valid regular expression: missing closing ).')
    expect(() => checkRegex('a')).not.toThrow()
  })
})

describe('the fingerprint', () => {
  const state = withMember(withMember({ ...NEW_GROUP, regexes: new Map([['b.*', new Set(['b'])]]) }, member(['a', 'later'])), member([], 'b.*'))
  const before = fingerprintOf(state, topics)

  test.each<[string, TopicLookup, boolean]>([
    ['a topic that nobody reads comes', topicsOf({ a: 1, b: 2, ab: 3, other: 1 }), false],
    ['a topic that nobody reads grows', topicsOf({ a: 1, b: 2, ab: 4 }), false],
    ['a topic that is read comes', topicsOf({ a: 1, b: 2, later: 1 }), true],
    ['a topic that is read grows', topicsOf({ a: 2, b: 2 }), true],
    ['a topic that a pattern matches goes', topicsOf({ a: 1 }), true],
    ['topics are made anew', topicsOf({ a: 1, b: 2 }, ' again'), true],
  ])('when %s changes: %o', (_title, after, isChanged) => {
    expect(fingerprintOf(state, after) !== before).toBe(isChanged)
  })
})
