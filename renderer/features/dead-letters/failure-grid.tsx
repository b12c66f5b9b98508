// Dead letters one by one, read page by page while they are scrolled through.
import { type ReactNode, useMemo } from 'react'
import type { FailureRow } from '../../../core/contract/dead-letters.ts'
import { copyText } from '../../ui/copy-text.ts'
import { DataGrid, type GridHandle, type GridRows } from '../../ui/data-grid.tsx'
import type { Sort } from '../../ui/grid-columns.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import type { ListOrder } from './dead-letters.queries.ts'
import { failureColumns } from './failure-columns.tsx'
import { keyId, placeText } from './failure-words.ts'

export interface FailureGridProps {
  rows: GridRows<FailureRow>
  isOneGroup: boolean
  isNarrow: boolean
  order: ListOrder
  onOrder: (order: ListOrder) => void
  active: string
  onActive: (id: string) => void
  selected: ReadonlySet<string>
  onSelected: (ids: ReadonlySet<string>) => void
  onOpen: (row: FailureRow) => void
  onVisibleChange: (first: number, last: number) => void
  /** What can be done with the row under the cursor, or with those selected. */
  actions: readonly MenuEntry[]
  grid: { current: GridHandle | null }
}

export function FailureGrid(props: FailureGridProps): ReactNode {
  const { rows, isOneGroup, isNarrow, order, onOrder, active, onActive, selected, onSelected, onOpen, onVisibleChange, actions, grid } = props
  const columns = useMemo(() => failureColumns(isOneGroup, isNarrow), [isOneGroup, isNarrow])
  return (
    <DataGrid
      label="Dead letters"
      name={isOneGroup ? 'failures-of-group' : 'failures'}
      columns={columns}
      rows={rows}
      keyOf={({ key }) => keyId(key)}
      activeKey={active === '' ? null : active}
      onActiveChange={onActive}
      onOpen={onOpen}
      sort={sortOf(order)}
      onSort={(sort) => onOrder(orderOf(sort, order))}
      selection={{ keys: selected, onChange: onSelected }}
      onVisibleChange={onVisibleChange}
      contextMenu={(row) => [
        { label: 'Open', keys: 'Enter', run: () => onOpen(row) },
        { separator: true },
        ...actions,
        { separator: true },
        { label: 'Copy key', disabled: row.keyText === null, run: () => void copyText(row.keyText ?? '', 'the key') },
        { label: 'Copy place', run: () => void copyText(placeText(row.key), 'where it lies') },
        { label: 'Copy class and message', run: () => void copyText([row.class, row.message].filter(Boolean).join(': '), 'class and message') },
      ]}
      handle={grid}
    />
  )
}

const SORTS: Record<ListOrder, Sort> = {
  newest: { id: 'at', descending: true },
  oldest: { id: 'at', descending: false },
  attempts: { id: 'attempts', descending: true },
  key: { id: 'key', descending: false },
}

const sortOf = (order: ListOrder): Sort => SORTS[order]

/** The core knows four orders: what a header is asked for is one of them, and a second click on the time turns it. */
function orderOf(sort: Sort | null, before: ListOrder): ListOrder {
  if (sort?.id === 'attempts') return 'attempts'
  if (sort?.id === 'key') return 'key'
  if (sort?.id === 'at') return before === 'newest' ? 'oldest' : 'newest'
  return 'newest'
}
