// The records of a reading as a grid.
import { memo, type ReactNode, type Ref } from 'react'
import type { RecordRow } from '../../../core/contract/messages.ts'
import { formatBytes } from '../../format/sizes.ts'
import { DataGrid, type GridColumn, type GridHandle, type GridSelection } from '../../ui/data-grid.tsx'
import { Figure } from '../../ui/figure.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { MomentText, RelativeTime } from '../../ui/moment-text.tsx'
import { SeriesMark } from '../../ui/series-mark.tsx'
import { HoleMark } from './hole-mark.tsx'
import { recordKey } from './live-rows.ts'
import { OutcomeBadge } from './outcome-badge.tsx'
import { PreviewText } from './preview-text.tsx'
import type { ShownRows } from './topic-reading.ts'

export interface RecordGridProps {
  label: string
  rows: ShownRows
  activeKey: string | null
  selection: GridSelection
  /** Less room: what can be read elsewhere is left out. */
  narrow: boolean
  initialTop: number
  handle: Ref<GridHandle>
  onActiveChange: (key: string) => void
  onOpen: (row: RecordRow) => void
  onTopChange: (top: number) => void
  onVisibleChange: (first: number, last: number) => void
  contextMenu: (row: RecordRow) => readonly MenuEntry[]
}

export function RecordGrid({ narrow, initialTop, ...props }: RecordGridProps): ReactNode {
  return (
    <DataGrid
      {...props}
      name={narrow ? 'records-narrow' : 'records'}
      columns={narrow ? NARROW_COLUMNS : COLUMNS}
      keyOf={recordKey}
      initialTop={initialTop > 0 ? initialTop : undefined}
    />
  )
}

const Key = memo(({ row }: { row: RecordRow }) => <PreviewText preview={row.key} nullMeans="No key" />)
const Value = memo(({ row }: { row: RecordRow }) => (
  <>
    <OutcomeBadge outcome={row.transaction} />
    <PreviewText preview={row.value} nullMeans="Tombstone: a null value" />
  </>
))

const COLUMNS: GridColumn<RecordRow>[] = [
  { id: 'time', header: 'Time', width: '142px', cell: (row) => <MomentText timestampMs={row.timestamp} note={row.timestampType} /> },
  {
    id: 'age',
    header: 'Age',
    width: '92px',
    cell: (row) => (
      <span className="text-n9">
        <RelativeTime timestampMs={row.timestamp} />
      </span>
    ),
  },
  { id: 'partition', header: 'Part.', width: '58px', cell: (row) => <SeriesMark index={row.partition} /> },
  {
    id: 'offset',
    header: 'Offset',
    width: '104px',
    align: 'end',
    cell: (row) => (
      <>
        <HoleMark row={row} />
        <Figure value={row.offset} className="font-mono text-mono" />
      </>
    ),
  },
  { id: 'key', header: 'Key', width: 'minmax(90px, 1fr)', cell: (row) => <Key row={row} /> },
  { id: 'value', header: 'Value', width: 'minmax(160px, 4fr)', cell: (row) => <Value row={row} /> },
  {
    id: 'headers',
    header: 'Hdrs',
    width: '48px',
    align: 'end',
    cell: (row) => <span className={row.headerCount === 0 ? 'text-n9' : ''}>{row.headerCount}</span>,
  },
  {
    id: 'size',
    header: 'Size',
    width: '76px',
    align: 'end',
    cell: (row) => <span className="text-n10 tabular-nums">{formatBytes(row.sizeBytes)}</span>,
  },
]

const NARROW_COLUMNS = COLUMNS.filter(({ id }) => id !== 'age' && id !== 'headers')
