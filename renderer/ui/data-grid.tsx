// A grid of many rows of one height: drawn where it is looked at, walked by arrows and J/K, sorted, selected, and still while rows arrive on top.
import {
  type CSSProperties,
  type HTMLAttributes,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import { type ColumnWidths, columnTemplate, type GridColumn, leastWidthPx, type Sort } from './grid-columns.ts'
import { GridHeader } from './grid-header.tsx'
import { GridRow } from './grid-row.tsx'
import { useRowMenu } from './grid-row-menu.tsx'
import { useSelection } from './grid-selecting.ts'
import { type GridRows, type GridSelection, indexOfKey } from './grid-selection.ts'
import { canvasPx, type GridHead, type GridWindow, ROW_HEIGHT, useGridWindow } from './grid-window.ts'
import type { MenuEntry } from './menu.tsx'
import { rowAt, useRovingFocus } from './roving-focus.ts'
import { useViewState } from './view-state.ts'

export { ROW_HEIGHT }
export type { GridColumn, GridRows, GridSelection, Sort }

export interface GridHandle {
  focus: () => void
  /** Scrolls as little as needed to show the row. */
  reveal: (key: string) => void
  toTop: () => void
}

export interface DataGridProps<Row> {
  label: string
  columns: readonly GridColumn<Row>[]
  rows: GridRows<Row>
  keyOf: (row: Row) => string
  activeKey: string | null
  onActiveChange: (key: string) => void
  /** Enter, or a click. */
  onOpen: (row: Row) => void
  handle?: Ref<GridHandle> | undefined
  sort?: Sort | null | undefined
  onSort?: ((sort: Sort | null) => void) | undefined
  /** X, Shift+arrows, Shift+click, Mod+click and Mod+A; a row that is only active is not selected then. */
  selection?: GridSelection | undefined
  /** The rows in sight, at most once a frame. */
  onVisibleChange?: ((first: number, last: number) => void) | undefined
  /** A position that `onTopChange` told earlier. */
  initialTop?: number | undefined
  onTopChange?: ((top: number) => void) | undefined
  /** Right click, Shift+F10 or the menu key. The row is active then. */
  contextMenu?: ((row: Row) => readonly MenuEntry[]) | undefined
  /** For rows of more than one line. */
  rowPx?: number | undefined
  /** Widths can be changed, and are remembered under this name. */
  name?: string | undefined
}

export function DataGrid<Row>(props: DataGridProps<Row>): ReactNode {
  const { label, columns, rows, keyOf, sort = null, selection, rowPx = ROW_HEIGHT } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [widths, setWidths] = useViewState<ColumnWidths>(`columns/${props.name ?? ''}`, 'widths', NO_WIDTHS)
  const { area, activeIndex, tabStop, menu, handlers } = useGrid(props, scroller)
  const style = { '--grid-columns': columnTemplate(columns, widths), '--grid-least': `${leastWidthPx(columns, widths)}px`, '--row-height': `${rowPx}px` }
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.count + 1}
        aria-colcount={columns.length}
        aria-multiselectable={selection ? true : undefined}
        onScroll={area.onScroll}
        className="relative min-h-0 flex-1 overflow-auto bg-n1 [overflow-anchor:none]"
        style={style as CSSProperties}
      >
        <div role="rowgroup" className="sticky top-0 z-1 min-w-(--grid-least) border-b border-n6 bg-n2">
          <GridHeader
            columns={columns}
            sort={sort}
            onSort={props.onSort}
            widths={props.name === undefined ? null : widths}
            onWidths={setWidths}
          />
        </div>
        <div role="rowgroup" {...handlers} className="relative min-w-(--grid-least) overflow-hidden" style={{ height: canvasPx(rows.count, rowPx) }}>
          {indexesOf(area.start, area.end, tabStop, rows.count).map((index) => {
            const row = rows.at(index)
            const key = row === undefined ? `#${index}` : keyOf(row)
            return (
              <GridRow
                key={key}
                row={row}
                index={index}
                topPx={index * rowPx + area.shiftPx}
                columns={columns}
                isActive={index === activeIndex}
                isSelected={selection && selection.keys.size > 0 ? selection.keys.has(key) : index === activeIndex}
                isTabStop={index === tabStop}
              />
            )
          })}
        </div>
      </div>
      {/* Beside the grid: it puts guards for the focus around itself, which are no rows. */}
      {menu}
    </>
  )
}

interface Grid {
  area: GridWindow
  activeIndex: number
  tabStop: number
  menu: ReactNode
  handlers: Pick<HTMLAttributes<HTMLElement>, 'onKeyDown' | 'onMouseDown' | 'onClick' | 'onContextMenu' | 'onFocus'>
}

function useGrid<Row>(props: DataGridProps<Row>, scroller: { current: HTMLElement | null }): Grid {
  const { rows, keyOf, activeKey, onActiveChange, onOpen, handle, sort = null, initialTop, onTopChange, onVisibleChange } = props
  const activeIndex = useMemo(() => indexOfKey(rows, keyOf, activeKey), [rows, keyOf, activeKey])
  const tabStop = Math.min(Math.max(activeIndex, 0), Math.max(rows.count - 1, 0))
  const first = rows.count > 0 ? rows.at(0) : undefined
  const head: GridHead = {
    key: first === undefined ? null : keyOf(first),
    order: `${sort?.id} ${sort?.descending}`,
    indexOf: (key) => indexOfKey(rows, keyOf, key),
  }
  const area = useGridWindow({ scroller, headerPx: HEADER_PX, rowPx: props.rowPx ?? ROW_HEIGHT, count: rows.count, initialTop, onTopChange, onVisibleChange, head })
  useFirstSight(area, activeIndex, initialTop === undefined)
  const select = useSelection(props, activeIndex)
  const menu = useRowMenu(props, scroller)
  const withRow = (index: number, act: (row: Row) => void): void => {
    const row = rows.at(index)
    if (row !== undefined) act(row)
  }
  const activate = (index: number): void => withRow(index, (row) => onActiveChange(keyOf(row)))
  const { moveTo, onKeyDown } = useRovingFocus({
    body: scroller,
    count: rows.count,
    activeIndex,
    tabStop,
    pageRows: area.pageRows,
    scrollTo: area.scrollToIndex,
    onMove: (index, extend) => ((extend ? select.extendTo(index) : select.startOver()), activate(index)),
    onOpen: (index) => withRow(index, onOpen),
  })
  useImperativeHandle(handle, () => ({
    focus: () => moveTo(tabStop),
    reveal: (key) => area.scrollToIndex(Math.max(indexOfKey(rows, keyOf, key), 0)),
    toTop: () => area.scrollTo(0),
  }))
  const onClick = (event: MouseEvent, index: number): void => {
    if (select.onClick(event, index)) return rowAt(scroller.current, index)?.focus({ preventScroll: true })
    select.startOver()
    activate(index)
    if (!isControl(event.target)) withRow(index, onOpen)
  }
  const handlers: Grid['handlers'] = {
    onKeyDown: (event) => {
      if (isControl(event.target) || onKeyDown(event)) return
      if (select.onKeyDown(event) || menu.onKeyDown(event, tabStop)) event.preventDefault()
    },
    // Focus comes with a press and makes a row active: too early for a range that begins at the active one.
    onMouseDown: (event) => select.isSelecting(event) && event.preventDefault(),
    onClick: (event) => withIndex(event, (index) => onClick(event, index)),
    onContextMenu: (event) => withIndex(event, (index) => menu.onContextMenu(event, index)),
    onFocus: (event) => withIndex(event, (index) => index !== activeIndex && activate(index)),
  }
  return { area, activeIndex, tabStop, menu: menu.element, handlers }
}

const HEADER_PX = ROW_HEIGHT + 1
const NO_WIDTHS: ColumnWidths = {}

const isControl = (target: EventTarget): boolean => target instanceof Element && target.closest('button, a, input, select') !== null

/** Does something with the row an event is about; what only React takes to be inside, such as a menu that a cell has opened, is about none. */
function withIndex({ target, currentTarget }: { target: EventTarget; currentTarget: Element }, act: (index: number) => void): void {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  if (row && currentTarget.contains(row)) act(Number(row.dataset['index']))
}

/** The row that holds the tab stop stays in the page, or scrolling would drop the focus. */
function indexesOf(start: number, end: number, tabStop: number, count: number): number[] {
  const indexes = Array.from({ length: end - start }, (_, place) => start + place)
  if (tabStop >= count || (tabStop >= start && tabStop < end)) return indexes
  return tabStop < start ? [tabStop, ...indexes] : [...indexes, tabStop]
}

/** A grid that opens with an active row opens where it is. */
function useFirstSight(area: GridWindow, activeIndex: number, mayScroll: boolean): void {
  const isOver = useRef(false)
  useLayoutEffect(() => {
    if (activeIndex < 0 || isOver.current) return
    isOver.current = true
    if (mayScroll) area.scrollToIndex(activeIndex)
  })
}
