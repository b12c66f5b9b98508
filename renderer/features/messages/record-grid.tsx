// The records of a topic as a grid, newest on top.
import { memo, type ReactNode, type Ref } from 'react'
import type { RecordRow } from '../../../core/contract/messages.ts'
import { formatBytes } from '../../format/sizes.ts'
import { DataGrid, type GridColumn, type GridHandle } from '../../ui/data-grid.tsx'
import { Figure } from '../../ui/figure.tsx'
import { MomentText, RelativeTime } from '../../ui/moment-text.tsx'
import { SeriesMark } from '../../ui/series-mark.tsx'
import { PreviewText } from './preview-text.tsx'
import { recordKey } from './record-feed.ts'

export interface RecordGridProps {
  /** Oldest first. */
  rows: readonly RecordRow[]
  activeKey: string | null
  onActiveChange: (key: string) => void
  onOpen: (row: RecordRow) => void
  /** Less room: what can be read elsewhere is left out. */
  narrow: boolean
  handle: Ref<GridHandle>
}

export function RecordGrid({ rows, activeKey, onActiveChange, onOpen, narrow, handle }: RecordGridProps): ReactNode {
  return (
    <DataGrid
      label="Records, newest first"
      columns={narrow ? NARROW_COLUMNS : COLUMNS}
      rows={{ count: rows.length, at: (index) => rows[rows.length - 1 - index]! }}
      keyOf={recordKey}
      activeKey={activeKey}
      onActiveChange={onActiveChange}
      onOpen={onOpen}
      handle={handle}
    />
  )
}

const Key = memo(({ row }: { row: RecordRow }) => <PreviewText preview={row.key} nullMeans="No key" />)
const Value = memo(({ row }: { row: RecordRow }) => <PreviewText preview={row.value} nullMeans="Tombstone: a null value" />)

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
    cell: (row) => <Figure value={row.offset} className="font-mono text-mono" />,
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

const NARROW_COLUMNS = COLUMNS.filter(({ id }) => id !== 'age')
