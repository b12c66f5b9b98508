// In which order failure groups are listed.
import type { FailureGroup } from '../../../core/contract/dead-letters.ts'
import type { Sort } from '../../ui/grid-columns.ts'
import { shortClass } from './failure-words.ts'

const LARGEST_FIRST: Sort = { id: 'count', descending: true }

/** Largest first, unless somebody wants another order. */
export function sortGroups(groups: readonly FailureGroup[], sort: Sort | null): readonly FailureGroup[] {
  const order = sort ?? LARGEST_FIRST
  const sign = order.descending ? -1 : 1
  return groups.toSorted((a, b) => sign * compare(order.id, a, b) || b.count - a.count || (a.fingerprint < b.fingerprint ? -1 : 1))
}

function compare(id: string, a: FailureGroup, b: FailureGroup): number {
  if (id === 'failure') return shortClass(a.class).localeCompare(shortClass(b.class))
  return id === 'last' ? a.lastSeenMs - b.lastSeenMs : a.count - b.count
}
