// Keys that walk rows reach the grid of a screen also while nothing has the focus, as right after the screen was opened.
import { useEffect } from 'react'
import type { GridHandle } from './data-grid.tsx'
import { targetOf } from './roving-focus.ts'

/** A toast is a dialog too, but one that takes no keys. */
const FLOATING = '[role=dialog]:not([aria-modal=false]), [role=alertdialog]:not([aria-modal=false]), [role=menu], [role=listbox]'

/** The first press goes to the active row, or to the first one: from there on the grid has the keys. */
export function useGridKeys(grid: { current: GridHandle | null }): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { activeElement } = document
      const isFree = activeElement === null || activeElement === document.body
      if (!isFree || !grid.current || event.defaultPrevented || !walksRows(event) || document.querySelector(FLOATING)) return
      event.preventDefault()
      grid.current.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [grid])
}

/** Whether a press would move from row to row in a grid. */
export const walksRows = ({ key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean =>
  !ctrlKey && !metaKey && !altKey && targetOf(key, 0, 1, 1) !== undefined
