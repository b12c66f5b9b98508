// The columns of a grid: their widths as chosen by hand or by the screen, and the order that a click on a header asks for.
import type { ReactNode } from 'react'

export interface GridColumn<Row> {
  id: string
  header: string
  /** A track of CSS grid: `90px`, `minmax(120px, 1fr)`. */
  width: string
  align?: 'end'
  sortable?: boolean
  /** In pixels; what a column cannot be made narrower than. */
  minWidth?: number
  cell: (row: Row) => ReactNode
}

export interface Sort {
  id: string
  descending: boolean
}

/** Chosen widths in pixels, by column id. */
export type ColumnWidths = Readonly<Record<string, number>>

type Track = Pick<GridColumn<never>, 'id' | 'width' | 'minWidth'>

const NARROWEST = 40
const WIDEST = 2_000

export const columnTemplate = (columns: readonly Track[], widths: ColumnWidths): string =>
  columns.map((column) => (widths[column.id] === undefined ? column.width : `${clampWidth(column, widths[column.id]!)}px`)).join(' ')

/** Below this the grid scrolls sideways. */
export const leastWidthPx = (columns: readonly Track[], widths: ColumnWidths): number =>
  columns.reduce((sum, column) => sum + (widths[column.id] === undefined ? leastOf(column) : clampWidth(column, widths[column.id]!)), 0)

export const clampWidth = (column: Track, px: number): number => Math.round(Math.min(Math.max(px, column.minWidth ?? NARROWEST), WIDEST))

/** `90px` and `minmax(90px, …)` say it themselves. */
function leastOf({ width, minWidth }: Track): number {
  const [, px] = /^(?:minmax\()?(\d+(?:\.\d+)?)px/.exec(width) ?? []
  return Math.max(px === undefined ? 0 : Number(px), minWidth ?? 0)
}

/** Numbers are asked for largest first, names alphabetically; the second click turns the order, the third gives it up. */
export function nextSort(column: Pick<GridColumn<never>, 'id' | 'align'>, sort: Sort | null): Sort | null {
  const first = column.align === 'end'
  if (sort?.id !== column.id) return { id: column.id, descending: first }
  return sort.descending === first ? { id: column.id, descending: !first } : null
}
