// A grid of many rows of one height: virtualised, roving focus, arrows and J/K, Enter opens. It keeps still while rows arrive on top.
import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, type Ref, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { cx } from './class-names.ts'

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
  const wantsFocus = useRef(false)
  const activeIndex = indexOfKey(rows, keyOf, activeKey)
  const tabIndex = Math.max(activeIndex, 0)
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    getItemKey: (index) => keyOf(rows.at(index)),
    // The row that holds the tab stop stays in the page, or scrolling would drop the focus.
    rangeExtractor: (range: Range) => withIndex(defaultRangeExtractor(range), tabIndex, rows.count),
  })
  useStillView(body, rows, keyOf)

  const moveTo = useCallback(
    (index: number) => {
      if (rows.count === 0) return
      const target = Math.min(Math.max(index, 0), rows.count - 1)
      wantsFocus.current = true
      onActiveChange(keyOf(rows.at(target)))
      virtual.scrollToIndex(target)
      focusRow(body.current, target)
    },
    [rows, keyOf, onActiveChange, virtual],
  )
  useEffect(() => {
    if (wantsFocus.current && activeIndex >= 0 && focusRow(body.current, activeIndex)) wantsFocus.current = false
  })
  useImperativeHandle(handle, () => ({ focus: () => moveTo(tabIndex) }), [moveTo, tabIndex])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || rows.count === 0) return
    const page = Math.max(1, Math.floor((body.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1)
    const target = targetOf(event.key, tabIndex, page, rows.count)
    if (target !== undefined) moveTo(target)
    else if (event.key === 'Enter') onOpen(rows.at(tabIndex))
    else return
    event.preventDefault()
  }
  const template = columns.map((column) => column.width).join(' ')
  return (
    <div role="grid" aria-label={label} aria-rowcount={rows.count + 1} aria-colcount={columns.length} className="flex min-h-0 flex-1 flex-col">
      <div role="rowgroup" className="shrink-0 overflow-hidden border-b border-n6 bg-n2 [scrollbar-gutter:stable]">
        <div role="row" aria-rowindex={1} className="grid h-6.5 items-center" style={{ gridTemplateColumns: template }}>
          {columns.map((column) => (
            <div key={column.id} role="columnheader" className={cx('truncate px-2 text-small font-medium text-n10 first:pl-3', column.align === 'end' && 'text-right')}>
              {column.header}
            </div>
          ))}
        </div>
      </div>
      <div ref={body} role="rowgroup" onKeyDown={onKeyDown} className="min-h-0 flex-1 overflow-y-auto bg-n1 [scrollbar-gutter:stable]">
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows.at(item.index)
            return (
              <div
                key={item.key}
                role="row"
                data-index={item.index}
                aria-rowindex={item.index + 2}
                aria-selected={item.index === activeIndex}
                tabIndex={item.index === tabIndex ? 0 : -1}
                onFocus={() => item.index !== activeIndex && wantsFocus.current === false && onActiveChange(keyOf(row))}
                onClick={() => (onActiveChange(keyOf(row)), onOpen(row))}
                className="group absolute inset-x-0 top-0 grid h-6.5 items-center border-b border-n3 hover:bg-n3 aria-selected:bg-accent-soft"
                style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)` }}
              >
                {columns.map((column) => (
                  <div key={column.id} role="gridcell" className={cx('truncate px-2 first:pl-3', column.align === 'end' && 'text-right')}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
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

function targetOf(key: string, from: number, page: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return from + 1
    case 'ArrowUp':
    case 'k':
      return from - 1
    case 'PageDown':
      return from + page
    case 'PageUp':
      return from - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

function focusRow(body: HTMLElement | null, index: number): boolean {
  const row = body?.querySelector<HTMLElement>(`[data-index="${index}"]`)
  row?.focus({ preventScroll: true })
  return row !== null && row !== undefined
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
