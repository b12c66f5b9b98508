// Which rows of a grid are drawn: rows of one height, any number of them, found by arithmetic alone.
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'

export const ROW_HEIGHT = 26

/** Browsers cut elements off at about 17.8 million pixels (Firefox). A longer list scrolls proportionally faster instead. */
export const MAX_CANVAS_PX = 16_000_000
/** Drawn beyond both edges, for what the compositor scrolls before the page hears of it. */
const OVERSCAN = 10
/** While the list flies past, every row is drawn for one frame only: those beyond the edges would be drawn for nothing. */
const OVERSCAN_FLYING = 1
/** The drawn range changes only every so many rows, so that slow scrolling draws nothing. */
const STEP = 4

export interface Extent {
  count: number
  /** What is seen of the rows, without the header. */
  viewPx: number
  /** The height of a row. */
  rowPx: number
}

const fullPx = ({ count, viewPx, rowPx }: Extent): number => Math.max(count * rowPx - viewPx, 0)
const scrollablePx = ({ count, viewPx, rowPx }: Extent): number => Math.max(canvasPx(count, rowPx) - viewPx, 0)

export const canvasPx = (count: number, rowPx = ROW_HEIGHT): number => Math.min(count * rowPx, MAX_CANVAS_PX)

/** How far down the list the upper edge is, were every row laid out. */
export function topOf(scrollTop: number, extent: Extent): number {
  const [full, scrollable] = [fullPx(extent), scrollablePx(extent)]
  const within = Math.min(Math.max(scrollTop, 0), scrollable)
  return scrollable === full ? within : (within * full) / scrollable
}

export function scrollTopOf(top: number, extent: Extent): number {
  const [full, scrollable] = [fullPx(extent), scrollablePx(extent)]
  const within = Math.min(Math.max(top, 0), full)
  return scrollable === full ? within : (within * scrollable) / full
}

/** The indexes of rows that are seen at least in part; `last` is before `first` when there are none. */
export function visibleRows(top: number, { count, viewPx, rowPx }: Extent): { first: number; last: number } {
  return { first: Math.floor(top / rowPx), last: Math.min(Math.ceil((top + viewPx) / rowPx), count) - 1 }
}

/** The range to draw, `end` exclusive; `movedPx` since it was drawn last. */
export function drawnRows(top: number, { count, viewPx, rowPx }: Extent, movedPx = 0): { start: number; end: number } {
  const step = STEP * rowPx
  const beyond = Math.abs(movedPx) > viewPx / 2 ? OVERSCAN_FLYING : OVERSCAN
  const start = Math.floor(top / step) * STEP - beyond
  const end = Math.ceil((top + viewPx) / step) * STEP + beyond
  return { start: Math.min(Math.max(start, 0), count), end: Math.min(Math.max(end, 0), count) }
}

/** Where the list has to be for a row to be seen whole, moving as little as possible. */
export function topShowing(index: number, top: number, { viewPx, rowPx }: Extent): number {
  const rowTop = index * rowPx
  if (rowTop < top) return rowTop
  return rowTop + rowPx > top + viewPx ? rowTop + rowPx - viewPx : top
}

export interface GridWindowOptions {
  scroller: { current: HTMLElement | null }
  headerPx: number
  rowPx?: number
  count: number
  initialTop: number | undefined
  onTopChange: ((top: number) => void) | undefined
  onVisibleChange: ((first: number, last: number) => void) | undefined
  /** Rows that arrive above the first one push the view instead of moving what is being read, unless the order is another. */
  head?: GridHead
}

export interface GridHead {
  /** Of the first row; null = there is none, or it is not loaded. */
  key: string | null
  order: string
  indexOf: (key: string) => number
}

export interface GridWindow {
  start: number
  end: number
  /** Added to a row's place: not 0 only where the list is longer than a browser's elements may be. */
  shiftPx: number
  /** Rows that fit as a whole. */
  pageRows: number
  onScroll: () => void
  scrollToIndex: (index: number) => void
  scrollTo: (top: number) => void
}

interface Place {
  start: number
  end: number
  shiftPx: number
  viewPx: number
  isScrolled: boolean
}

const NO_HEAD: GridHead = { key: null, order: '', indexOf: () => -1 }

export function useGridWindow(options: GridWindowOptions): GridWindow {
  const { scroller, headerPx, rowPx = ROW_HEIGHT, count, onTopChange, onVisibleChange, head = NO_HEAD } = options
  const [place, setPlace] = useState<Place>({ start: 0, end: Math.min(count, 40), shiftPx: 0, viewPx: 0, isScrolled: false })
  const pushedPx = usePushed(place, setPlace, head, rowPx)
  /** As last heard. Asking the element for it after rows have changed would make the browser lay out the page at once. */
  const heard = useRef({ scrollTop: 0, viewPx: 0 })
  const told = useRef({ first: -1, last: -1, top: 0 })
  const wanted = useRef(options.initialTop ?? 0)
  const extentNow = (): Extent => ({ count, rowPx, viewPx: heard.current.viewPx })
  const topNow = (extent: Extent): number => topOf(heard.current.scrollTop, extent)

  const tell = (top: number, extent: Extent): void => {
    const { first, last } = visibleRows(top, extent)
    if (last >= first && (first !== told.current.first || last !== told.current.last)) onVisibleChange?.(first, last)
    if (top !== told.current.top && wanted.current === 0) onTopChange?.(top)
    told.current = { first, last, top }
  }
  const draw = (): void => {
    const extent = extentNow()
    const top = topNow(extent)
    const { start, end } = drawnRows(top, extent, top - told.current.top)
    const shiftPx = canvasPx(count, rowPx) === count * rowPx ? 0 : heard.current.scrollTop - top
    const next: Place = { start, end, shiftPx, viewPx: extent.viewPx, isScrolled: top > 0 }
    setPlace((before) => (isSame(before, next) ? before : next))
    tell(top, extent)
  }
  const measure = (): void => {
    const element = scroller.current
    if (element) heard.current = { scrollTop: element.scrollTop, viewPx: Math.max(element.clientHeight - headerPx, 0) }
    draw()
  }
  const scrollTo = (top: number): void => {
    const scrollTop = scrollTopOf(top, extentNow())
    heard.current = { ...heard.current, scrollTop }
    if (scroller.current) scroller.current.scrollTop = scrollTop
    draw()
  }
  useEffectOfPush(pushedPx, (px) => {
    const top = topNow(extentNow()) + px
    // The view has not moved: the list has.
    told.current = { ...told.current, top }
    scrollTo(top)
  })
  /** The position that was kept is taken up as soon as there are rows enough, unless someone has scrolled meanwhile. */
  const takeUp = useEffectEvent(() => {
    if (heard.current.viewPx === 0) measure()
    if (wanted.current === 0 || count === 0) return draw()
    const extent = extentNow()
    scrollTo(wanted.current)
    if (fullPx(extent) >= wanted.current) wanted.current = 0
  })
  useLayoutEffect(() => takeUp(), [count])
  useScrollerEvents(scroller, measure, () => (wanted.current = 0))
  return {
    start: Math.min(place.start, count),
    end: Math.min(place.end, count),
    shiftPx: place.shiftPx,
    pageRows: Math.max(1, Math.floor(place.viewPx / rowPx)),
    onScroll: measure,
    scrollTo,
    scrollToIndex: (index) => {
      const extent = extentNow()
      const top = topNow(extent)
      const target = topShowing(index, top, extent)
      if (target !== top) scrollTo(target)
    },
  }
}

const isSame = (a: Place, b: Place): boolean =>
  a.start === b.start && a.end === b.end && a.shiftPx === b.shiftPx && a.viewPx === b.viewPx && a.isScrolled === b.isScrolled

/** How far arriving rows have pushed the list down so far. The range to draw moves while drawing, or other rows would be drawn for nothing. */
function usePushed(place: Place, setPlace: (place: Place) => void, head: GridHead, rowPx: number): number {
  const [seen, setSeen] = useState({ key: head.key, order: head.order, pushedPx: 0 })
  if (seen.key !== head.key || seen.order !== head.order) {
    const mayPush = seen.key !== null && seen.order === head.order && place.isScrolled
    const arrived = mayPush ? Math.max(head.indexOf(seen.key!), 0) : 0
    setSeen({ key: head.key, order: head.order, pushedPx: seen.pushedPx + arrived * rowPx })
    if (arrived > 0) setPlace({ ...place, start: place.start + arrived, end: place.end + arrived })
  }
  return seen.pushedPx
}

function useEffectOfPush(pushedPx: number, push: (px: number) => void): void {
  const done = useRef(0)
  const run = useEffectEvent(push)
  useLayoutEffect(() => {
    const px = pushedPx - done.current
    done.current = pushedPx
    if (px !== 0) run(px)
  }, [pushedPx])
}

/** Another size, and the first sign that somebody scrolls by hand. */
function useScrollerEvents(scroller: { current: HTMLElement | null }, onResize: () => void, onHand: () => void): void {
  const resized = useEffectEvent(onResize)
  const byHand = useEffectEvent(onHand)
  useEffect(() => {
    const element = scroller.current!
    const observer = new ResizeObserver(() => resized())
    const hand = (): void => byHand()
    observer.observe(element)
    element.addEventListener('wheel', hand, { passive: true })
    element.addEventListener('pointerdown', hand)
    element.addEventListener('keydown', hand)
    return () => {
      observer.disconnect()
      element.removeEventListener('wheel', hand)
      element.removeEventListener('pointerdown', hand)
      element.removeEventListener('keydown', hand)
    }
  }, [scroller])
}
