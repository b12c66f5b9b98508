// The retry topics of a source in the order in which a record passes them, and the names of tiers that headers leave out.
import type { FailureHop } from '../failure.ts'
import { readTopicName } from './topic-names.ts'

/** Names of retry topics, the first tier first. */
export function ladderOf(retryTopics: readonly string[]): string[] {
  return retryTopics.toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
}

/** A tier that is not named is the one of its place in the ladder; a single retry topic is used again and again. */
export function withTierNames(places: readonly FailureHop[], ladder: readonly string[]): FailureHop[] {
  let tier = 0
  return places.map((place) => {
    if (place.topic !== '') return place
    const topic = ladder[Math.min(tier++, ladder.length - 1)] ?? ''
    const delayMs = readTopicName(topic)?.delayMs
    return { ...place, topic, ...(place.at === undefined && place.dueAt !== undefined && delayMs !== undefined ? { at: place.dueAt - delayMs } : {}) }
  })
}

function rankOf(topic: string): number {
  const name = readTopicName(topic)
  return name?.tier ?? name?.delayMs ?? 0
}
