// Other dead letters that belong to one: of the same origin record (occurrences), and of the same key (siblings).
import type { FailureEntry } from '../index/failure-entry.ts'
import type { TopicIndex } from '../index/topic-index.ts'

const MAX_RELATED = 200

/** Of the same origin and group; among them those that came back after a replay. Oldest first, without itself. */
export function occurrencesOf(entry: FailureEntry, topics: readonly TopicIndex[]): FailureEntry[] {
  const { originTopic, originPartition, originOffset, group } = entry
  if (originTopic === null || originPartition === null || originOffset === null) return []
  return found(topics, entry, (other) => other.originOffset === originOffset && other.originPartition === originPartition && other.originTopic === originTopic && other.group === group)
}

/** With the same key, of whatever origin. */
export function siblingsOf(entry: FailureEntry, topics: readonly TopicIndex[]): FailureEntry[] {
  const { keyHash } = entry
  return keyHash === '' ? [] : found(topics, entry, (other) => other.keyHash === keyHash)
}

function found(topics: readonly TopicIndex[], entry: FailureEntry, matches: (other: FailureEntry) => boolean): FailureEntry[] {
  const related: FailureEntry[] = []
  for (const topic of topics) {
    for (const entries of topic.partitions()) {
      for (const other of entries) if (other !== entry && matches(other)) related.push(other)
    }
  }
  return related.toSorted((a, b) => a.at - b.at).slice(-MAX_RELATED)
}
