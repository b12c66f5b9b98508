// What the members' subscriptions mean, now that patterns are resolved and topics have ids.
import { createHash } from 'node:crypto'
import { kafkaError } from '../../protocol/error-codes.ts'
import type { TopicLookup } from '../topic-lookup.ts'
import type { ConsumerGroupState } from './consumer-group-state.ts'
import type { ConsumerMember } from './consumer-member.ts'
import { PatternError } from './regex/pattern-error.ts'
import { TopicPattern } from './regex/topic-pattern.ts'

type Regexes = ConsumerGroupState['regexes']

/** Whether the member may hear of a topic; only topics that it may hear of can match its pattern. */
export type MayDescribe = (topic: string) => boolean

/** Whether the member is subscribed to the topic, by name or by pattern; false for a topic that is gone. */
export function isSubscribed(member: ConsumerMember, regexes: Regexes, topicId: string, topics: TopicLookup): boolean {
  const name = topics.topicNameOf(topicId)
  if (name === undefined) return false
  return member.subscribedTopicNames.has(name) || regexes.get(member.subscribedTopicRegex)?.has(name) === true
}

/** Ids of the topics that the member is subscribed to and that exist. */
export function subscribedTopicIds(member: ConsumerMember, regexes: Regexes, topics: TopicLookup): Set<string> {
  const ids = new Set<string>()
  for (const names of [member.subscribedTopicNames, regexes.get(member.subscribedTopicRegex) ?? []]) {
    for (const name of names) {
      const topicId = topics.topicIdOf(name)
      if (topicId !== undefined) ids.add(topicId)
    }
  }
  return ids
}

/** Changes when a topic that the group is subscribed to comes, goes or grows. */
export function fingerprintOf({ members, regexes }: ConsumerGroupState, topics: TopicLookup): string {
  const names = new Set<string>()
  for (const matching of regexes.values()) for (const name of matching) names.add(name)
  for (const { subscribedTopicNames } of members.values()) for (const name of subscribedTopicNames) names.add(name)
  const hash = createHash('sha256')
  for (const name of [...names].sort()) {
    const topicId = topics.topicIdOf(name)
    if (topicId !== undefined) hash.update(`${name}:${topicId}:${topics.partitionCountOf(name)}\n`)
  }
  return hash.digest('base64')
}

/**
 * The patterns of the members with the topics that match each. What is known is kept unless `isStale`; patterns that nobody has are dropped.
 * Throws INVALID_REGULAR_EXPRESSION. Returns `known` itself when nothing has changed.
 */
export function resolveRegexes(members: Iterable<ConsumerMember>, known: Regexes, isStale: boolean, topics: TopicLookup, mayDescribe: MayDescribe): Regexes {
  const wanted = new Set([...members].map(({ subscribedTopicRegex }) => subscribedTopicRegex).filter((regex) => regex !== ''))
  const resolved = new Map([...wanted].map((regex) => [regex, (!isStale && known.get(regex)) || matchingTopics(regex, topics, mayDescribe)]))
  return sameRegexes(known, resolved) ? known : resolved
}

/** Throws INVALID_REGULAR_EXPRESSION. */
export function checkRegex(regex: string): void {
  patternOf(regex)
}

function matchingTopics(regex: string, topics: TopicLookup, mayDescribe: MayDescribe): Set<string> {
  const pattern = patternOf(regex)
  return new Set([...topics.topicNames()].filter((name) => pattern.matches(name) && mayDescribe(name)))
}

function patternOf(regex: string): TopicPattern {
  try {
    return new TopicPattern(regex)
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    throw kafkaError('INVALID_REGULAR_EXPRESSION', `SubscribedTopicRegex \`${regex}\` is not a valid regular expression: ${error.message}.`)
  }
}

function sameRegexes(a: Regexes, b: Regexes): boolean {
  return a.size === b.size && [...a].every(([regex, topics]) => topics.size === b.get(regex)?.size && [...topics].every((name) => b.get(regex)!.has(name)))
}
