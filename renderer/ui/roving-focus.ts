// One tab stop for many rows: arrows, J/K, pages, ends, and the focus that follows even to a row that is not drawn yet.
import { type KeyboardEvent, useCallback, useEffect, useEffectEvent, useRef } from 'react'

export interface RovingFocusOptions {
  body: { current: HTMLElement | null }
  count: number
  /** -1 = no row is active. */
  activeIndex: number
  tabStop: number
  /** How far Page up and Page down go. */
  pageRows: number
  scrollTo: (index: number) => void
  /** `extend`: Shift was held. */
  onMove: (index: number, extend: boolean) => void
  onOpen: (index: number) => void
}

export interface RovingFocus {
  moveTo: (index: number, extend?: boolean) => void
  /** Whether the key was one of its own. */
  onKeyDown: (event: KeyboardEvent) => boolean
}

export function useRovingFocus(options: RovingFocusOptions): RovingFocus {
  const { body, count, activeIndex, tabStop, pageRows, scrollTo, onMove, onOpen } = options
  const wantsFocus = useRef(false)
  const move = useRef((_index: number, _extend: boolean): void => {})
  useEffect(() => {
    move.current = (index, extend) => {
      if (count === 0) return
      const target = Math.min(Math.max(index, 0), count - 1)
      wantsFocus.current = true
      onMove(target, extend)
      scrollTo(target)
      focusRow(body.current, target)
    }
  })
  // A row far away is drawn only after the scroll.
  const followFocus = useEffectEvent(() => {
    if (wantsFocus.current && activeIndex >= 0 && focusRow(body.current, activeIndex)) wantsFocus.current = false
  })
  useEffect(() => followFocus())
  const moveTo = useCallback((index: number, extend = false) => move.current(index, extend), [])
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return false
    const target = targetOf(event.key, tabStop, Math.max(1, pageRows - 1), count)
    if (target !== undefined) moveTo(target, event.shiftKey)
    else if (event.key === 'Enter') onOpen(tabStop)
    else return false
    event.preventDefault()
    return true
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

export function rowAt(body: HTMLElement | null, index: number): HTMLElement | null {
  return body?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null
}

function focusRow(body: HTMLElement | null, index: number): boolean {
  const row = rowAt(body, index)
  row?.focus({ preventScroll: true })
  return row !== null
}
