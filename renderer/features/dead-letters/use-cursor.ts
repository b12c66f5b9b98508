// Where a person is among groups and dead letters: the row under the cursor, what is selected, what is open, and so what an action is about.
import { type RefObject, useMemo, useRef, useState } from 'react'
import type { FailureKey, FailureRow } from '../../../core/contract/dead-letters.ts'
import type { GridHandle } from '../../ui/data-grid.tsx'
import { hashQueryKey } from '../../rpc/query-client.ts'
import { useGridKeys } from '../../ui/grid-keys.ts'
import { useViewState } from '../../ui/view-state.ts'
import { type Chosen, chosenGroups, chosenOf } from './chosen.ts'
import type { ShownDeadLetters } from './dead-letters-screen.tsx'
import { keyId } from './failure-words.ts'
import { rowPast } from './row-past.ts'
import type { Centre } from './use-centre.ts'

export interface Cursor {
  grid: RefObject<GridHandle | null>
  activeGroup: string
  setActiveGroup: (fingerprint: string) => void
  selectedGroups: ReadonlySet<string>
  setSelectedGroups: (fingerprints: ReadonlySet<string>) => void
  activeRow: string
  setActiveRow: (id: string) => void
  selectedRows: ReadonlySet<string>
  setSelectedRows: (ids: ReadonlySet<string>) => void
  hasSelection: boolean
  clear: () => void
  /** Where rows leave the list, the cursor goes on to the next one, and so does the case that is open. */
  goPast: (of: Chosen) => void
  /** The cursor stands on it, whatever was selected. */
  goToGroup: (fingerprint: string) => void
  chosen: Chosen | null
  /** Groups that are selected, whatever else is chosen. */
  mergeable: Chosen | null
  /** Of the case that is open; null while its topic is not known. */
  openKey: FailureKey | null
  openChosen: Chosen | null
  /** The case was read: its row counts also where no list shows it. */
  onOpenRow: (row: FailureRow) => void
}

const NONE: ReadonlySet<string> = new Set()

export function useCursor(centre: Centre, shown: ShownDeadLetters, onShow: (shown: ShownDeadLetters) => void): Cursor {
  const grid = useRef<GridHandle>(null)
  const [activeGroup, setActiveGroup] = useViewState(centre.place, 'active-group', '')
  const [activeRow, setActiveRow] = useViewState(centre.place, 'active-row', '')
  const [selectedGroups, setSelectedGroups] = useState(NONE)
  const [selectedRows, setSelectedRows] = useState(NONE)
  /** The list of which all rows were selected, those that are not loaded too. */
  const [allOf, setAllOf] = useState<string | null>(null)
  const [openRow, onOpenRow] = useState<FailureRow | null>(null)
  useGridKeys(grid)
  const isList = centre.view === 'list'
  const loaded = useLoaded(centre)
  const openId = shown.record && keyId(shown.record)
  const open = openId === null ? null : openRow && keyId(openRow.key) === openId ? openRow : (loaded.get(openId) ?? null)
  const groups = centre.groups.data?.groups ?? []
  const pickedGroups = groups.filter(({ fingerprint }) => selectedGroups.has(fingerprint))
  const pickedRows = [...selectedRows].flatMap((id) => loaded.get(id) ?? [])
  const { filter } = centre.asked
  const listName = hashQueryKey([centre.asked])
  const count = centre.list.rows?.count ?? 0
  const takesAll = isList && allOf === listName && count > 0
  const everyLoaded = useMemo(() => new Set(loaded.keys()), [loaded])
  const select = (ids: ReadonlySet<string>): void => {
    setSelectedRows(ids)
    // Whoever takes every row means those further down as well, which nobody has read yet.
    setAllOf(ids.size > 0 && ids.size === loaded.size && loaded.size < count ? listName : null)
  }
  const chosen = chosenOf({
    isList,
    filter,
    selectedRows: pickedRows,
    allMatching: takesAll ? count : null,
    row: open ?? (isList ? (loaded.get(activeRow) ?? null) : null),
    selectedGroups: isList ? [] : pickedGroups,
    group: centre.group ?? (isList ? null : (groups.find(({ fingerprint }) => fingerprint === activeGroup) ?? null)),
  })
  return {
    grid,
    activeGroup,
    setActiveGroup,
    selectedGroups,
    setSelectedGroups,
    activeRow: openId ?? activeRow,
    setActiveRow,
    selectedRows: takesAll ? everyLoaded : selectedRows,
    setSelectedRows: select,
    hasSelection: isList ? takesAll || selectedRows.size > 0 : selectedGroups.size > 0,
    clear: () => (setSelectedGroups(NONE), select(NONE)),
    goPast: (of) => {
      select(NONE)
      setSelectedGroups(NONE)
      if (of.kind !== 'keys' || !isList) return
      const next = rowPast(centre.list.rows, new Set(of.keys.map(keyId)))
      setActiveRow(next ? keyId(next.key) : '')
      if (shown.record) onShow({ ...shown, record: next && { topic: next.key.topic, partition: next.key.partition, offset: next.key.offset } })
      if (next) requestAnimationFrame(() => grid.current?.focus())
    },
    goToGroup: (fingerprint) => {
      setSelectedGroups(NONE)
      setActiveGroup(fingerprint)
      requestAnimationFrame(() => grid.current?.focus())
    },
    chosen,
    mergeable: isList ? null : chosenGroups(pickedGroups, filter),
    openKey: openKeyOf(centre, shown),
    openChosen: open && { kind: 'keys', keys: [open.key], rows: [open] },
    onOpenRow,
  }
}

/** Those that are loaded, by where they lie. */
function useLoaded({ list: { rows } }: Centre): ReadonlyMap<string, FailureRow> {
  return useMemo(() => {
    const loaded = new Map<string, FailureRow>()
    for (let index = 0; index < (rows?.count ?? 0); index += 1) {
      const row = rows?.at(index)
      if (row) loaded.set(keyId(row.key), row)
    }
    return loaded
  }, [rows])
}

/** An address names the topic; its id is that of the topic which has the name now. */
function openKeyOf({ topics }: Centre, { record }: ShownDeadLetters): FailureKey | null {
  const topicId = topics.find(({ topic }) => topic === record?.topic)?.topicId
  return record === null || topicId === undefined ? null : { ...record, topicId }
}
