// The list of groups as it is shown: filtered by words and state, sorted by what is known.
import type { GroupGlance, GroupSummary } from '../../../core/contract/groups.ts'
import type { Sort } from '../../ui/grid-columns.ts'

/** Above this, sorting by a detail would ask the cluster for more than a person would wait for. */
export const MOST_TO_SORT_BY_DETAIL = 300

/** Kinds of groups that have neither committed offsets nor a description that this list could ask for (KIP-932, KIP-1071). */
const UNDESCRIBED: ReadonlySet<string> = new Set(['share', 'streams'])

export const isDescribed = ({ protocolType }: GroupSummary): boolean => !UNDESCRIBED.has(protocolType)

const DETAILS: ReadonlySet<string> = new Set(['members', 'topics', 'lag'])

export const isDetailSort = (sort: Sort | null): boolean => sort !== null && DETAILS.has(sort.id)

export interface GroupFilter {
  text: string
  /** '' = any. */
  state: string
}

/** Every word has to be in the id, in any order and case. */
export function filterGroups(groups: readonly GroupSummary[], { text, state }: GroupFilter): readonly GroupSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return groups.filter((group) => {
    const lower = group.groupId.toLowerCase()
    return (state === '' || group.state === state) && words.every((word) => lower.includes(word))
  })
}

/** How many groups are in each state, the commonest first; none where the brokers are too old to tell. */
export function statesOf(groups: readonly GroupSummary[]): { state: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { state } of groups) if (state !== '') counts.set(state, (counts.get(state) ?? 0) + 1)
  return Array.from(counts, ([state, count]) => ({ state, count })).toSorted((a, b) => b.count - a.count || (a.state < b.state ? -1 : 1))
}

/** What is not known comes last, whichever way it is sorted; equals stand by id. */
export function sortGroups(
  groups: readonly GroupSummary[],
  sort: Sort | null,
  glanceOf: (groupId: string) => GroupGlance | null | undefined,
): readonly GroupSummary[] {
  if (sort === null || (sort.id === 'group' && !sort.descending)) return groups
  if (sort.id === 'group') return groups.toReversed()
  const direction = sort.descending ? -1 : 1
  const values = new Map(groups.map((group) => [group, valueOf(group, sort.id, glanceOf)]))
  return groups.toSorted((a, b) => {
    const [left, right] = [values.get(a)!, values.get(b)!]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return left === right ? 0 : left < right ? -direction : direction
  })
}

function valueOf(group: GroupSummary, column: string, glanceOf: (groupId: string) => GroupGlance | null | undefined): number | bigint | string | null {
  if (column === 'state') return group.state
  if (column === 'type') return group.protocolType
  const glance = glanceOf(group.groupId)
  if (!glance || glance.error !== null) return null
  return column === 'members' ? glance.memberCount : column === 'topics' ? glance.topics.length : glance.lag
}

const INTERVALS: readonly [upTo: number, everyMs: number][] = [
  [200, 3_000],
  [2_000, 15_000],
  [Infinity, 60_000],
]

/** A cluster that did not answer is asked again soon, however long its list was. */
const FAILED_EVERY_MS = 10_000

export function listEveryMs(count: number, hasFailed = false): number {
  const everyMs = INTERVALS.find(([upTo]) => count <= upTo)![1]
  return hasFailed ? Math.min(everyMs, FAILED_EVERY_MS) : everyMs
}
