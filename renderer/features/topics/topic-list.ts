// The list of topics as it is shown: filtered by words, sorted by what is known, read again the less often the longer it is.
import type { TopicGlance, TopicSummary } from '../../../core/contract/topics.ts'
import { byWords, everyMs, type Intervals, sortedBy } from '../../format/listing.ts'
import type { Sort } from '../../ui/grid-columns.ts'

/** Above this, sorting by a detail would ask the cluster for more than a person would wait for. */
export const MOST_TO_SORT_BY_DETAIL = 500

const DETAILS: ReadonlySet<string> = new Set(['records', 'lastWrite'])

export const isDetailSort = (sort: Sort | null): boolean => sort !== null && DETAILS.has(sort.id)

export function filterTopics<T extends Pick<TopicSummary, 'name'>>(topics: readonly T[], text: string): readonly T[] {
  if (text.trim() === '') return topics
  const isWanted = byWords(text)
  return topics.filter(({ name }) => isWanted(name))
}

/** Equals stand by name. */
export function sortTopics(
  topics: readonly TopicSummary[],
  sort: Sort | null,
  glanceOf: (name: string) => TopicGlance | null | undefined,
): readonly TopicSummary[] {
  if (sort === null || (sort.id === 'name' && !sort.descending)) return topics
  if (sort.id === 'name') return topics.toReversed()
  return sortedBy(topics, sort.descending, (topic) => valueOf(topic, sort.id, glanceOf))
}

function valueOf(topic: TopicSummary, column: string, glanceOf: (name: string) => TopicGlance | null | undefined): number | bigint | null {
  if (column === 'partitions') return topic.partitionCount
  if (column === 'replicas') return topic.replicationFactor
  const glance = glanceOf(topic.name)
  return (column === 'records' ? glance?.offsetSpan : glance?.lastTimestamp) ?? null
}

const INTERVALS: Intervals = [
  [100, 2_000],
  [1_000, 10_000],
  [5_000, 30_000],
  [Infinity, 60_000],
]

export const listEveryMs = (count: number, hasFailed = false): number => everyMs(INTERVALS, count, hasFailed)

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
