// The failure groups: one line for everything that failed in the same way.
import { type ReactNode, useMemo } from 'react'
import type { FailureGroup, Timeline } from '../../../core/contract/dead-letters.ts'
import { copyText } from '../../ui/copy-text.ts'
import { DataGrid, type GridHandle, type GridRows } from '../../ui/data-grid.tsx'
import type { Sort } from '../../ui/grid-columns.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { readViewState, useViewState, writeViewState } from '../../ui/view-state.ts'
import { GROUP_ROW_PX, groupColumns } from './group-columns.tsx'
import { sortGroups } from './group-order.ts'

export interface GroupGridProps {
  place: string
  groups: readonly FailureGroup[]
  timeline: Timeline | undefined
  active: string
  onActive: (fingerprint: string) => void
  selected: ReadonlySet<string>
  onSelected: (fingerprints: ReadonlySet<string>) => void
  onOpen: (fingerprint: string) => void
  /** What can be done with the group under the cursor. */
  actions: readonly MenuEntry[]
  grid: { current: GridHandle | null }
}

export function GroupGrid({ place, groups, timeline, active, onActive, selected, onSelected, onOpen, actions, grid }: GroupGridProps): ReactNode {
  const [sort, setSort] = useViewState<Sort | null>(place, 'group-sort', null)
  const columns = useMemo(() => groupColumns(timeline), [timeline])
  const rows = useMemo(() => rowsOf(sortGroups(groups, sort)), [groups, sort])
  return (
    <DataGrid
      label="Failure groups"
      name="failure-groups"
      rowPx={GROUP_ROW_PX}
      columns={columns}
      rows={rows}
      keyOf={({ fingerprint }) => fingerprint}
      activeKey={active === '' ? null : active}
      onActiveChange={onActive}
      onOpen={({ fingerprint }) => onOpen(fingerprint)}
      sort={sort}
      onSort={setSort}
      selection={{ keys: selected, onChange: onSelected }}
      initialTop={readViewState(place, 'group-top', 0)}
      onTopChange={(top) => writeViewState(place, 'group-top', top)}
      contextMenu={({ fingerprint, class: name, message }) => [
        { label: 'Show its dead letters', keys: 'Enter', run: () => onOpen(fingerprint) },
        { separator: true },
        ...actions,
        { separator: true },
        { label: 'Copy class and message', run: () => void copyText([name, message].filter(Boolean).join(': '), 'class and message') },
        { label: 'Copy fingerprint', run: () => void copyText(fingerprint, 'the fingerprint') },
      ]}
      handle={grid}
    />
  )
}

function rowsOf(groups: readonly FailureGroup[]): GridRows<FailureGroup> {
  let places: Map<string, number> | null = null
  return {
    count: groups.length,
    at: (index) => groups[index],
    indexOf: (fingerprint) => (places ??= new Map(groups.map((group, index) => [group.fingerprint, index]))).get(fingerprint) ?? -1,
  }
}
