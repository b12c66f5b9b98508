// The hand that selects rows: what keys and clicks with Shift and Mod do to a selection.
import { type KeyboardEvent, type MouseEvent, useRef } from 'react'
import { useCommands } from './commands.ts'
import { allOf, type GridRows, type GridSelection, indexOfKey, rangeOf, toggled } from './grid-selection.ts'

export interface SelectingOptions<Row> {
  rows: GridRows<Row>
  keyOf: (row: Row) => string
  activeKey: string | null
  /** Absent = rows of this grid are not selected. */
  selection?: GridSelection | undefined
}

export interface Selecting {
  extendTo: (index: number) => void
  /** A plain move: the next range begins there. */
  startOver: () => void
  onKeyDown: (event: KeyboardEvent) => boolean
  /** Whether a press is about the selection rather than about opening. */
  isSelecting: (event: MouseEvent) => boolean
  onClick: (event: MouseEvent, index: number) => boolean
}

export function useSelection<Row>({ rows, keyOf, selection, activeKey }: SelectingOptions<Row>, activeIndex: number): Selecting {
  /** Where a range begins. */
  const anchor = useRef<string | null>(null)
  const toggle = (key: string): void => {
    anchor.current = key
    selection?.onChange(toggled(selection.keys, key))
  }
  const clear = (): void => {
    anchor.current = null
    selection?.onChange(new Set())
  }
  const extendTo = (index: number): void => {
    const from = indexOfKey(rows, keyOf, anchor.current)
    const start = from >= 0 ? from : Math.max(activeIndex, 0)
    const row = rows.at(start)
    if (row !== undefined) anchor.current = keyOf(row)
    selection?.onChange(rangeOf(rows, keyOf, start, index))
  }
  const run = (): void => {
    if (activeKey !== null) toggle(activeKey)
  }
  const toggleActive = { id: 'grid.select', title: 'Select or unselect the row', keys: ['X'], run }
  const clearAll = { id: 'grid.unselect', title: 'Clear the selection', keys: ['Escape'], run: clear }
  useCommands(selection ? (selection.keys.size > 0 ? [toggleActive, clearAll] : [toggleActive]) : [])
  const isSelecting = ({ shiftKey, ctrlKey, metaKey }: MouseEvent): boolean => selection !== undefined && (shiftKey || ctrlKey || metaKey)
  return {
    isSelecting,
    extendTo,
    startOver: () => void (anchor.current = null),
    onKeyDown: (event) => {
      if (!selection || event.key.toLowerCase() !== 'a' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return false
      selection.onChange(allOf(rows, keyOf))
      return true
    },
    onClick: (event, index) => {
      const row = rows.at(index)
      if (row === undefined || !isSelecting(event)) return false
      if (event.shiftKey) extendTo(index)
      else toggle(keyOf(row))
      return true
    },
  }
}
