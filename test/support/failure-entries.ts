// Entries of the index of dead letters, with only what a test cares about.
import type { FailureEntry } from '../../core/deadletters/index/failure-entry.ts'
import { TopicIndex } from '../../core/deadletters/index/topic-index.ts'
import { T0 } from './dead-letters.ts'

export function entry(more: Partial<FailureEntry> = {}): FailureEntry {
  return {
    topic: 'orders-dlq', topicId: 'id', partition: 0, offset: 0, dialect: 'wolverine', fingerprint: 'f1', class: 'shop.PriceMissing', message: 'No price for 4711', originTopic: 'orders', originPartition: 2, originOffset: 5,
    originTimestamp: null, group: 'billing', attempts: 3, at: T0, timeQuality: 'exact', keyText: 'ORD-1', keyHash: 'h1', sizeBytes: 100, replayCount: 0, replayId: null, isPointer: false, issueCount: 0, transaction: null, stackId: 's1',
    state: 'new', ...more,
  }
}

export function topicIndex(entries: readonly FailureEntry[], starts: Record<string, number> = {}): TopicIndex {
  const { topic, topicId } = entries[0] ?? entry()
  const index = new TopicIndex('cluster', topicId, { version: 1, number: 1, topic, rules: '', next: {}, starts, visited: {} })
  for (const one of entries) index.put(one)
  return index
}
