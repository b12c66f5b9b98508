// A grid of many rows of one height: virtualised, roving focus, arrows and J/K, Enter opens. It keeps still while rows arrive on top.
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { cx } from './class-names.ts'
import { useRovingFocus } from './roving-focus.ts'

export const ROW_HEIGHT = 26

export interface GridColumn<Row> {
  id: string
  header: string
  /** A track of CSS grid: `90px`, `minmax(120px, 1fr)`. */
  width: string
  align?: 'end'
  cell: (row: Row) => ReactNode
}

export interface GridRows<Row> {
  count: number
  at: (index: number) => Row
}

export interface GridHandle {
  focus: () => void
}

export interface DataGridProps<Row> {
  label: string
  columns: readonly GridColumn<Row>[]
  rows: GridRows<Row>
  keyOf: (row: Row) => string
  activeKey: string | null
  onActiveChange: (key: string) => void
  onOpen: (row: Row) => void
  handle?: Ref<GridHandle>
}

export function DataGrid<Row>(props: DataGridProps<Row>): ReactNode {
  const { label, columns, rows, keyOf, activeKey, onActiveChange, onOpen, handle } = props
  const body = useRef<HTMLDivElement>(null)
  const activeIndex = indexOfKey(rows, keyOf, activeKey)
  const tabStop = Math.max(activeIndex, 0)
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    getItemKey: (index) => keyOf(rows.at(index)),
    // The row that holds the tab stop stays in the page, or scrolling would drop the focus.
    rangeExtractor: (range: Range) => withIndex(defaultRangeExtractor(range), tabStop, rows.count),
  })
  useStillView(body, rows, keyOf)
  const { moveTo, onKeyDown } = useRovingFocus({
    body,
    count: rows.count,
    activeIndex,
    tabStop,
    rowHeight: ROW_HEIGHT,
    scrollTo: (index) => virtual.scrollToIndex(index),
    onMove: (index) => onActiveChange(keyOf(rows.at(index))),
    onOpen: (index) => onOpen(rows.at(index)),
  })
  useImperativeHandle(handle, () => ({ focus: () => moveTo(tabStop) }), [moveTo, tabStop])
  const template = columns.map((column) => column.width).join(' ')
  return (
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={rows.count + 1}
      aria-colcount={columns.length}
      className="flex min-h-0 flex-1 flex-col"
    >
      <GridHeader columns={columns} template={template} />
      <div ref={body} role="rowgroup" onKeyDown={onKeyDown} className="min-h-0 flex-1 overflow-y-auto bg-n1 [scrollbar-gutter:stable]">
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => (
            <GridRow
              key={key}
              row={rows.at(index)}
              index={index}
              top={start}
              columns={columns}
              template={template}
              isActive={index === activeIndex}
              isTabStop={index === tabStop}
              onActivate={() => onActiveChange(keyOf(rows.at(index)))}
              onOpen={() => onOpen(rows.at(index))}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

function GridHeader<Row>({ columns, template }: { columns: readonly GridColumn<Row>[]; template: string }): ReactNode {
  return (
    <div role="rowgroup" className="shrink-0 overflow-hidden border-b border-n6 bg-n2 [scrollbar-gutter:stable]">
      <div role="row" aria-rowindex={1} className="grid h-6.5 items-center" style={{ gridTemplateColumns: template }}>
        {columns.map(({ id, header, align }) => (
          <div
            key={id}
            role="columnheader"
            className={cx('truncate px-2 text-small font-medium text-n10 first:pl-3', align === 'end' && 'text-right')}
          >
            {header}
          </div>
        ))}
      </div>
    </div>
  )
}

interface GridRowProps<Row> {
  row: Row
  index: number
  top: number
  columns: readonly GridColumn<Row>[]
  template: string
  isActive: boolean
  isTabStop: boolean
  onActivate: () => void
  onOpen: () => void
}

function GridRow<Row>(props: GridRowProps<Row>): ReactNode {
  const { row, index, top, columns, template, isActive, isTabStop, onActivate, onOpen } = props
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={() => !isActive && onActivate()}
      onClick={() => (onActivate(), onOpen())}
      className="absolute inset-x-0 top-0 grid h-6.5 items-center border-b border-n3 hover:bg-n3 aria-selected:bg-accent-soft"
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
    >
      {columns.map(({ id, align, cell }) => (
        <div key={id} role="gridcell" className={cx('truncate px-2 first:pl-3', align === 'end' && 'text-right')}>
          {cell(row)}
        </div>
      ))}
    </div>
  )
}

function indexOfKey<Row>(rows: GridRows<Row>, keyOf: (row: Row) => string, key: string | null): number {
  if (key !== null) for (let index = 0; index < rows.count; index += 1) if (keyOf(rows.at(index)) === key) return index
  return -1
}

function withIndex(indexes: number[], index: number, count: number): number[] {
  if (index >= count || indexes.includes(index)) return indexes
  return index < (indexes[0] ?? 0) ? [index, ...indexes] : [...indexes, index]
}

/** While scrolled down, rows that arrive on top push the view instead of moving what is being read. */
function useStillView<Row>(body: { current: HTMLElement | null }, rows: GridRows<Row>, keyOf: (row: Row) => string): void {
  const first = useRef<string | null>(null)
  useLayoutEffect(() => {
    const before = first.current
    first.current = rows.count > 0 ? keyOf(rows.at(0)) : null
    const element = body.current
    if (!element || before === null || before === first.current || element.scrollTop === 0) return
    const arrived = indexOfKey(rows, keyOf, before)
    if (arrived > 0) element.scrollTop += arrived * ROW_HEIGHT
  }, [body, rows, keyOf])
}
