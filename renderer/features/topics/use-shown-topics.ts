// The rows of the topics list: filtered, sorted, and asked about while they are in sight.
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef } from 'react'
import type { TopicSummary } from '../../../core/contract/topics.ts'
import { useDetailSort } from '../../rpc/detail-sort.tsx'
import type { GridRows, Sort } from '../../ui/data-grid.tsx'
import { useViewState } from '../../ui/view-state.ts'
import type { TopicGlances } from './topic-columns.tsx'
import { filterTopics, isDetailSort, MOST_TO_SORT_BY_DETAIL, sortTopics } from './topic-list.ts'
import { useTopicGlances } from './topics.queries.ts'

const COLUMN_WORDS: Record<string, string> = { records: 'records', lastWrite: 'last write' }

export interface ShownTopics {
  glances: TopicGlances
  rows: GridRows<TopicSummary>
  /** As it is done: null while the one that is asked for is not. */
  sort: Sort | null
  onSort: (sort: Sort | null) => void
  /** How far sorting by a detail is, or why it is not done. */
  notice: ReactNode
  onVisibleChange: (first: number, last: number) => void
}

export function useShownTopics(connectionId: string, topics: readonly TopicSummary[], filter: string): ShownTopics {
  const [sort, setSort] = useViewState<Sort | null>(`${connectionId}/topics`, 'sort', null)
  const { store: glances, look } = useTopicGlances(connectionId)
  const matching = useMemo(() => filterTopics(topics, filter), [topics, filter])
  const names = useMemo(() => matching.map(({ name }) => name), [matching])
  const byDetail = isDetailSort(sort)
  const detail = useDetailSort({
    store: glances,
    names,
    column: byDetail ? COLUMN_WORDS[sort!.id]! : null,
    noun: 'topic',
    most: MOST_TO_SORT_BY_DETAIL,
    onGiveUp: () => setSort(null),
  })
  const order = byDetail && !detail.isPossible ? null : sort
  const sorted = useMemo(
    () => sortTopics(matching, order, (name) => glances.get(name)?.glance),
    // The order follows the glances only when the version says so: rows do not jump while they are read anew.
    // oxlint-disable-next-line exhaustive-deps
    [matching, order, glances, detail.orderVersion],
  )
  const rows = useMemo(() => rowsOf(sorted), [sorted])
  const seen = useRef({ first: 0, last: -1 })
  const lookAt = (first: number, last: number): void => {
    seen.current = { first, last }
    look(sorted.slice(first, last + 1).map(({ name }) => name))
  }
  const lookAgain = useEffectEvent(() => lookAt(seen.current.first, seen.current.last))
  useEffect(() => lookAgain(), [sorted])
  return { glances, rows, sort: order, onSort: setSort, notice: detail.notice, onVisibleChange: lookAt }
}

function rowsOf(topics: readonly TopicSummary[]): GridRows<TopicSummary> {
  let places: Map<string, number> | null = null
  return {
    count: topics.length,
    at: (index) => topics[index],
    indexOf: (name) => (places ??= new Map(topics.map((topic, index) => [topic.name, index]))).get(name) ?? -1,
  }
}
