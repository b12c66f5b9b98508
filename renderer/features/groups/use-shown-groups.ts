// The rows of the groups list: filtered, sorted, and asked about while they are in sight.
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef } from 'react'
import type { GroupSummary } from '../../../core/contract/groups.ts'
import { useDetailSort } from '../../rpc/detail-sort.tsx'
import type { GridRows, Sort } from '../../ui/data-grid.tsx'
import { useViewState } from '../../ui/view-state.ts'
import type { GroupGlances } from './group-columns.tsx'
import { filterGroups, type GroupFilter, isDescribed, isDetailSort, MOST_TO_SORT_BY_DETAIL, sortGroups } from './group-list.ts'
import { useGroupGlances } from './groups.queries.ts'

export interface ShownGroups {
  glances: GroupGlances
  rows: GridRows<GroupSummary>
  /** As it is done: null while the one that is asked for is not. */
  sort: Sort | null
  onSort: (sort: Sort | null) => void
  /** How far sorting by a detail is, or why it is not done. */
  notice: ReactNode
  onVisibleChange: (first: number, last: number) => void
}

export function useShownGroups(connectionId: string, groups: readonly GroupSummary[], { text, state }: GroupFilter): ShownGroups {
  const [sort, setSort] = useViewState<Sort | null>(`${connectionId}/groups`, 'sort', null)
  const { store: glances, look } = useGroupGlances(connectionId)
  const matching = useMemo(() => filterGroups(groups, { text, state }), [groups, text, state])
  const names = useMemo(() => matching.filter(isDescribed).map(({ groupId }) => groupId), [matching])
  const byDetail = isDetailSort(sort)
  const detail = useDetailSort({
    store: glances,
    names,
    column: byDetail ? sort!.id : null,
    noun: 'group',
    most: MOST_TO_SORT_BY_DETAIL,
    onGiveUp: () => setSort(null),
  })
  const order = byDetail && !detail.isPossible ? null : sort
  const sorted = useMemo(
    () => sortGroups(matching, order, (groupId) => glances.get(groupId)?.glance),
    // The order follows the glances only when the version says so: rows do not jump while they are read anew.
    // oxlint-disable-next-line exhaustive-deps
    [matching, order, glances, detail.orderVersion],
  )
  const rows = useMemo(() => rowsOf(sorted), [sorted])
  const seen = useRef({ first: 0, last: -1 })
  const lookAt = (first: number, last: number): void => {
    seen.current = { first, last }
    look(sorted.slice(first, last + 1).filter(isDescribed).map(({ groupId }) => groupId))
  }
  const lookAgain = useEffectEvent(() => lookAt(seen.current.first, seen.current.last))
  useEffect(() => lookAgain(), [sorted])
  return { glances, rows, sort: order, onSort: setSort, notice: detail.notice, onVisibleChange: lookAt }
}

function rowsOf(groups: readonly GroupSummary[]): GridRows<GroupSummary> {
  let places: Map<string, number> | null = null
  return {
    count: groups.length,
    at: (index) => groups[index],
    indexOf: (groupId) => (places ??= new Map(groups.map((group, index) => [group.groupId, index]))).get(groupId) ?? -1,
  }
}
