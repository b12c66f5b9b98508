// The list of groups as it is shown: filtered by words and state, sorted by what is known.
import type { GroupGlance, GroupSummary } from '../../../core/contract/groups.ts'
import { byWords, everyMs, type Intervals, sortedBy } from '../../format/listing.ts'
import type { Sort } from '../../ui/grid-columns.ts'

/** Above this, sorting by a detail would ask the cluster for more than a person would wait for. */
export const MOST_TO_SORT_BY_DETAIL = 300

/** Kinds of groups that have neither committed offsets nor a description that this list could ask for (KIP-932, KIP-1071). */
const UNDESCRIBED: ReadonlySet<string> = new Set(['share', 'streams'])

export const isDescribed = ({ protocolType, type }: GroupSummary): boolean => !UNDESCRIBED.has(protocolType) && !UNDESCRIBED.has(type)

/** `classic`, `consumer`, `classic, connect`: the protocol of the group, and what it is used for where that is not consuming. */
export function typeWords({ type, protocolType }: Pick<GroupSummary, 'type' | 'protocolType'>): string {
  const isOrdinary = ['', 'consumer', type].includes(protocolType)
  if (type === '') return protocolType
  return isOrdinary ? type : `${type}, ${protocolType}`
}

const TYPES: Record<string, string> = {
  classic: 'The classic protocol: one of the members makes the assignment.',
  consumer: 'The consumer protocol (KIP-848): the broker makes the assignment.',
  share: 'A share group (KIP-932): its members share the records of a partition.',
  streams: 'A group of a Kafka Streams application (KIP-1071).',
}

export const typeMeaning = (type: string): string | undefined => TYPES[type]

const DETAILS: ReadonlySet<string> = new Set(['members', 'topics', 'lag'])

export const isDetailSort = (sort: Sort | null): boolean => sort !== null && DETAILS.has(sort.id)

export interface GroupFilter {
  text: string
  /** '' = any. */
  state: string
}

export function filterGroups(groups: readonly GroupSummary[], { text, state }: GroupFilter): readonly GroupSummary[] {
  const isWanted = byWords(text)
  return groups.filter((group) => (state === '' || group.state === state) && isWanted(group.groupId))
}

/** How many groups are in each state, the commonest first; none where the brokers are too old to tell. */
export function statesOf(groups: readonly GroupSummary[]): { state: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { state } of groups) if (state !== '') counts.set(state, (counts.get(state) ?? 0) + 1)
  return Array.from(counts, ([state, count]) => ({ state, count })).toSorted((a, b) => b.count - a.count || (a.state < b.state ? -1 : 1))
}

/** Equals stand by id. */
export function sortGroups(
  groups: readonly GroupSummary[],
  sort: Sort | null,
  glanceOf: (groupId: string) => GroupGlance | null | undefined,
): readonly GroupSummary[] {
  if (sort === null || (sort.id === 'group' && !sort.descending)) return groups
  if (sort.id === 'group') return groups.toReversed()
  return sortedBy(groups, sort.descending, (group) => valueOf(group, sort.id, glanceOf))
}

function valueOf(group: GroupSummary, column: string, glanceOf: (groupId: string) => GroupGlance | null | undefined): number | bigint | string | null {
  if (column === 'state') return group.state
  if (column === 'type') return typeWords(group)
  const glance = glanceOf(group.groupId)
  if (!glance || glance.error !== null) return null
  return column === 'members' ? glance.memberCount : column === 'topics' ? glance.topics.length : glance.lag
}

const INTERVALS: Intervals = [
  [200, 3_000],
  [2_000, 15_000],
  [Infinity, 60_000],
]

export const listEveryMs = (count: number, hasFailed = false): number => everyMs(INTERVALS, count, hasFailed)
