// The header row of a grid: click or Enter sorts, the edge or Shift+arrows sets a width, a double click on the edge gives it back.
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { cx } from './class-names.ts'
import { clampWidth, type ColumnWidths, type GridColumn, nextSort, type Sort } from './grid-columns.ts'

export interface GridHeaderProps<Row> {
  columns: readonly GridColumn<Row>[]
  sort: Sort | null
  onSort: ((sort: Sort | null) => void) | undefined
  /** null = widths are as they are. */
  widths: ColumnWidths | null
  onWidths: (widths: ColumnWidths) => void
}

const KEY_STEP_PX = 8

export function GridHeader<Row>({ columns, sort, onSort, widths, onWidths }: GridHeaderProps<Row>): ReactNode {
  const [stop, setStop] = useState(0)
  const [resizing, setResizing] = useState<{ id: string; fromX: number; fromPx: number } | null>(null)
  const takesKeys = widths !== null || (onSort !== undefined && columns.some(({ sortable }) => sortable))
  const setWidth = (column: GridColumn<Row>, px: number): void => onWidths({ ...widths, [column.id]: clampWidth(column, px) })
  const reset = (column: GridColumn<Row>): void => onWidths(Object.fromEntries(Object.entries(widths ?? {}).filter(([id]) => id !== column.id)))
  const sortBy = (column: GridColumn<Row>): void => {
    if (column.sortable) onSort?.(nextSort(column, sort))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, column: GridColumn<Row>, index: number): void => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    if (event.key === 'Enter' || event.key === ' ') sortBy(column)
    else if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    else if (event.shiftKey && widths !== null) setWidth(column, event.currentTarget.offsetWidth + step * KEY_STEP_PX)
    else focusCell(event.currentTarget, Math.min(Math.max(index + step, 0), columns.length - 1))
    event.preventDefault()
  }
  return (
    <div role="row" aria-rowindex={1} className="grid h-6.5 items-stretch" style={{ gridTemplateColumns: 'var(--grid-columns)' }}>
      {columns.map((column, index) => (
        <div
          key={column.id}
          role="columnheader"
          aria-sort={sort?.id === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined}
          aria-keyshortcuts={takesKeys && widths !== null ? 'Shift+ArrowLeft Shift+ArrowRight' : undefined}
          tabIndex={takesKeys ? (index === Math.min(stop, columns.length - 1) ? 0 : -1) : undefined}
          title={titleOf(column, onSort !== undefined)}
          className={cx(
            'group relative flex min-w-0 items-center gap-1 px-2 text-small font-medium text-n10 first:pl-3',
            column.align === 'end' && 'justify-end',
            column.sortable && 'hover:bg-n4 hover:text-n12',
          )}
          onFocus={() => setStop(index)}
          onClick={() => sortBy(column)}
          onKeyDown={(event) => onKeyDown(event, column, index)}
        >
          <span className="truncate">{column.header}</span>
          {sort?.id === column.id && <SortMark descending={sort.descending} />}
          {widths !== null && (
            <span
              aria-hidden="true"
              className={cx(
                'absolute inset-y-1 right-0 w-1.5 cursor-col-resize touch-none border-r border-n6 hover:border-accent',
                resizing?.id === column.id && 'border-accent',
              )}
              onClick={(event) => event.stopPropagation()}
              onDoubleClick={() => reset(column)}
              onPointerDown={(event) => setResizing(grab(event, column.id))}
              onPointerMove={(event) => resizing?.id === column.id && setWidth(column, resizing.fromPx + event.clientX - resizing.fromX)}
              onPointerUp={() => setResizing(null)}
              onPointerCancel={() => setResizing(null)}
            />
          )}
        </div>
      ))}
    </div>
  )
}

function SortMark({ descending }: { descending: boolean }): ReactNode {
  const Mark = descending ? ArrowDown : ArrowUp
  return <Mark size={12} aria-hidden="true" className="shrink-0 text-accent" />
}

function grab(event: PointerEvent<HTMLElement>, id: string): { id: string; fromX: number; fromPx: number } {
  event.preventDefault()
  event.currentTarget.setPointerCapture(event.pointerId)
  return { id, fromX: event.clientX, fromPx: event.currentTarget.parentElement!.offsetWidth }
}

const titleOf = <Row,>({ header, sortable }: GridColumn<Row>, sorts: boolean): string =>
  sortable && sorts ? `Sort by ${header.toLowerCase()}` : header

function focusCell(cell: HTMLElement, index: number): void {
  const other = cell.parentElement?.children[index]
  if (other instanceof HTMLElement) other.focus()
}
