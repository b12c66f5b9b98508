// One tab stop for many rows: arrows, J/K, pages, ends, and the focus that follows even to a row that is not drawn yet.
import { type KeyboardEvent, useCallback, useEffect, useEffectEvent, useRef } from 'react'

export interface RovingFocusOptions {
  body: { current: HTMLElement | null }
  count: number
  /** -1 = no row is active. */
  activeIndex: number
  tabStop: number
  rowHeight: number
  scrollTo: (index: number) => void
  onMove: (index: number) => void
  onOpen: (index: number) => void
}

export interface RovingFocus {
  moveTo: (index: number) => void
  onKeyDown: (event: KeyboardEvent) => void
}

export function useRovingFocus({
  body,
  count,
  activeIndex,
  tabStop,
  rowHeight,
  scrollTo,
  onMove,
  onOpen,
}: RovingFocusOptions): RovingFocus {
  const wantsFocus = useRef(false)
  const move = useRef((_index: number): void => {})
  useEffect(() => {
    move.current = (index) => {
      if (count === 0) return
      const target = Math.min(Math.max(index, 0), count - 1)
      wantsFocus.current = true
      onMove(target)
      scrollTo(target)
      focusRow(body.current, target)
    }
  })
  // A row far away is drawn only after the scroll.
  const followFocus = useEffectEvent(() => {
    if (wantsFocus.current && activeIndex >= 0 && focusRow(body.current, activeIndex)) wantsFocus.current = false
  })
  useEffect(() => followFocus())
  const moveTo = useCallback((index: number) => move.current(index), [])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return
    const page = Math.max(1, Math.floor((body.current?.clientHeight ?? 0) / rowHeight) - 1)
    const target = targetOf(event.key, tabStop, page, count)
    if (target !== undefined) moveTo(target)
    else if (event.key === 'Enter') onOpen(tabStop)
    else return
    event.preventDefault()
  }
  return { moveTo, onKeyDown }
}

/** Where a key leads from a row; undefined when it leads nowhere. */
export function targetOf(key: string, from: number, page: number, count: number): number | undefined {
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
