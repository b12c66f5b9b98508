// Dead letters of the same origin record and group: what becomes of the record becomes of all of them.
import type { FailureKey } from '../failure.ts'
import type { FailureEntry } from './failure-entry.ts'
import type { TopicIndex } from './topic-index.ts'

/** Of those that were looked up, without themselves. Where no group is known they are the same only within one topic: another group may have failed on it too. */
export function sameRecords(keys: readonly FailureKey[], topics: readonly TopicIndex[]): FailureKey[] {
  const offsets = new Set<number>()
  const origins = new Set<string>()
  for (const key of keys) {
    const entry = topics.find(({ clusterId, topicId }) => clusterId === key.clusterId && topicId === key.topicId)?.get(key.partition, key.offset)
    const origin = entry === undefined ? null : originText(key.clusterId, entry)
    if (origin === null) continue
    offsets.add(entry!.originOffset!)
    origins.add(origin)
  }
  if (origins.size === 0) return []
  const own = new Set(keys.map(keyText))
  const same: FailureKey[] = []
  for (const index of topics) {
    const { clusterId, topic, topicId } = index
    for (const entries of index.partitions()) {
      for (const entry of entries) {
        if (entry.originOffset === null || !offsets.has(entry.originOffset) || !origins.has(originText(clusterId, entry) ?? '')) continue
        const key = { clusterId, topic, topicId, partition: entry.partition, offset: entry.offset }
        if (!own.has(keyText(key))) same.push(key)
      }
    }
  }
  return same
}

function originText(clusterId: string, { originTopic, originPartition, originOffset, group, topicId }: FailureEntry): string | null {
  if (originTopic === null || originPartition === null || originOffset === null) return null
  return JSON.stringify([clusterId, originTopic, originPartition, originOffset, group, group === null ? topicId : ''])
}

function keyText({ clusterId, topicId, partition, offset }: FailureKey): string {
  return `${clusterId}/${topicId}/${partition}/${offset}`
}
