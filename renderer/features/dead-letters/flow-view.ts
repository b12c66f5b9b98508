// The flows of a cluster as lines: where records come from, the tiers they are tried again in, where they end, with what the index knows of each.
import type { DeadLetterFlow, IndexEvent, RecognisedTopic } from '../../../core/contract/dead-letters.ts'

type Indexed = IndexEvent['topics'][number]

export type FlowLine =
  | { kind: 'all'; id: string; count: number | null; newCount: number; oldestMs: number | null }
  | { kind: 'source'; id: string; name: string }
  | { kind: 'retry'; id: string; topic: RecognisedTopic }
  | { kind: 'dead-letters'; id: string; topic: RecognisedTopic; indexed: Indexed | null }

/** Every topic of dead letters once, in the order of the flows; at most as many as may be asked about at once. */
export const MOST_TOPICS = 200

export function deadLetterTopics(flows: readonly DeadLetterFlow[]): RecognisedTopic[] {
  const byName = new Map(flows.flatMap(({ deadLetters }) => deadLetters.map((topic) => [topic.topic, topic] as const)))
  return [...byName.values()]
}

export function flowLines(flows: readonly DeadLetterFlow[], index: IndexEvent | null): FlowLine[] {
  const indexed = new Map(index?.topics.map((topic) => [topic.topic, topic]))
  const all = deadLetterTopics(flows).map(({ topic }) => indexed.get(topic) ?? null)
  const lines: FlowLine[] = [
    { kind: 'all', id: 'all', count: sumOf(all, ({ known }) => known), newCount: sumOf(all, ({ newSinceVisit }) => newSinceVisit) ?? 0, oldestMs: oldestOf(all) },
  ]
  for (const [at, { source, retries, deadLetters }] of flows.entries()) {
    lines.push({ kind: 'source', id: `source ${at}`, name: source ?? sourceWords(deadLetters) })
    for (const topic of retries.toSorted(byDelay)) lines.push({ kind: 'retry', id: `retry ${at} ${topic.topic}`, topic })
    for (const topic of deadLetters) lines.push({ kind: 'dead-letters', id: `dlq ${at} ${topic.topic}`, topic, indexed: indexed.get(topic.topic) ?? null })
  }
  return lines
}

/** Of those known so far; null while none is of any. */
function sumOf(topics: readonly (Indexed | null)[], value: (topic: Indexed) => number): number | null {
  const known = topics.filter((topic) => topic !== null)
  return known.length === 0 && topics.length > 0 ? null : known.reduce((sum, topic) => sum + value(topic), 0)
}

function oldestOf(topics: readonly (Indexed | null)[]): number | null {
  const times = topics.flatMap((topic) => (topic === null || topic.oldestMs === null ? [] : [topic.oldestMs]))
  return times.length === 0 ? null : Math.min(...times)
}

/** Of a flow whose source is not one topic. */
function sourceWords(deadLetters: readonly RecognisedTopic[]): string {
  const origins = new Set(deadLetters.flatMap(({ originTopics }) => originTopics))
  return origins.size > 1 ? `${origins.size} sources` : 'Source not known'
}

const byDelay = (a: RecognisedTopic, b: RecognisedTopic): number => (a.delayMs ?? Infinity) - (b.delayMs ?? Infinity) || (a.topic < b.topic ? -1 : 1)

export interface IndexProgress {
  done: number
  total: number
  topics: number
}

/** How far the reading is; null once everything has been read, or before anything is known. */
export function indexProgress(index: IndexEvent | null): IndexProgress | null {
  if (index === null || index.isUpToDate) return null
  // Those that cannot be read say so themselves.
  const unread = index.topics.filter(({ isComplete, error }) => !isComplete && error === null)
  if (unread.length === 0) return null
  const [done, total] = [unread.reduce((sum, topic) => sum + topic.scannedOffsets, 0), unread.reduce((sum, topic) => sum + topic.totalOffsets, 0)]
  return { done, total, topics: unread.length }
}
