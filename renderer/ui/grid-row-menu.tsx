// The menu of a row of a grid, by right click or key.
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react'
import type { GridRows } from './grid-selection.ts'
import { MenuAt, type MenuEntry } from './menu.tsx'
import { rowAt } from './roving-focus.ts'

export interface RowMenuOptions<Row> {
  rows: GridRows<Row>
  keyOf: (row: Row) => string
  onActiveChange: (key: string) => void
  /** Absent = rows have no menu. */
  contextMenu?: ((row: Row) => readonly MenuEntry[]) | undefined
}

export interface RowMenu {
  element: ReactNode
  onContextMenu: (event: MouseEvent, index: number) => void
  onKeyDown: (event: KeyboardEvent, index: number) => boolean
}

export function useRowMenu<Row>(options: RowMenuOptions<Row>, scroller: { current: HTMLElement | null }): RowMenu {
  const { rows, keyOf, contextMenu, onActiveChange } = options
  const [menu, setMenu] = useState<{ open: boolean; index: number; at: { x: number; y: number }; entries: readonly MenuEntry[] }>(CLOSED)
  const openAt = (index: number, at: { x: number; y: number }): void => {
    const row = rows.at(index)
    if (!contextMenu || row === undefined) return
    onActiveChange(keyOf(row))
    setMenu({ open: true, index, at, entries: contextMenu(row) })
  }
  return {
    onContextMenu: (event, index) => {
      if (!contextMenu) return
      event.preventDefault()
      openAt(index, { x: event.clientX, y: event.clientY })
    },
    onKeyDown: (event, index) => {
      if (!contextMenu || !(event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) return false
      const box = rowAt(scroller.current, index)?.getBoundingClientRect()
      if (box) openAt(index, { x: box.left + 24, y: box.bottom })
      return true
    },
    element: contextMenu && (
      <MenuAt
        label="Actions of the row"
        open={menu.open}
        at={menu.at}
        entries={menu.entries}
        onClose={() => setMenu((before) => ({ ...before, open: false }))}
        returnFocus={() => rowAt(scroller.current, menu.index)}
      />
    ),
  }
}

const CLOSED = { open: false, index: 0, at: { x: 0, y: 0 }, entries: [] }
