// The list of topics as it is shown: filtered by words, sorted by what is known, read again the less often the longer it is.
import type { TopicGlance, TopicSummary } from '../../../core/contract/topics.ts'
import type { Sort } from '../../ui/grid-columns.ts'

/** Above this, sorting by a detail would ask the cluster for more than a person would wait for. */
export const MOST_TO_SORT_BY_DETAIL = 500

const DETAILS: ReadonlySet<string> = new Set(['records', 'lastWrite'])

export const isDetailSort = (sort: Sort | null): boolean => sort !== null && DETAILS.has(sort.id)

/** Every word has to be in the name, in any order and case. */
export function filterTopics<T extends Pick<TopicSummary, 'name'>>(topics: readonly T[], text: string): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return topics
  return topics.filter(({ name }) => {
    const lower = name.toLowerCase()
    return words.every((word) => lower.includes(word))
  })
}

/** What is not known comes last, whichever way it is sorted; equals stand by name. */
export function sortTopics(
  topics: readonly TopicSummary[],
  sort: Sort | null,
  glanceOf: (name: string) => TopicGlance | null | undefined,
): readonly TopicSummary[] {
  if (sort === null || (sort.id === 'name' && !sort.descending)) return topics
  if (sort.id === 'name') return topics.toReversed()
  const direction = sort.descending ? -1 : 1
  const values = new Map(topics.map((topic) => [topic, valueOf(topic, sort.id, glanceOf)]))
  return topics.toSorted((a, b) => {
    const [left, right] = [values.get(a)!, values.get(b)!]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return left === right ? 0 : left < right ? -direction : direction
  })
}

function valueOf(topic: TopicSummary, column: string, glanceOf: (name: string) => TopicGlance | null | undefined): number | bigint | null {
  if (column === 'partitions') return topic.partitionCount
  if (column === 'replicas') return topic.replicationFactor
  const glance = glanceOf(topic.name)
  return (column === 'records' ? glance?.offsetSpan : glance?.lastTimestamp) ?? null
}

const INTERVALS: readonly [upTo: number, everyMs: number][] = [
  [100, 2_000],
  [1_000, 10_000],
  [5_000, 30_000],
  [Infinity, 60_000],
]

/** A cluster that did not answer is asked again soon, however long its list was. */
const FAILED_EVERY_MS = 10_000

export function listEveryMs(count: number, hasFailed = false): number {
  const everyMs = INTERVALS.find(([upTo]) => count <= upTo)![1]
  return hasFailed ? Math.min(everyMs, FAILED_EVERY_MS) : everyMs
}

/** Topics that are as before stay the same objects, so that only what has changed is drawn again. */
export function sharedTopics(before: readonly TopicSummary[], after: TopicSummary[]): TopicSummary[] {
  const known = new Map(before.map((topic) => [topic.name, topic]))
  let isSame = before.length === after.length
  const shared = after.map((topic, index) => {
    const old = known.get(topic.name)
    const kept = old !== undefined && isEqual(old, topic) ? old : topic
    isSame &&= kept === before[index]
    return kept
  })
  return isSame ? (before as TopicSummary[]) : shared
}

const isEqual = (a: TopicSummary, b: TopicSummary): boolean =>
  a.topicId === b.topicId &&
  a.partitionCount === b.partitionCount &&
  a.replicationFactor === b.replicationFactor &&
  a.isInternal === b.isInternal
