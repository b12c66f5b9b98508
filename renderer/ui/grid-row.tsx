// One row of a grid. It is drawn again only when something of its own changes; clicks and keys are heard by the grid.
import { memo, type ReactNode } from 'react'
import { cx } from './class-names.ts'
import type { GridColumn } from './grid-columns.ts'

export interface GridRowProps<Row> {
  /** undefined = not loaded yet. */
  row: Row | undefined
  index: number
  topPx: number
  columns: readonly GridColumn<Row>[]
  isActive: boolean
  isSelected: boolean
  isTabStop: boolean
}

const PlainGridRow = <Row,>(props: GridRowProps<Row>): ReactNode => {
  const { row, index, topPx, columns, isActive, isSelected, isTabStop } = props
  return (
    <div
      role="row"
      data-index={index}
      data-active={isActive || undefined}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-busy={row === undefined || undefined}
      tabIndex={isTabStop ? 0 : -1}
      className="absolute inset-x-0 top-0 grid h-(--row-height) items-center border-b border-n3 [contain:strict] hover:bg-n3 aria-selected:bg-accent-soft data-active:before:absolute data-active:before:inset-y-0 data-active:before:left-0 data-active:before:w-0.5 data-active:before:bg-accent"
      style={{ gridTemplateColumns: 'var(--grid-columns)', transform: `translateY(${topPx}px)` }}
    >
      {columns.map(({ id, align, cell }) => (
        <div key={id} role="gridcell" className={cx('truncate px-2 first:pl-3', align === 'end' && 'text-right')}>
          {row === undefined ? <span className="skeleton inline-block h-2.5 w-3/5 align-middle" /> : cell(row)}
        </div>
      ))}
    </div>
  )
}

// memo() forgets that the component is generic.
export const GridRow = memo(PlainGridRow) as typeof PlainGridRow
